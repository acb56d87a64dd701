import { join } from 'node:path';
import { UserError } from '@healthcare-dr/topology';
import { groupIsAlive, start, type ManagedProcess, type StartOptions } from './index';

const FAMILY = join(__dirname, '__fixtures__', 'family.cjs');

/** Starts a server and waits for its first line. */
async function started(args: string[], options: StartOptions = {}): Promise<ManagedProcess> {
  return new Promise((resolve) => {
    const server = start(process.execPath, args, {
      ...options,
      onLine: () => setImmediate(() => resolve(server)),
    });
  });
}

describe('start', () => {
  it('stops a server and all it started', async () => {
    const server = await started([FAMILY]);
    expect(groupIsAlive(server.pid)).toBe(true);

    await server.stop();

    expect(groupIsAlive(server.pid)).toBe(false);
    await expect(server.exited).resolves.toBe(143);
  });

  it('may be stopped twice at once, and again when it ended', async () => {
    const server = await started([FAMILY]);

    await Promise.all([server.stop(), server.stop()]);
    await server.stop();

    expect(groupIsAlive(server.pid)).toBe(false);
  });

  it('kills a server that ignores SIGTERM, once its grace is over', async () => {
    const script = 'process.on("SIGTERM", () => {}); console.log("up"); setInterval(() => {}, 1000)';
    const server = await started(['-e', script], { stopGraceMs: 100 });

    await server.stop();

    await expect(server.exited).resolves.toBe(137);
    expect(groupIsAlive(server.pid)).toBe(false);
  });

  it('asks a server to end with the signal it is told to', async () => {
    const script =
      'process.on("SIGTERM", () => {}); process.on("SIGQUIT", () => process.exit(3)); console.log("up"); setInterval(() => {}, 1000)';
    const server = await started(['-e', script], { stopSignal: 'SIGQUIT' });

    await server.stop();

    await expect(server.exited).resolves.toBe(3);
  });

  it('runs a server under the account it is told to', async () => {
    const account = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
    const other = account.uid === 0 ? { uid: 65_534, gid: 65_534 } : account;
    const lines: string[] = [];
    const server = start('id', ['-u'], { account: other, onLine: (line) => lines.push(line) });

    await expect(server.exited).resolves.toBe(0);
    expect(lines).toEqual([String(other.uid)]);
  });

  it('stops when its signal is aborted', async () => {
    const controller = new AbortController();
    const server = await started([FAMILY], { signal: controller.signal });

    controller.abort();

    await expect(server.exited).resolves.toBe(143);
  });

  it('tells when a server ends by itself, and clears away what it started', async () => {
    const server = start(process.execPath, [FAMILY, 'leave']);

    await expect(server.exited).resolves.toBe(0);
    expect(groupIsAlive(server.pid)).toBe(false);
  });

  it('reads the output of a server to which nobody listens', async () => {
    const server = start(process.execPath, [
      '-e',
      'process.stdout.write("x".repeat(1_000_000), () => process.exit(5))',
    ]);

    await expect(server.exited).resolves.toBe(5);
  });

  it('says so when there is no such command', () => {
    expect(() => start('no-such-command-at-all')).toThrow(UserError);
  });
});
