export * from './checks';
export * from './synth';
