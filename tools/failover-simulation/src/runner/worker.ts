import { parentPort } from 'node:worker_threads';
import { reconcile } from '@healthcare-dr/failover-controller';
import { scheduleOf } from '../arbitraries/schedules';
import { enumerate, SCENARIOS, type EnumerationResult } from '../enumerations';
import { runBatch, type Summary } from './batch';
import { SCENARIOS_OF_SPECIFICATION, type Scenario } from '../scenarios';
import { play, runCanonical, type CanonicalRuns, type Played } from '../scenarios/play';
import { replay, shrink, type Replay } from './replay';

/** What a worker can be asked for. */
export type Task =
  | { readonly kind: 'batch'; readonly from: number; readonly count: number; readonly untilFailure: boolean }
  | { readonly kind: 'shrink'; readonly seed: number }
  | { readonly kind: 'replay'; readonly seed: number }
  /** One of the canonical scenarios, by its place. */
  | { readonly kind: 'enumerate'; readonly scenario: number }
  /** One of the specification's scenarios, by its place; up to the first variant that fails. */
  | { readonly kind: 'canonical' }
  | { readonly kind: 'play'; readonly scenario: number; readonly untilFailure: boolean };

export interface Answers {
  readonly batch: Summary;
  readonly shrink: Replay;
  readonly replay: Replay;
  readonly enumerate: EnumerationResult;
  readonly canonical: CanonicalRuns;
  readonly play: readonly Played[];
}

function carryOut(task: Task): Promise<Answers[Task['kind']]> {
  switch (task.kind) {
    case 'batch':
      return runBatch(reconcile, task);
    case 'shrink':
      return shrink(reconcile, task.seed);
    case 'replay':
      return replay(reconcile, scheduleOf(task.seed));
    case 'enumerate':
      return enumerate(reconcile, SCENARIOS.slice(task.scenario, task.scenario + 1));
    case 'canonical':
      return runCanonical(reconcile, SCENARIOS_OF_SPECIFICATION);
    case 'play':
      return play(reconcile, SCENARIOS_OF_SPECIFICATION[task.scenario] as Scenario, task.untilFailure);
  }
}

// The simulated faults are errors by the million, of which nobody reads the stack.
Error.stackTraceLimit = 0;
parentPort?.on('message', (task: Task) => {
  carryOut(task).then(
    (answer) => parentPort?.postMessage({ answer }),
    (error: unknown) =>
      parentPort?.postMessage({ error: error instanceof Error ? error.message : String(error) }),
  );
});
