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

/** How many of the scenarios' schedules were run, and the guarantee that the last of them broke, or the scenario that came to another end. */
export interface CanonicalRuns {
  readonly runs: number;
  readonly violation: { readonly guarantee: string; readonly message: string } | undefined;
}

/** Runs the scenarios, judged by the guarantees and by what must come of each, up to the first that fails. */
export async function runCanonical(
  reconcile: Reconcile,
  scenarios: readonly Scenario[],
): Promise<CanonicalRuns> {
  let runs = 0;
  for (const { number, variants } of scenarios)
    for (const { schedule, title, must } of variants) {
      runs += 1;
      const result = await runSchedule(schedule, reconcile);
      if (result.violation !== undefined) {
        const { guarantee, message } = result.violation;
        return { runs, violation: { guarantee, message } };
      }
      const problem = must(result.facts());
      if (problem !== undefined)
        return { runs, violation: { guarantee: `scenario ${number}`, message: `${title}: ${problem}` } };
    }
  return { runs, violation: undefined };
}
