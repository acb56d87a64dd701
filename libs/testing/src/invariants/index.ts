export * from './contracts';
export * from './declared';
export * from './foundation';
export * from './independence';
export * from './name-rules';
export * from './names';
export * from './parity';
export * from './role-differences';
