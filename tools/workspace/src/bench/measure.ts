import { run } from '@healthcare-dr/processes';

/** A command to be timed as a whole process. */
export interface TimedCommand {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/**
 * Runs the commands in turn (A B C, A B C, …), so that a machine that slows down slows all of them, after one run of each
 * that does not count.
 *
 * @returns the median wall time of each, in milliseconds, by name
 * @throws CommandFailedError if one of them fails: a failed run has no time
 */
export async function medians(
  commands: readonly TimedCommand[],
  rounds: number,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, number>> {
  const times = new Map<string, number[]>(commands.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const { name, command, args, cwd, env = {} } of commands) {
      const { durationMs } = await run(command, args, { cwd, env, signal, label: name, allowExitCodes: [0] });
      if (round > 0) times.get(name)?.push(durationMs);
    }
  }
  return new Map([...times].map(([name, all]) => [name, median(all)]));
}

/** How many calls of each are made before the ones that count. */
const WARM_UP_ROUNDS = 10;

/**
 * Makes the calls in turn, so that a machine that slows down slows all of them.
 *
 * @returns the median time of each call, in milliseconds, by name
 */
export async function mediansOfCalls<Name extends string>(
  calls: Readonly<Record<Name, () => Promise<void>>>,
  rounds: number,
): Promise<Readonly<Record<Name, number>>> {
  const named = Object.entries(calls) as [Name, () => Promise<void>][];
  const times = new Map<Name, number[]>(named.map(([name]) => [name, []]));
  for (let round = -WARM_UP_ROUNDS; round < rounds; round += 1) {
    for (const [name, call] of named) {
      const startedMs = performance.now();
      await call();
      if (round >= 0) times.get(name)?.push(performance.now() - startedMs);
    }
  }
  return Object.fromEntries([...times].map(([name, all]) => [name, median(all)])) as Record<Name, number>;
}

/** The median. @throws RangeError of nothing */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new RangeError('nothing has no median');
  return sorted.length % 2 === 1 ? middle : (middle + (sorted[sorted.length / 2 - 1] ?? middle)) / 2;
}
