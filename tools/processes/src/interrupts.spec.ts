import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { InterruptedError, processIsAlive, until, withInterrupts, type Interrupt } from './index';

const WORKSPACE_ROOT = join(__dirname, '..', '..', '..');

// Each test starts TypeScript anew, which takes seconds on a busy machine.
jest.setTimeout(30_000);

const commands: ChildProcess[] = [];
afterEach(() => commands.splice(0).forEach((command) => command.kill('SIGKILL')));

/** A command line that has said it is ready, the id of its child, and what it says from then on. */
async function startCommand(mode: 'polite' | 'stubborn') {
  const command = spawn(
    process.execPath,
    ['--import', 'tsx', join(__dirname, '__fixtures__', 'interruptible.ts'), mode],
    {
      cwd: WORKSPACE_ROOT,
      env: { ...process.env, TSX_TSCONFIG_PATH: 'tsconfig.base.json' },
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  commands.push(command);
  const said: string[] = [];
  const lines = createInterface({ input: command.stdout });
  lines.on('line', (line) => said.push(line));
  const [ready] = (await once(lines, 'line')) as [string];
  const nextLine = () => once(lines, 'line');
  return { command, said, nextLine, child: Number(ready.split(' ')[1]) };
}

describe('withInterrupts', () => {
  it.each<[Interrupt, number]>([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ])('turns %s into an abort, undoes in reverse order and exits with %i', async (signal, exitCode) => {
    const { command, said, child } = await startCommand('polite');

    command.kill(signal);

    expect(await once(command, 'close')).toEqual([exitCode, null]);
    expect(said.slice(1)).toEqual([
      `aborted: InterruptedError: Interrupted by ${signal}.`,
      'clean-up 3',
      'clean-up 2 fails',
      'clean-up 1',
      `ended: InterruptedError: Interrupted by ${signal}.`,
    ]);
    expect(processIsAlive(child)).toBe(false);
  });

  it('takes a signal that follows at once for an echo, as npm run gives one, and a later one as force', async () => {
    const { command, nextLine, child } = await startCommand('stubborn');
    command.kill('SIGINT');
    await nextLine();
    command.kill('SIGINT');
    expect(processIsAlive(command.pid ?? 0)).toBe(true);
    const closed = once(command, 'close');

    // The force counts half a second after the first signal: ask until it does.
    const asking = setInterval(() => command.kill('SIGINT'), 100);
    const ended = await closed;
    clearInterval(asking);

    expect(ended).toEqual([130, null]);
    await until(() => !processIsAlive(child), 5_000);
    expect(processIsAlive(child)).toBe(false);
  });

  it('returns what its body returned, after the clean-ups, and listens no longer', async () => {
    const before = process.listenerCount('SIGINT');
    const order: string[] = [];

    const result = await withInterrupts(async (signal, defer) => {
      defer(() => void order.push('first'));
      defer(async () => void order.push('second'));
      expect(signal.aborted).toBe(false);
      return 42;
    });

    expect(result).toBe(42);
    expect(order).toEqual(['second', 'first']);
    expect(process.listenerCount('SIGINT')).toBe(before);
  });

  it('undoes what was done before the body failed, and throws its error', async () => {
    const order: string[] = [];

    const failing = withInterrupts(async (_, defer) => {
      defer(() => void order.push('undone'));
      throw new Error('on purpose');
    });

    await expect(failing).rejects.toThrow('on purpose');
    expect(order).toEqual(['undone']);
  });

  it('throws what a clean-up threw if nothing else went wrong', async () => {
    const failing = withInterrupts(async (_, defer) => {
      defer(() => {
        throw new Error('cannot undo');
      });
    });

    await expect(failing).rejects.toThrow('cannot undo');
  });
});

describe('InterruptedError', () => {
  it('carries the exit code a shell expects', () => {
    expect(new InterruptedError('SIGINT').exitCode).toBe(130);
    expect(new InterruptedError('SIGTERM').exitCode).toBe(143);
  });
});
