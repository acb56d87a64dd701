import { runSchedule } from '../run';
import type { Reconcile } from '../world/functions';
import type { Scenario } from './scenario';

/** What came of one variant of a scenario. */
export interface Played {
  readonly number: number;
  readonly scenario: string;
  readonly variant: string;
  /** What is wrong with it; `undefined` if nothing is. */
  readonly problem: string | undefined;
}

/** Plays every variant of a scenario; up to the first that fails, if `untilFailure`. */
export async function play(
  reconcile: Reconcile,
  { number, title, variants }: Scenario,
  untilFailure: boolean,
): Promise<Played[]> {
  const played: Played[] = [];
  for (const variant of variants) {
    const result = await runSchedule(variant.schedule, reconcile);
    const problem = variant.must(result.facts());
    played.push({ number, scenario: title, variant: variant.title, problem });
    if (untilFailure && problem !== undefined) break;
  }
  return played;
}

/** How many of the scenarios' schedules were run, and the guarantee that the last of them broke. */
export interface CanonicalRuns {
  readonly runs: number;
  readonly violation: { readonly guarantee: string; readonly message: string } | undefined;
}

/** Runs the scenarios' schedules, judged by the guarantees alone, up to the first that breaks one. */
export async function runCanonical(
  reconcile: Reconcile,
  scenarios: readonly Scenario[],
): Promise<CanonicalRuns> {
  let runs = 0;
  for (const { schedule } of scenarios.flatMap(({ variants }) => variants)) {
    runs += 1;
    const { violation } = await runSchedule(schedule, reconcile);
    if (violation === undefined) continue;
    const { guarantee, message } = violation;
    return { runs, violation: { guarantee, message } };
  }
  return { runs, violation: undefined };
}
