export * from './chart';
export * from './html';
export * from './page';
export * from './pair';
