import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { FIXTURES_DIRECTORY } from '@healthcare-dr/topology/fixtures';
import { IdentityOnly } from './__fixtures__/identity-only';

const root = resolve(__dirname, '..', '..', '..');

interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs drctl as an operator would, without a terminal. */
function drctl(args: readonly string[], variables: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const environment: NodeJS.ProcessEnv = {
    PATH: process.env['PATH'],
    HOME: '/nonexistent',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    ENVIRONMENT_SUFFIX: 'dev',
    ENVIRONMENTS_DIR: FIXTURES_DIRECTORY,
    ...variables,
  };
  return new Promise((done) => {
    const child = execFile(
      process.execPath,
      ['tools/drctl/bin/drctl.cjs', ...args],
      { cwd: root, env: environment, timeout: 60_000 },
      (_, stdout, stderr) => done({ exitCode: child.exitCode ?? -1, stdout, stderr }),
    );
    child.stdin?.end();
  });
}

// The first of these may have to bundle what it runs.
jest.setTimeout(120_000);

describe('bad input ends with exit code 2, in words, and does nothing', () => {
  it.each([
    [
      ['switchover'],
      "'drctl switchover' changes things, and there is no terminal to ask at. Nothing was done.",
    ],
    [['resume'], "'drctl resume' changes things, and there is no terminal to ask at. Nothing was done."],
    [['statsu'], "error: unknown command 'statsu'"],
    [['status', '--jsn'], "error: unknown option '--jsn'"],
    [['hold', '--yes'], "error: required option '--reason <text>' not specified"],
    [['failback', '--yes', '--timeout', 'soon'], 'Allowed: minutes, more than 0'],
    [['status', '--environment', 'staging'], "There is no environment 'staging'."],
    [
      ['failover', '--yes', '--to', 'us-east-1'],
      "--to is 'us-east-1'; environment 'dev' does not stand there.",
    ],
  ])('%j', async (args, message) => {
    const { exitCode, stderr } = await drctl(args);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^ {4}at /m);
    expect(exitCode).toBe(2);
  });

  it('another Region', async () => {
    const { exitCode, stderr } = await drctl(['status'], { AWS_REGION: 'ap-south-1' });
    expect(stderr).toContain("AWS_REGION is 'ap-south-1'; environment 'dev' does not stand there.");
    expect(exitCode).toBe(2);
  });

  it('no credentials', async () => {
    const { exitCode, stderr } = await drctl(['readiness'], { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' });
    expect(stderr).toContain('There are no AWS credentials.');
    expect(exitCode).toBe(2);
  });

  it('another account: nothing but who is asking is asked of AWS', async () => {
    const aws = new IdentityOnly('999999999999');
    try {
      const { exitCode, stderr } = await drctl(['hold', '--yes', '--reason', 'x'], await aws.variables());
      expect(stderr).toContain('These credentials are of account 999999999999');
      expect(exitCode).toBe(2);
      expect(new Set(aws.calls)).toEqual(new Set(['GetCallerIdentity']));
    } finally {
      await aws.stop();
    }
  });
});

it('help is no error', async () => {
  const { exitCode, stdout } = await drctl(['--help']);
  for (const command of [
    'status',
    'readiness',
    'switchover',
    'failover',
    'failback',
    'approve',
    'hold',
    'resume',
  ])
    expect(stdout).toContain(`  ${command} `);
  expect(exitCode).toBe(0);
});
