export * from './bootstrap';
export * from './clients';
