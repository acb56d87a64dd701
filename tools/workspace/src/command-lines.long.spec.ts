import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { run } from '@healthcare-dr/processes';

const workspaceRoot = resolve(__dirname, '..', '..', '..');
const SLOW_MS = 120_000;

const { scripts } = JSON.parse(readFileSync(join(workspaceRoot, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};

/** The scripts that are programs of this workspace, and how each is started. */
const OURS = Object.entries(scripts)
  .filter(([, command]) => command.startsWith('node tools/'))
  .map(([name, command]) => [name, command.split(' ').slice(1)] as const);

const start = (command: readonly string[], option: string) =>
  run(process.execPath, [...command, option], { cwd: workspaceRoot });

describe('every script of ours', () => {
  it('is among these', () => {
    expect(OURS.map(([name]) => name)).toEqual(
      expect.arrayContaining(['test', 'drill', 'synth', 'drctl', 'deploy']),
    );
  });

  it.each(OURS)(
    '%s tells with --help how it is used, and refuses a wrong option with exit code 2 and without a stack trace',
    async (_name, command) => {
      const [help, wrong] = await Promise.all([start(command, '--help'), start(command, '--no-such-option')]);

      expect({ exitCode: help.exitCode, stderr: help.stderr }).toEqual({ exitCode: 0, stderr: '' });
      expect(help.stdout).toMatch(/--help|-h, /);
      expect({ exitCode: wrong.exitCode, stdout: wrong.stdout }).toEqual({ exitCode: 2, stdout: '' });
      expect(wrong.stderr).toContain('--no-such-option');
      expect(wrong.stderr).not.toMatch(/^\s+at /m);
    },
    SLOW_MS,
  );
});
