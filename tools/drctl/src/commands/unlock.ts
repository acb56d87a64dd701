import { assertAnswerable, goesOn, type Terminal } from '@healthcare-dr/cli-kit';
import type { FoundLock } from '@healthcare-dr/deployment-records';

/** What `unlock` is given. */
export interface UnlockOptions {
  readonly terminal: Terminal;
  readonly environment: string;
  readonly locks: readonly FoundLock[];
  readonly yes: boolean;
}

/**
 * Shows who holds the locks and since when, and breaks them if the operator goes on.
 *
 * @returns the exit code: 0 if none is left, 1 if the operator left it at that
 */
export async function unlock({ terminal, environment, locks, yes }: UnlockOptions): Promise<number> {
  if (locks.length === 0) {
    terminal.print('Nobody holds a lock there.');
    return 0;
  }
  for (const { what, holder } of locks) terminal.print(`${what}: ${holder}.`);
  assertAnswerable(terminal, { yes }, 'unlock');
  terminal.note('Ask the holder first: a run that still applies would be joined by another.');
  if (!(await goesOn(terminal, { yes }, environment))) return 1;
  for (const { what, unlock: breakIt } of locks) {
    await breakIt();
    terminal.print(`${what}: unlocked.`);
  }
  return 0;
}
