export * from './model';
export * from './describe-stack';
export * from './expect-resource';
export * from './invariants';
export * from './json';
export * from './synth';
export * from './synthesized-stack';
export * from './workspace';
