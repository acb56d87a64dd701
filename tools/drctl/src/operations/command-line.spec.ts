import { execFile } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';

const root = resolve(__dirname, '..', '..', '..', '..');

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
    ...variables,
  };
  return new Promise((done) => {
    const child = execFile(
      process.execPath,
      ['tools/run.cjs', 'tools/drctl/src/main.ts', ...args],
      { cwd: root, env: environment, timeout: 60_000 },
      (_, stdout, stderr) => done({ exitCode: child.exitCode ?? -1, stdout, stderr }),
    );
    child.stdin?.end();
  });
}

/** An AWS that knows who is asking and nothing else, and counts what it is asked. */
class IdentityOnly {
  readonly asked: string[] = [];
  readonly #server: Server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const action = /Action=(\w+)/.exec(body)?.[1] ?? String(request.headers['x-amz-target'] ?? request.url);
      this.asked.push(action);
      response.setHeader('content-type', 'text/xml');
      response.end(
        '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Account>999999999999</Account><Arn>arn:aws:iam::999999999999:user/x</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>',
      );
    });
  });

  async variables(): Promise<NodeJS.ProcessEnv> {
    await new Promise<void>((listening) => this.#server.listen(0, '127.0.0.1', listening));
    const { port } = this.#server.address() as AddressInfo;
    return {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    };
  }

  stop(): Promise<void> {
    return new Promise((stopped) => {
      this.#server.close(() => stopped());
      this.#server.closeAllConnections();
    });
  }
}

// Each of these starts a process that compiles what it runs.
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
      ['failover', '--yes', '--region', 'us-east-1'],
      "--region is 'us-east-1'; environment 'dev' does not stand there.",
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
    const aws = new IdentityOnly();
    try {
      const { exitCode, stderr } = await drctl(['hold', '--yes', '--reason', 'x'], await aws.variables());
      expect(stderr).toContain('These credentials are of account 999999999999');
      expect(exitCode).toBe(2);
      expect(new Set(aws.asked)).toEqual(new Set(['GetCallerIdentity']));
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
