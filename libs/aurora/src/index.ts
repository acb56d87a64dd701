export * from './aurora';
