export { findExecutable } from './executable';
export type { Account, LineListener, OutputStream, SpawnOptions } from './group-process';
export * from './interrupts';
export { groupIsAlive, processIsAlive, until } from './process-groups.cjs';
export { reaper, type GroupEnding } from './reaper';
export * from './run';
export * from './start';
export * from './supervised';
export * from './temporary-folder';
