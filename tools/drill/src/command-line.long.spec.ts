import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { FIXTURES_DIRECTORY } from '@healthcare-dr/topology/fixtures';

const root = resolve(__dirname, '..', '..', '..');

interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the drill as a person would, on a machine without Terraform. */
function drill(args: readonly string[]): Promise<Ended> {
  const env = {
    PATH: process.env['PATH'],
    // Not the user's, who may well have a staging.
    ENVIRONMENTS_DIR: FIXTURES_DIRECTORY,
    ENVIRONMENT_SUFFIX: 'dev',
    TERRAFORM_BINARY_NAME: '/nonexistent/terraform',
  };
  return new Promise((done) => {
    const child = execFile(
      process.execPath,
      ['tools/run.cjs', 'tools/drill/src/main.ts', ...args],
      { cwd: root, env, timeout: 60_000 },
      (_, stdout, stderr) => done({ exitCode: child.exitCode ?? -1, stdout, stderr }),
    );
    child.stdin?.end();
  });
}

// Each of these starts a process that compiles what it runs.
jest.setTimeout(120_000);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'healthcare-dr-report-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the drill with --json', () => {
  it('prints its report and nothing else, also when it cannot begin', async () => {
    const { exitCode, stdout, stderr } = await drill(['--json', '--report', folder]);

    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ held: false, totals: { passed: 0, failed: 1 } });
    expect(stderr).toContain('There is no /nonexistent/terraform on this machine.');
    expect(stderr).toContain('0 passed, 1 failed');
    expect(JSON.parse(readFileSync(join(folder, 'drill-report.json'), 'utf8'))).toEqual(JSON.parse(stdout));
  });
});

describe('bad input ends with exit code 2 and writes nothing', () => {
  it.each([
    [['--destory'], "error: unknown option '--destory'"],
    [['failover'], 'error: too many arguments'],
    [['--environment', 'staging'], "There is no environment 'staging'."],
  ])('%j', async (args, message) => {
    const report = join(folder, 'report');

    const { exitCode, stderr } = await drill([...args, '--report', report]);

    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^ {4}at /m);
    expect(exitCode).toBe(2);
    expect(existsSync(report)).toBe(false);
  });
});
