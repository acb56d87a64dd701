export * from './databases';
export * from './events';
export * from './gateway';
export * from './local-aws';
export * from './objects';
export { findMotoPython, MOTO_VERSION } from './moto/python';
export * from './tasks';
