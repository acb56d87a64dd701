export * from './files';
export * from './provenance';
