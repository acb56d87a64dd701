/** Runs work as a named part of a trace. */
export type Trace = <Result>(name: string, work: () => Promise<Result>) => Promise<Result>;
