import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { CommandFailedError, processIsAlive, runSupervised, until } from './index';

const WORKSPACE_ROOT = join(__dirname, '..', '..', '..');
const WORKER = join(__dirname, '__fixtures__', 'worker.cjs');
const node = process.execPath;

// Processes are started anew, TypeScript among them, which takes seconds on a busy machine.
jest.setTimeout(60_000);

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'supervised-spec-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const made = () =>
  readdirSync(folder)
    .filter((name) => name.startsWith('thing-'))
    .sort();
const known = () =>
  existsSync(join(folder, 'state')) ? readFileSync(join(folder, 'state'), 'utf8').split('\n').sort() : [];

describe('runSupervised', () => {
  it('returns both outputs, the exit code and the lines as run does', async () => {
    const lines: string[] = [];

    const result = await runSupervised(
      node,
      ['-e', 'console.log("ö".repeat(3)); console.error("oops"); process.exit(7)'],
      { onLine: (line, stream) => lines.push(`${stream} ${line}`) },
    );

    expect(result).toMatchObject({ exitCode: 7, stdout: 'ööö\n', stderr: 'oops\n', interrupted: false });
    expect(lines.sort()).toEqual(['stderr oops', 'stdout ööö']);
  });

  it('runs the command as the descendant of nobody who is here', async () => {
    const script =
      'const { readFileSync } = require("fs"); let pid = process.pid; const chain = []; while (pid > 1) { const s = readFileSync(`/proc/${pid}/stat`, "latin1"); pid = Number(s.slice(s.lastIndexOf(")") + 2).split(" ")[1]); chain.push(pid); } console.log(JSON.stringify(chain))';

    const { stdout } = await runSupervised(node, ['-e', script]);

    expect(JSON.parse(stdout)).not.toContain(process.pid);
  });

  it('gives the command the environment it is given, and its folder', async () => {
    const { stdout } = await runSupervised(node, ['-p', 'process.env.GIVEN + " " + process.cwd()'], {
      cwd: folder,
      env: { GIVEN: 'this' },
    });

    expect(stdout).toBe(`this ${folder}\n`);
  });

  it('interrupts the command when it is aborted, and waits until it has ended in good order', async () => {
    const controller = new AbortController();

    const result = await runSupervised(node, [WORKER, folder, '3'], {
      signal: controller.signal,
      onLine: () => controller.abort(new Error('enough')),
    });

    expect(result).toMatchObject({ interrupted: true, exitCode: 3, stderr: 'stopped\n' });
    expect(made().length).toBeGreaterThan(0);
    expect(known()).toEqual(made());
  });

  it('throws for an exit code that is not allowed, and for what cannot be run', async () => {
    await expect(runSupervised(node, ['-e', 'process.exit(4)'], { allowExitCodes: [0] })).rejects.toThrow(
      CommandFailedError,
    );
    await expect(runSupervised('no-such-command')).rejects.toThrow("'no-such-command' was not found");
    await expect(runSupervised(node, [], { cwd: join(folder, 'nowhere') })).rejects.toThrow(
      'there is no such folder',
    );
  });

  it.each(['SIGTERM', 'SIGINT', 'SIGKILL'] as const)(
    'lets the command end in good order when who asked for it is ended by %s',
    async (signal) => {
      const asking = spawn(
        node,
        ['--import', 'tsx', join(__dirname, '__fixtures__', 'supervising.ts'), WORKER, folder],
        {
          cwd: WORKSPACE_ROOT,
          detached: true,
          env: { ...process.env, TSX_TSCONFIG_PATH: 'tsconfig.base.json' },
          stdio: ['ignore', 'pipe', 'inherit'],
        },
      );
      const [line] = (await once(createInterface({ input: asking.stdout }), 'line')) as [string];
      const worker = Number(line.split(' ')[1]);
      expect(processIsAlive(worker)).toBe(true);

      process.kill(-(asking.pid ?? 0), signal);

      expect(await until(() => !processIsAlive(worker), 10_000)).toBe(true);
      expect(made().length).toBeGreaterThan(0);
      expect(made().length).toBeLessThan(100);
      expect(known()).toEqual(made());
    },
  );
});
