import fc from 'fast-check';
import { anySchedule } from '../arbitraries/shape';
import { scheduleOf } from '../arbitraries/schedules';
import { runSchedule } from '../run';
import type { Schedule } from '../schedule';
import type { Reconcile } from '../world/functions';

/** What happened in one run, line by line, and what was broken in it. */
export interface Replay {
  readonly schedule: Schedule;
  readonly timeline: readonly string[];
  readonly violation: { readonly guarantee: string; readonly message: string } | undefined;
}

export async function replay(reconcile: Reconcile, schedule: Schedule): Promise<Replay> {
  const timeline: string[] = [];
  const { violation } = await runSchedule(schedule, reconcile, { trace: (line) => timeline.push(line) });
  return { schedule, timeline, violation };
}

/** The smallest schedule that fast-check finds in which the same guarantee is broken as in the seed's. */
export async function shrink(reconcile: Reconcile, seed: number): Promise<Replay> {
  const schedule = scheduleOf(seed);
  const { violation } = await runSchedule(schedule, reconcile);
  if (violation === undefined) return replay(reconcile, schedule);
  const { guarantee } = violation;
  const holds = async (candidate: Schedule) =>
    (await runSchedule(candidate, reconcile)).violation?.guarantee !== guarantee;
  const details = await fc.check(fc.asyncProperty(anySchedule, holds), {
    examples: [[schedule]],
    numRuns: 1,
    interruptAfterTimeLimit: 20_000,
  });
  return replay(reconcile, details.counterexample?.[0] ?? schedule);
}
