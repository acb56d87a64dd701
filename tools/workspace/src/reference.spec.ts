import { execFile } from 'node:child_process';
import { resolve } from 'node:path';

const workspaceRoot = resolve(__dirname, '..', '..', '..');

const reference = (...args: string[]): Promise<{ exitCode: number | null; stderr: string }> =>
  new Promise((done) => {
    const child = execFile(
      process.execPath,
      ['tools/run.cjs', 'tools/workspace/src/reference/main.ts', ...args],
      { cwd: workspaceRoot },
      (_, __, stderr) => done({ exitCode: child.exitCode, stderr }),
    );
  });

// Each starts a process that compiles what it runs.
jest.setTimeout(60_000);

it('the reference of environments is what the schema says now', async () => {
  expect(await reference('--check')).toEqual({ exitCode: 0, stderr: '' });
});

it('npm run reference refuses an option it does not know', async () => {
  expect((await reference('--chek')).exitCode).toBe(2);
});
