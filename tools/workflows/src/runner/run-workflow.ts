import type { Job, Workflow } from '../model';
import type { Toolkit } from '../toolkit';
import { Expressions, textOf, type Contexts, type Status } from './evaluate';
import { byId, runSteps, type StepResult, type StepWorld } from './run-steps';

/** What happened, and in which repository. */
export interface Trigger {
  /** The contexts `github`, `vars`, `secrets` and `inputs`; what is missing is empty. */
  readonly contexts: Contexts;
}

/** What became of one run of a job: one for each cell of its matrix. */
export interface JobResult {
  readonly job: string;
  readonly matrix: Readonly<Record<string, unknown>>;
  readonly result: Status | 'skipped';
  readonly steps: readonly StepResult[];
  /** The name of its environment. */
  readonly environment: string | undefined;
  readonly concurrency: Readonly<Record<string, string>>;
  readonly outputs: Readonly<Record<string, string>>;
}

/** Runs a workflow: jobs in the order of their needs, each cell of a matrix, steps as far as their conditions hold. */
export async function runWorkflow(
  toolkit: Toolkit,
  workflow: Workflow,
  { contexts }: Trigger,
  world: StepWorld,
): Promise<JobResult[]> {
  const results: JobResult[] = [];
  const waiting = new Map(Object.entries(workflow.jobs));
  while (waiting.size > 0) {
    const next = [...waiting].find(([, job]) => needsOf(job).every((need) => !waiting.has(need)));
    if (next === undefined) throw new Error(`These jobs need each other: ${[...waiting.keys()].join(', ')}`);
    const [id, job] = next;
    waiting.delete(id);
    results.push(...(await runJob(id, job)));
  }
  return results;

  /** Every cell of the job's matrix, or, if its condition does not hold, the job once. */
  async function runJob(id: string, job: Job): Promise<JobResult[]> {
    const needs = Object.fromEntries(needsOf(job).map((need) => [need, summaryOf(need, results)]));
    const statuses = Object.values(needs).map(({ result }) => result);
    const status: Status = statuses.every((result) => result === 'success') ? 'success' : 'failure';
    const given = { env: {}, inputs: {}, vars: {}, secrets: {}, ...contexts, needs };
    if (!new Expressions(toolkit, given, status).condition(job.if)) {
      const nothing = { environment: undefined, concurrency: {}, outputs: {}, steps: [] };
      return [{ job: id, matrix: {}, result: 'skipped', ...nothing }];
    }
    const cells: JobResult[] = [];
    for (const matrix of cellsOf(job)) cells.push(await runCell(id, job, { ...given, matrix }, matrix));
    return cells;
  }

  async function runCell(
    id: string,
    job: Job,
    given: Contexts,
    matrix: Readonly<Record<string, unknown>>,
  ): Promise<JobResult> {
    const own = new Expressions(toolkit, given, 'success');
    const env = { ...own.map(workflow.env), ...own.map(job.env) };
    const { steps, status: result } = await runSteps(toolkit, job.steps, { ...given, env }, world);
    const finished = new Expressions(toolkit, { ...given, env, steps: byId(steps) }, result);
    return {
      job: id,
      matrix,
      result,
      steps,
      environment: job.environment === undefined ? undefined : textOf(own.template(job.environment)),
      concurrency: own.map(job.concurrency),
      outputs: finished.map(job.outputs),
    };
  }
}

const needsOf = ({ needs = [] }: Job): readonly string[] => (typeof needs === 'string' ? [needs] : needs);

/** Every combination of a matrix; one empty one without. */
function cellsOf({ strategy }: Job): Record<string, unknown>[] {
  return Object.entries(strategy?.matrix ?? {}).reduce<Record<string, unknown>[]>(
    (cells, [key, values]) => cells.flatMap((cell) => values.map((value) => ({ ...cell, [key]: value }))),
    [{}],
  );
}

function summaryOf(
  job: string,
  results: readonly JobResult[],
): { result: JobResult['result']; outputs: object } {
  const own = results.filter((one) => one.job === job);
  const result =
    (['failure', 'cancelled', 'skipped'] as const).find((bad) => own.some((one) => one.result === bad)) ??
    'success';
  return { result, outputs: Object.assign({}, ...own.map(({ outputs }) => outputs)) as object };
}
