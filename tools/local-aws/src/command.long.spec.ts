import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { processIsAlive, run, until } from '@healthcare-dr/processes';
import { describeWithMoto, WORKSPACE_ROOT } from './__fixtures__/describe-with-moto';

const COMMAND = [join(WORKSPACE_ROOT, 'tools', 'run.cjs'), join(__dirname, 'main.ts')];

const STARTED_WITHIN_MS = 20_000;
jest.setTimeout(2 * STARTED_WITHIN_MS);

const started: ChildProcess[] = [];
afterEach(() => started.splice(0).forEach((command) => command.kill('SIGKILL')));

async function startCommand(...args: string[]) {
  const command = spawn(process.execPath, [...COMMAND, ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
  started.push(command);
  const said: string[] = [];
  const lines = createInterface({ input: command.stdout }).on('line', (line) => said.push(line));
  const [first] = (await once(lines, 'line')) as [string];
  return { command, said, first };
}

describeWithMoto('npm run local-aws', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('runs until %s, exits with %i and leaves nothing behind', async (signal, exitCode) => {
    const { command, first } = await startCommand('--json', '--account-id', '210987654321');
    const told = JSON.parse(first) as {
      endpoint: string;
      moto: { pid: number };
      environment: Record<string, unknown>;
    };
    const faults = await fetch(`${told.endpoint}/_gateway/faults`);
    await expect(faults.json()).resolves.toEqual({ faults: [] });

    command.kill(signal);

    expect(await once(command, 'close')).toEqual([exitCode, null]);
    expect(processIsAlive(told.moto.pid)).toBe(false);
    expect(told).toMatchObject({
      accountId: '210987654321',
      environment: { AWS_ENDPOINT_URL: told.endpoint },
    });
    expect(told.environment['AWS_PROFILE']).toBeNull();
  });

  it('says how to use it and how to black out a Region', async () => {
    const { command, said, first } = await startCommand();
    await until(() => said.some((line) => line.startsWith('Ctrl-C')), STARTED_WITHIN_MS);
    command.kill('SIGINT');
    await once(command, 'exit');

    const text = said.join('\n');
    const endpoint = /runs at (http:\/\/127\.0\.0\.1:\d+) /.exec(first)?.[1] ?? 'none';
    expect(text).toContain(`export AWS_ENDPOINT_URL=${endpoint}\n`);
    expect(text).toContain(
      `curl -X PUT ${endpoint}/_gateway/faults/eu-west-2 -d '{"kind":"black-out","mode":"reset"}'`,
    );
  });

  it('says so when the port it is given is busy', async () => {
    const busy = createServer().listen(0, '127.0.0.1');
    await once(busy, 'listening');
    const { port } = busy.address() as AddressInfo;

    const result = await run(process.execPath, [...COMMAND, '--port', String(port)]);
    busy.close();

    expect(result).toMatchObject({ exitCode: 1, stdout: '' });
    expect(result.stderr).toContain(`Port ${port} is in use by another process.\n  Fix:`);
  });
});

describe('npm run local-aws', () => {
  it.each([
    ['a port that is none', ['--port', '70000'], 'Give a number from 1 to 65535'],
    ['an account that is none', ['--account-id', '12'], 'Give twelve digits.'],
    ['an unknown option', ['--prot', '1'], "unknown option '--prot'"],
  ])('refuses %s without a stack trace', async (_, args, problem) => {
    const { exitCode, stderr } = await run(process.execPath, [...COMMAND, ...args]);

    expect(exitCode).toBe(2);
    expect(stderr).toContain(problem);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});
