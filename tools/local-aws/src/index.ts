export * from './databases';
export * from './events';
export * from './gateway';
export * from './local-aws';
export * from './objects';
export type { RequestFindings, ValidationMode } from './request-validation';
export { findMotoPython, MOTO_VERSION } from './moto/python';
export * from './tasks';
export { runCommand, type Alive } from './command';
