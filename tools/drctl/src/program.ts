import { basename } from 'node:path';

/** How it is started in a checkout. */
export const DEFAULT_PROGRAM = 'npm run drctl --';

/** A word as a shell takes it for one. */
export const quoted = (word: string): string =>
  /^[\w./:@=+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

/** How this program was started, so that the commands it names can be given as they stand. */
export function programName(script: string | undefined): string {
  return script === undefined || /\.ts$/.test(script) ? DEFAULT_PROGRAM : `node ${basename(script)}`;
}

/** A command of drctl, whole: with the environment in it. */
export const commandLine = (program: string, environment: string, words: readonly string[]): string =>
  [program, ...words, '--environment', environment].join(' ');
