import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { processIsAlive, reaper, start, temporaryFolder, until, type ManagedProcess } from './index';

const WORKSPACE_ROOT = join(__dirname, '..', '..', '..');
const CLEARED_WITHIN_MS = 10_000;

// Each test starts TypeScript anew, which takes seconds on a busy machine.
jest.setTimeout(30_000);

interface Family {
  readonly parent: ChildProcess;
  readonly child: number;
  readonly grandchild: number;
  readonly reaper: number;
  readonly folder: string;
}

const parents: ChildProcess[] = [];
afterEach(() => parents.splice(0).forEach((parent) => parent.kill('SIGKILL')));

/** A parent process in a group of its own, as a terminal's foreground group is, that has told who belongs to it. */
async function startParent(then: 'wait' | 'exit' | 'throw'): Promise<Family> {
  const parent = spawn(
    process.execPath,
    ['--import', 'tsx', join(__dirname, '__fixtures__', 'parent.ts'), then],
    {
      cwd: WORKSPACE_ROOT,
      detached: true,
      env: { ...process.env, TSX_TSCONFIG_PATH: 'tsconfig.base.json' },
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  parents.push(parent);
  const [line] = (await once(createInterface({ input: parent.stdout }), 'line')) as [string];
  return { parent, ...(JSON.parse(line) as Omit<Family, 'parent'>) };
}

async function expectNothingLeft(family: Family): Promise<void> {
  const alive = () => [family.child, family.grandchild, family.reaper].filter(processIsAlive);
  await until(() => alive().length === 0 && !existsSync(family.folder), CLEARED_WITHIN_MS);
  expect(alive()).toEqual([]);
  expect(existsSync(family.folder)).toBe(false);
}

describe('the reaper', () => {
  it('clears away everything when its parent is killed with SIGKILL', async () => {
    const family = await startParent('wait');
    expect([family.child, family.grandchild, family.reaper].filter(processIsAlive)).toHaveLength(3);
    expect(existsSync(family.folder)).toBe(true);

    family.parent.kill('SIGKILL');

    await expectNothingLeft(family);
  });

  it.each(['SIGINT', 'SIGHUP', 'SIGKILL'] as const)(
    'does so when %s hits the whole foreground group',
    async (signal) => {
      const family = await startParent('wait');

      process.kill(-(family.parent.pid ?? 0), signal);

      await expectNothingLeft(family);
    },
  );

  it.each(['exit', 'throw'] as const)('does so when its parent ends by %s', async (then) => {
    await expectNothingLeft(await startParent(then));
  });

  it('is started anew, and told everything, if someone ends it', async () => {
    const kept = await temporaryFolder('processes-spec-');
    const first = reaper.pid ?? 0;
    process.kill(first, 'SIGKILL');
    await until(() => reaper.pid !== first, CLEARED_WITHIN_MS);

    const other = await temporaryFolder('processes-spec-');

    expect(reaper.pid).not.toBe(first);
    expect(processIsAlive(reaper.pid ?? 0)).toBe(true);
    await Promise.all([kept.remove(), other.remove()]);
  });
});

describe('killGroups', () => {
  /** A process that ends with exit code 7 when it is asked to, once it listens for that. */
  const begin = async (stopSignal: 'SIGQUIT' | 'SIGTERM') => {
    const script = `process.on('${stopSignal}', () => process.exit(7)); console.log('ready'); setInterval(() => {}, 1000);`;
    return new Promise<ManagedProcess>((resolve) => {
      const begun: ManagedProcess = start(process.execPath, ['-e', script], {
        stopSignal,
        onLine: () => setImmediate(() => resolve(begun)),
      });
    });
  };

  it('kills at once, but for a server that ends at once when it is asked and takes along what it shares', async () => {
    const [server, other] = [await begin('SIGQUIT'), await begin('SIGTERM')];

    reaper.killGroups();

    await expect(server.exited).resolves.toBe(7);
    await expect(other.exited).resolves.toBe(137);
  });
});

describe('temporaryFolder', () => {
  it('makes an empty folder and removes it with what is in it', async () => {
    const folder = await temporaryFolder('processes-spec-');
    await writeFile(join(folder.path, 'file'), 'text');

    await folder.remove();
    await folder.remove();

    expect(folder.path).toMatch(/\/processes-spec-\w+$/);
    expect(existsSync(folder.path)).toBe(false);
  });
});
