import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { describeWithMoto } from '@healthcare-dr/local-aws/fixtures';
import { processIsAlive, run, until } from '@healthcare-dr/processes';
import { FIXTURES_DIRECTORY } from '@healthcare-dr/topology/fixtures';

const ROOT = resolve(__dirname, '..', '..', '..', '..');
const CLEARED_WITHIN_MS = 30_000;

jest.setTimeout(180_000);

/** Everything that a process began, and what that began. */
async function descendantsOf(parent: number): Promise<number[]> {
  const { stdout } = await run('ps', ['-axo', 'pid=,ppid=']);
  const pairs = stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const found = [parent];
  for (const known of found)
    for (const [pid, ppid] of pairs) if (ppid === known && pid !== undefined) found.push(pid);
  return found.slice(1);
}

describeWithMoto('npm run local-aws -- --alive', () => {
  let folder: string;
  let command: ChildProcess | undefined;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'alive-spec-'));
  });
  afterEach(() => {
    command?.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGKILL', null],
  ] as const)('leaves no process and no folder after %s', async (signal, exitCode) => {
    command = spawn(
      process.execPath,
      [join(ROOT, 'tools', 'run.cjs'), join('tools', 'drill', 'src', 'local-aws.ts'), '--alive'],
      {
        cwd: ROOT,
        env: {
          ...process.env,
          TMPDIR: folder,
          ENVIRONMENTS_DIR: FIXTURES_DIRECTORY,
          ENVIRONMENT_SUFFIX: 'dev',
          NX_DAEMON: 'false',
        },
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    const { stdout, pid } = command;
    if (stdout === null || pid === undefined) throw new Error('it did not start');
    const started = new Promise<void>((done) =>
      createInterface({ input: stdout }).on('line', (line) => {
        if (line.includes('Bootstrapped')) done();
      }),
    );
    await Promise.race([started, once(command, 'exit')]);
    const begun = await descendantsOf(pid);
    expect(begun.length).toBeGreaterThan(1);
    expect(readdirSync(folder).length).toBeGreaterThan(1);

    const exited = once(command, 'exit');
    command.kill(signal);

    expect((await exited)[0]).toBe(exitCode);
    await until(
      () => !begun.some(processIsAlive) && readdirSync(folder).every((name) => /^(tsx|node|nx)/.test(name)),
      CLEARED_WITHIN_MS,
    );
    expect(begun.filter(processIsAlive)).toEqual([]);
    expect(readdirSync(folder).filter((name) => /^(aws-|healthcare-)/.test(name))).toEqual([]);
  });
});
