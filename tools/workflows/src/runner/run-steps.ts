import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '@healthcare-dr/processes';
import { readAction, type Step } from '../model';
import type { Toolkit } from '../toolkit';
import { Expressions, type Contexts, type Status } from './evaluate';

/** What stands in for an action: given its inputs, it does what the action would, and returns its outputs. */
export type ActionStub = (
  inputs: Readonly<Record<string, string>>,
  contexts: Contexts,
) => Promise<Readonly<Record<string, string>> | undefined> | Readonly<Record<string, string>> | undefined;

/** What steps are run in. */
export interface StepWorld {
  /** Where actions of the repository are read from. */
  readonly workspaceRoot: string;
  /** The folder that `run` steps work in. */
  readonly folder: string;
  /** Their environment variables, PATH among them; nothing else of this process is passed on. */
  readonly variables: Readonly<Record<string, string>>;
  /** By the action's name without its version. One that is missing is an error. */
  readonly actions: Readonly<Record<string, ActionStub>>;
  /** What the steps wrote into the summary of their job. */
  readonly summary: string[];
}

/** What became of a step. */
export interface StepResult {
  readonly id: string | undefined;
  /** What it runs or uses. */
  readonly what: string;
  readonly outcome: Status | 'skipped';
  /** The outcome, unless it continues on errors. */
  readonly conclusion: Status | 'skipped';
  readonly outputs: Readonly<Record<string, string>>;
  /** What it printed, or why it failed. */
  readonly text: string;
}

/** Runs steps one after the other: after one that failed, those alone whose condition asks for it. */
export async function runSteps(
  toolkit: Toolkit,
  steps: readonly Step[],
  contexts: Contexts,
  world: StepWorld,
): Promise<{ readonly steps: StepResult[]; readonly status: Status }> {
  const results: StepResult[] = [];
  let status: Status = 'success';
  let env: Record<string, unknown> = { ...(contexts['env'] as object) };
  for (const step of steps) {
    const here = { ...contexts, env, steps: byId(results) };
    const expressions = new Expressions(toolkit, here, status);
    const { id } = step;
    const what = step.uses ?? step.run ?? '';
    if (!expressions.condition(step.if)) {
      results.push({ id, what, outcome: 'skipped', conclusion: 'skipped', outputs: {}, text: '' });
      continue;
    }
    const done = await runStep(toolkit, step, expressions, here, world);
    env = { ...env, ...done.env };
    const conclusion = done.succeeded || step['continue-on-error'] === true ? 'success' : 'failure';
    if (conclusion === 'failure') status = 'failure';
    const outcome = done.succeeded ? 'success' : 'failure';
    results.push({ id, what, outcome, conclusion, outputs: done.outputs, text: done.text });
  }
  return { steps: results, status };
}

/** What the steps context holds. */
export const byId = (steps: readonly StepResult[]): Record<string, unknown> =>
  Object.fromEntries(
    steps.flatMap(({ id, outcome, conclusion, outputs }) =>
      id === undefined ? [] : [[id, { outcome, conclusion, outputs }]],
    ),
  );

interface Done {
  readonly succeeded: boolean;
  readonly outputs: Readonly<Record<string, string>>;
  /** What it set for the steps that follow. */
  readonly env: Readonly<Record<string, string>>;
  readonly text: string;
}

async function runStep(
  toolkit: Toolkit,
  step: Step,
  expressions: Expressions,
  contexts: Contexts,
  world: StepWorld,
): Promise<Done> {
  if (step.uses?.startsWith('./') === true) {
    const action = readAction(world.workspaceRoot, step.uses);
    const defaults = Object.fromEntries(
      Object.entries(action.inputs).map(([name, { default: value = '' }]) => [name, value]),
    );
    const inputs = { ...defaults, ...expressions.map(step.with) };
    const { steps, status } = await runSteps(
      toolkit,
      action.runs.steps,
      { ...contexts, inputs, steps: {} },
      world,
    );
    return {
      succeeded: status === 'success',
      outputs: {},
      env: {},
      text: steps.map(({ text }) => text).join('\n'),
    };
  }
  if (step.uses !== undefined) {
    const name = step.uses.replace(/@.*$/, '');
    const stub = world.actions[name];
    if (stub === undefined) throw new Error(`Nothing stands in for ${name}.`);
    try {
      const outputs = (await stub(expressions.map(step.with), contexts)) ?? {};
      return { succeeded: true, outputs, env: {}, text: '' };
    } catch (error) {
      return {
        succeeded: false,
        outputs: {},
        env: {},
        text: error instanceof Error ? error.message : String(error),
      };
    }
  }
  return runShell(
    step,
    { ...(contexts['env'] as Record<string, string>), ...expressions.map(step.env) },
    world,
  );
}

/** The files by which a step tells something to its runner. */
const FILES = ['GITHUB_OUTPUT', 'GITHUB_ENV', 'GITHUB_STEP_SUMMARY'] as const;

/** @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsshell */
const SHELLS: Readonly<Record<string, readonly string[]>> = {
  bash: ['--noprofile', '--norc', '-eo', 'pipefail'],
  '': ['-e'],
};

async function runShell(
  { run: script = '', shell = '' }: Step,
  env: Record<string, string>,
  world: StepWorld,
): Promise<Done> {
  const options = SHELLS[shell];
  if (options === undefined) throw new Error(`No shell '${shell}' here.`);
  const folder = mkdtempSync(join(tmpdir(), 'healthcare-step-'));
  try {
    const files = Object.fromEntries(FILES.map((name) => [name, join(folder, name)]));
    for (const file of Object.values(files)) writeFileSync(file, '');
    const program = join(folder, 'script.sh');
    writeFileSync(program, script);
    const nothing = Object.fromEntries(Object.keys(process.env).map((name) => [name, undefined]));
    const { exitCode, stdout, stderr } = await run('/bin/bash', [...options, program], {
      cwd: world.folder,
      env: { ...nothing, ...world.variables, ...env, ...files },
    });
    const told = (name: (typeof FILES)[number]) => readFileSync(files[name] ?? '', 'utf8');
    world.summary.push(told('GITHUB_STEP_SUMMARY'));
    return {
      succeeded: exitCode === 0,
      outputs: assignmentsIn(told('GITHUB_OUTPUT')),
      env: assignmentsIn(told('GITHUB_ENV')),
      text: `${stdout}${stderr}`,
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const assignmentsIn = (text: string): Record<string, string> =>
  Object.fromEntries(
    text
      .split('\n')
      .filter((line) => line.includes('='))
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
