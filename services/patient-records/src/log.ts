/** What a line of the log is about, for programs. */
export type LogCode =
  | 'listening'
  | 'draining'
  | 'migrated'
  | 'database-connection-lost'
  | 'writer-not-reachable'
  | 'document-missing'
  | 'request-failed';

/** Takes a line of the log. Nothing that identifies a patient may be in it. */
export type Log = (code: LogCode, facts?: Readonly<Record<string, string | number>>) => void;

/** Writes one line of JSON to standard output, which CloudWatch Logs keeps. */
export const consoleLog: Log = (code, facts = {}) => {
  process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), code, ...facts })}\n`);
};

/** What to say of an error that is no one's but a dependency's: its code, or its name. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
