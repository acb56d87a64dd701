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

/** The median. @throws RangeError of nothing */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new RangeError('nothing has no median');
  return sorted.length % 2 === 1 ? middle : (middle + (sorted[sorted.length / 2 - 1] ?? middle)) / 2;
}
