import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ExecutorContext, TaskGraph } from '@nx/devkit';
import { readResult } from '../checks/results';
import {
  batchOf,
  byFindings,
  executorOf,
  type CheckedProjects,
  type CheckOf,
  type CheckOptions,
} from './check';

const ROOTS = { kms: 'libs/kms', 'kms-contract': 'libs/kms/contract', workspace: 'tools/workspace' };

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'healthcare-dr-check-'));
  for (const file of ['README.md', 'docs/a.md', 'tools/run.cjs', 'apps/dr/kms/stack.ts', 'libs/kms/a.ts']) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), '');
  }
  jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  jest.spyOn(process.stderr, 'write').mockReturnValue(true);
});

afterEach(() => {
  jest.restoreAllMocks();
  rmSync(root, { recursive: true });
});

/** What of Nx's context the executors use. */
function contextOf(projectName: string, targetName: string): ExecutorContext {
  const projects = Object.fromEntries(Object.entries(ROOTS).map(([name, path]) => [name, { root: path }]));
  return {
    root,
    projectName,
    targetName,
    projectsConfigurations: { projects },
  } as unknown as ExecutorContext;
}

function graphOf(target: string, ...projects: string[]): TaskGraph {
  const tasks = projects.map((project) => ({ id: `${project}:${target}`, target: { project, target } }));
  return { tasks: Object.fromEntries(tasks.map((task) => [task.id, task])) } as unknown as TaskGraph;
}

const findings = (...files: string[]): CheckOf<CheckOptions> => {
  return () => (projects) =>
    Promise.resolve(
      byFindings(
        projects,
        files.map((file) => ({ file, text: `${file} is bad` })),
      ),
    );
};

describe('a check of many projects in one process', () => {
  it('fails the project of each file with a finding, and no other', async () => {
    const outcome = await batchOf(findings('libs/kms/contract/index.ts'))(
      graphOf('lint', 'kms', 'kms-contract'),
      {},
      {},
      contextOf('', ''),
    );

    expect(outcome['kms:lint']).toMatchObject({ success: true });
    expect(outcome['kms-contract:lint']).toMatchObject({
      success: false,
      terminalOutput: expect.stringContaining('libs/kms/contract/index.ts is bad') as string,
    });
  });

  it('records totals, so that a task from the cache has them too', async () => {
    await batchOf(findings('libs/kms/a.ts'))(
      graphOf('lint', 'kms', 'kms-contract'),
      {},
      {},
      contextOf('', ''),
    );

    expect(readResult(root, 'kms', 'lint')).toEqual({ passed: 0, failed: 1, skipped: 0 });
    expect(readResult(root, 'kms-contract', 'lint')).toEqual({ passed: 1, failed: 0, skipped: 0 });
    expect(readResult(root, 'workspace', 'lint')).toBeUndefined();
  });

  it('says once what kept it from every project', async () => {
    const outcome = await batchOf(() => () => Promise.reject(new TypeError('x')))(
      graphOf('lint', 'kms', 'kms-contract'),
      {},
      {},
      contextOf('', ''),
    );

    expect(outcome['kms:lint']?.terminalOutput).toContain('TypeError: x');
    expect(outcome['kms-contract:lint']).toMatchObject({
      success: false,
      terminalOutput: expect.stringContaining('For the same reason as kms.') as string,
    });
  });

  it('fails a project on which it has no verdict', async () => {
    const outcome = await batchOf(() => () => Promise.resolve(new Map()))(
      graphOf('lint', 'kms'),
      {},
      {},
      contextOf('', ''),
    );

    expect(outcome['kms:lint']).toMatchObject({ success: false });
    expect(readResult(root, 'kms', 'lint')).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  it('runs targets that share it apart, each with its own options', async () => {
    const seen: [string, boolean | undefined, string[]][] = [];
    const check: CheckOf<CheckOptions> =
      ({ unowned }, target) =>
      (projects: CheckedProjects) => {
        seen.push([target, unowned, [...projects.roots.keys()]]);
        return Promise.resolve(byFindings(projects, []));
      };
    const { tasks } = graphOf('test', 'kms');
    const both = { tasks: { ...tasks, ...graphOf('simulate', 'workspace').tasks } } as TaskGraph;

    await batchOf(check)(both, { 'workspace:simulate': { unowned: true } }, {}, contextOf('', ''));

    expect(seen).toEqual([
      ['test', undefined, ['kms']],
      ['simulate', true, ['workspace']],
    ]);
  });
});

describe('a check of one project', () => {
  it('passes over what a project within it has to answer for', async () => {
    const outcome = await executorOf(findings('libs/kms/contract/index.ts'))({}, contextOf('kms', 'lint'));

    expect(outcome.success).toBe(true);
  });

  it('looks at what stands in no project, and answers for it, if it is the one to', async () => {
    let paths: readonly string[] = [];
    const check: CheckOf<CheckOptions> = () => (projects) => {
      paths = projects.paths;
      return Promise.resolve(byFindings(projects, [{ file: 'docs/a.md', text: 'bad' }]));
    };

    const outcome = await executorOf(check)({ unowned: true }, contextOf('workspace', 'format'));

    expect(paths).toEqual(['tools/workspace', 'README.md', 'docs', 'tools/run.cjs']);
    expect(outcome.success).toBe(false);
    expect((await executorOf(check)({}, contextOf('workspace', 'format'))).success).toBe(true);
    expect(paths).toEqual(['tools/workspace']);
  });
});
