export * from './event-bus';
export * from './event-pattern';
export { hearEvents, PUT_EVENTS } from './put-events';
export * from './schedule-expression';
export type { Invoked } from './targets';
