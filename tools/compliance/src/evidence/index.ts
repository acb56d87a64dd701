export * from './evidence';
export * from './provenance';
