import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { processIsAlive, run, until } from '@healthcare-dr/processes';
import { WORKSPACE_ROOT } from '../__fixtures__/describe-with-moto';
import { describeWithPostgres } from './__fixtures__/describe-with-postgres';
import { sweep } from './sweep';

jest.setTimeout(60_000);

const CLEARED_WITHIN_MS = 20_000;

/** The processes that a server forked: they leave its process group. */
function forkedBy(parents: readonly number[]): number[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
    .filter((pid) => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
        return parents.includes(Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
      } catch {
        return false;
      }
    });
}

/** The reaper of a process. */
async function reaperOf(parent: number | undefined): Promise<number> {
  const { stdout } = await run('ps', ['-axo', 'pid=,ppid=,args=']);
  const found = stdout
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .find(([, ppid, ...args]) => ppid === String(parent) && args.join(' ').includes('reaper-main'));
  return Number(found?.[0]);
}

describeWithPostgres('the databases leave nothing behind', () => {
  const parents: ChildProcess[] = [];
  afterEach(() => parents.splice(0).forEach((parent) => parent.kill('SIGKILL')));

  /** Starts a process with a pair of databases. */
  async function startPair() {
    const parent = spawn(
      process.execPath,
      [join(WORKSPACE_ROOT, 'tools', 'run.cjs'), join(__dirname, '__fixtures__', 'parent.ts')],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    parents.push(parent);
    const [line] = (await once(createInterface({ input: parent.stdout }), 'line')) as [string];
    return { parent, ...(JSON.parse(line) as { pids: number[]; folder: string }) };
  }

  it.each(['SIGKILL', 'SIGTERM', 'SIGINT'] as const)('of a process that is ended by %s', async (signal) => {
    const { parent, pids, folder } = await startPair();
    const all = [...pids, ...forkedBy(pids)];
    expect(all.length).toBeGreaterThan(pids.length);
    expect(all.filter(processIsAlive)).toEqual(all);
    expect(existsSync(folder)).toBe(true);

    parent.kill(signal);

    await until(() => !all.some(processIsAlive) && !existsSync(folder), CLEARED_WITHIN_MS);
    expect(all.filter(processIsAlive)).toEqual([]);
    expect(existsSync(folder)).toBe(false);
  });

  it('of a process that was killed with its reaper, once another starts, which keeps what is of those that live', async () => {
    const { parent, pids, folder } = await startPair();
    const living = await startPair();
    process.kill(await reaperOf(parent.pid), 'SIGKILL');
    parent.kill('SIGKILL');
    await once(parent, 'exit');
    expect(pids.filter(processIsAlive)).toEqual(pids);
    expect(existsSync(folder)).toBe(true);

    await expect(sweep()).resolves.toContain(folder);

    expect(pids.filter(processIsAlive)).toEqual([]);
    expect(existsSync(folder)).toBe(false);
    expect(living.pids.filter(processIsAlive)).toEqual(living.pids);
    expect(existsSync(living.folder)).toBe(true);
  });
});
