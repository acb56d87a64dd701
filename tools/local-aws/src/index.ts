export * from './databases';
export * from './gateway';
export * from './local-aws';
export { findMotoPython, MOTO_VERSION } from './moto/python';
export * from './tasks';
