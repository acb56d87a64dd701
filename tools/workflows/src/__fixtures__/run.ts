import { parseWorkflow, workflowTexts } from '../model';
import type { Contexts } from '../runner/evaluate';
import { runWorkflow, type JobResult } from '../runner/run-workflow';
import { loadToolkit, type Toolkit } from '../toolkit';
import { workspaceRoot, type RunnerWorld } from './runner-world';

let toolkit: Promise<Toolkit> | undefined;

/** Runs a workflow of the repository on an event. */
export async function runOn(
  name: string,
  { event, ref = 'refs/heads/main', ...others }: { readonly event: string; readonly ref?: string } & Contexts,
  world: RunnerWorld,
): Promise<JobResult[]> {
  const { payload = {}, ...contexts } = others;
  const github = {
    event_name: event,
    event: payload,
    ref,
    ref_name: ref.split('/').slice(2).join('/'),
    repository: 'clinic/recovery',
    run_number: 7,
    token: 'token-of-the-run',
    sha: '0'.repeat(40),
  };
  const vars = { AWS_ROLE: 'arn:aws:iam::111111111111:role/of-the-environment', AWS_REGION: 'eu-west-1' };
  const text = workflowTexts(workspaceRoot).get(name) ?? '';
  toolkit ??= loadToolkit();
  return runWorkflow(await toolkit, parseWorkflow(text), { contexts: { github, vars, ...contexts } }, world);
}

/** A pull request as GitHub describes it in an event. */
export const pullRequest = ({
  action = 'synchronize',
  fork = false,
  labels = [],
  state = 'open',
  label,
}: {
  readonly action?: string;
  readonly fork?: boolean;
  readonly labels?: readonly string[];
  readonly state?: string;
  readonly label?: string;
} = {}) => ({
  action,
  ...(label === undefined ? {} : { label: { name: label } }),
  repository: { default_branch: 'main' },
  pull_request: {
    number: 42,
    state,
    title: '$(touch injected) `touch injected`',
    base: { sha: 'ba5e'.padEnd(40, '0') },
    head: {
      sha: 'c0de'.padEnd(40, '0'),
      ref: 'a"; touch injected; "',
      repo: { full_name: fork ? 'stranger/recovery' : 'clinic/recovery' },
    },
    labels: labels.map((name) => ({ name })),
  },
});

/** What became of each job, by `<job>` and the values of its matrix. */
export const resultsOf = (results: readonly JobResult[]): Record<string, string> =>
  Object.fromEntries(
    results.map(({ job, matrix, result }) => [[job, ...Object.values(matrix)].join(' '), result]),
  );
