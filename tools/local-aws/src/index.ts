export * from './gateway';
export * from './local-aws';
export { MOTO_VERSION } from './moto/python';
