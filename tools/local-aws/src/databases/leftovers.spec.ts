import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { processIsAlive, until } from '@healthcare-dr/processes';
import { WORKSPACE_ROOT } from '../__fixtures__/describe-with-moto';
import { describeWithPostgres } from './__fixtures__/describe-with-postgres';

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

describeWithPostgres('the databases leave nothing behind', () => {
  const parents: ChildProcess[] = [];
  afterEach(() => parents.splice(0).forEach((parent) => parent.kill('SIGKILL')));

  it.each(['SIGKILL', 'SIGTERM', 'SIGINT'] as const)('of a process that is ended by %s', async (signal) => {
    const parent = spawn(
      process.execPath,
      [join(WORKSPACE_ROOT, 'tools', 'run.cjs'), join(__dirname, '__fixtures__', 'parent.ts')],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    parents.push(parent);
    const [line] = (await once(createInterface({ input: parent.stdout }), 'line')) as [string];
    const { pids, folder } = JSON.parse(line) as { pids: number[]; folder: string };
    const all = [...pids, ...forkedBy(pids)];
    expect(all.length).toBeGreaterThan(pids.length);
    expect(all.filter(processIsAlive)).toEqual(all);
    expect(existsSync(folder)).toBe(true);

    parent.kill(signal);

    await until(() => !all.some(processIsAlive) && !existsSync(folder), CLEARED_WITHIN_MS);
    expect(all.filter(processIsAlive)).toEqual([]);
    expect(existsSync(folder)).toBe(false);
  });
});
