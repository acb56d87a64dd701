import { parentPort } from 'node:worker_threads';
import { reconcile } from '@healthcare-dr/failover-controller';
import { scheduleOf } from '../arbitraries/schedules';
import { enumerate, SCENARIOS, type EnumerationResult } from '../enumerations';
import { runBatch, type Summary } from './batch';
import { replay, shrink, type Replay } from './replay';

/** What a worker can be asked for. */
export type Task =
  | { readonly kind: 'batch'; readonly from: number; readonly count: number; readonly untilFailure: boolean }
  | { readonly kind: 'shrink'; readonly seed: number }
  | { readonly kind: 'replay'; readonly seed: number }
  /** One of the canonical scenarios, by its place. */
  | { readonly kind: 'enumerate'; readonly scenario: number };

export interface Answers {
  readonly batch: Summary;
  readonly shrink: Replay;
  readonly replay: Replay;
  readonly enumerate: EnumerationResult;
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
