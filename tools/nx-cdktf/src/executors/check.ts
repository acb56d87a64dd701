import type { ExecutorContext, TaskGraph } from '@nx/devkit';
import { ProjectOfFile, pathsOfNoProject } from '../checks/projects';
import { writeResult } from '../checks/results';
import type { Totals } from '../checks/totals';
import { messageOf, settle, type BatchOutcome, type ExecutorResult } from './outcome';

/** The options that every check of a project has. */
export interface CheckOptions {
  /**
   * Whether the project answers for what stands in no project too.
   * @default false
   */
  readonly unowned?: boolean;
}

/** For tools whose output is read: Nx asks for colours. */
export const PLAIN = { FORCE_COLOR: '0', NO_COLOR: '1' };

/** What became of one project. */
export interface CheckResult extends Totals {
  /** What a person is told. */
  readonly text: string;
}

/** The projects of one run. */
export interface CheckedProjects {
  readonly workspaceRoot: string;
  /** The root of each project that is checked, by its name. */
  readonly roots: ReadonlyMap<string, string>;
  /** Finds the project of a file among those that are checked. */
  ownerOf(file: string): string | undefined;
  /** What to look at: the roots, and what stands in no project if one of them answers for it. */
  readonly paths: readonly string[];
}

/** Checks projects in one go; a project without a verdict has failed. */
export type Check = (projects: CheckedProjects) => Promise<ReadonlyMap<string, CheckResult>>;

/** Makes the check of one target; all its projects have the same options, but for {@link CheckOptions.unowned}. */
export type CheckOf<O extends CheckOptions> = (options: O, target: string, context: ExecutorContext) => Check;

/** The executor that checks one project. */
export function executorOf<O extends CheckOptions>(checkOf: CheckOf<O>) {
  return async (options: O, context: ExecutorContext): Promise<ExecutorResult> => {
    const { projectName: project = '', targetName: target = '' } = context;
    const outcome = await checkTogether(
      new Map([[project, project]]),
      { [project]: options },
      target,
      context,
      checkOf,
    );
    return { success: outcome[project]?.success === true };
  };
}

/** The executor that checks all projects of a run in one process, one target after the other. */
export function batchOf<O extends CheckOptions>(checkOf: CheckOf<O>) {
  return async (
    { tasks }: TaskGraph,
    options: Record<string, O>,
    _overrides: O,
    context: ExecutorContext,
  ): Promise<BatchOutcome> => {
    const byTarget = new Map<string, Map<string, string>>();
    for (const { id, target } of Object.values(tasks)) {
      const group = byTarget.get(target.target) ?? new Map<string, string>();
      byTarget.set(target.target, group.set(target.project, id));
    }
    const outcome: BatchOutcome = {};
    for (const [target, group] of byTarget)
      Object.assign(outcome, await checkTogether(group, options, target, context, checkOf));
    return outcome;
  };
}

/** @param tasks - task id by project */
async function checkTogether<O extends CheckOptions>(
  tasks: ReadonlyMap<string, string>,
  options: Readonly<Record<string, O>>,
  target: string,
  context: ExecutorContext,
  checkOf: CheckOf<O>,
): Promise<BatchOutcome> {
  const startTime = Date.now();
  const caretaker = [...tasks].find(([, id]) => options[id]?.unowned === true)?.[0];
  const all = new Map(
    Object.entries(context.projectsConfigurations.projects).map(([name, { root }]) => [name, root]),
  );
  const roots = new Map([...tasks.keys()].map((name) => [name, all.get(name) ?? name]));
  const owners = new ProjectOfFile(all);
  const [[, first] = ['', '']] = tasks;
  const projects: CheckedProjects = {
    workspaceRoot: context.root,
    roots,
    ownerOf(file) {
      const owner = owners.find(file) ?? caretaker;
      return owner !== undefined && roots.has(owner) ? owner : undefined;
    },
    paths: [...roots.values(), ...(caretaker === undefined ? [] : pathsOfNoProject(context.root))],
  };
  const verdicts = await checkOf(
    options[first] ?? ({} as O),
    target,
    context,
  )(projects).catch((error: unknown) => failedTogether([...tasks.keys()], messageOf(error)));
  return Object.fromEntries(
    [...tasks].map(([project, id]) => {
      const verdict = verdicts.get(project) ?? NO_VERDICT;
      writeResult(context.root, project, target, verdict);
      return [id, settle(verdict.failed === 0, describe(project, target, verdict), startTime)];
    }),
  );
}

const NO_VERDICT: CheckResult = { passed: 0, failed: 1, skipped: 0, text: 'The check gave no verdict.' };

/** One reason that all projects share, told once. */
function failedTogether(
  [first = '', ...others]: readonly string[],
  message: string,
): Map<string, CheckResult> {
  const failed = { passed: 0, failed: 1, skipped: 0 };
  return new Map([
    [first, { ...failed, text: message }],
    ...others.map((project) => [project, { ...failed, text: `For the same reason as ${first}.` }] as const),
  ]);
}

/** It is cached and shown again, so it says nothing of how long anything took. */
function describe(project: string, target: string, { passed, failed, skipped, text }: CheckResult): string {
  const line = `${project}: ${target} ${failed === 0 ? 'passed' : 'FAILED'} (${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''})\n`;
  return text === '' ? line : `${line}${text.trimEnd()}\n`;
}

/** A verdict on each project by what was found in its files: it passes without findings. */
export function byFindings(
  { roots, ownerOf }: CheckedProjects,
  findings: readonly { readonly file: string; readonly text: string }[],
): Map<string, CheckResult> {
  const texts = new Map([...roots.keys()].map((project) => [project, [] as string[]]));
  for (const { file, text } of findings) {
    const owner = ownerOf(file);
    if (owner !== undefined) texts.get(owner)?.push(text);
  }
  return new Map(
    [...texts].map(([project, found]) => [
      project,
      {
        passed: found.length === 0 ? 1 : 0,
        failed: found.length === 0 ? 0 : 1,
        skipped: 0,
        text: found.join('\n'),
      },
    ]),
  );
}
