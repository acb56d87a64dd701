import { getPriority } from 'node:os';
import { join } from 'node:path';
import { UserError } from '@healthcare-dr/topology';
import { CommandFailedError, groupIsAlive, processIsAlive, run, type OutputStream } from './index';

const FAMILY = join(__dirname, '__fixtures__', 'family.cjs');
const node = process.execPath;

/** Runs the family and interrupts it once it has said who it is. */
async function interruptFamily(onInterrupt: string, interruptGraceMs: number) {
  const controller = new AbortController();
  const result = await run(node, [FAMILY, onInterrupt], {
    signal: controller.signal,
    interruptGraceMs,
    onLine: () => controller.abort(new Error('enough')),
  });
  const [child = 0, grandchild = 0] = (result.stdout.split('\n')[0] ?? '').split(' ').map(Number);
  expect(child).toBeGreaterThan(1);
  expect(grandchild).toBeGreaterThan(1);
  return { result, child, grandchild };
}

describe('run', () => {
  it('returns both outputs, the exit code and the time it took', async () => {
    const result = await run(node, [
      '-e',
      'console.log("ö".repeat(3)); console.error("oops"); process.exit(7)',
    ]);

    expect(result).toMatchObject({ exitCode: 7, stdout: 'ööö\n', stderr: 'oops\n', interrupted: false });
    expect(result.durationMs).toBeGreaterThan(0);
  });

  it('reports every line with its stream, the last one without a line break too', async () => {
    const lines: [string, OutputStream][] = [];

    await run(node, ['-e', 'process.stdout.write("one\\r\\ntwo\\nthree"); process.stderr.write("four\\n")'], {
      onLine: (line, stream) => lines.push([line, stream]),
    });

    expect(lines.filter(([, stream]) => stream === 'stdout').map(([line]) => line)).toEqual([
      'one',
      'two',
      'three',
    ]);
    expect(lines.filter(([, stream]) => stream === 'stderr').map(([line]) => line)).toEqual(['four']);
  });

  it('gives way to others by as much as it is told, with all it starts', async () => {
    const script = 'setTimeout(() => console.log(require("node:os").getPriority()), 50)';
    const parent = `setTimeout(() => require("node:child_process").spawn(process.execPath, ["-e", ${JSON.stringify(script)}], { stdio: "inherit" }), 50)`;

    const { stdout } = await run(node, ['-e', parent], { niceness: 7 });

    expect(Number(stdout)).toBe(Math.min(getPriority() + 7, 19));
  });

  it('keeps an output of several megabytes whole', async () => {
    const result = await run(node, ['-e', 'process.stdout.write("x".repeat(3_000_000))']);

    expect(result.stdout).toHaveLength(3_000_000);
  });

  it('sets and takes away variables, and runs in the folder it is given', async () => {
    process.env['PROCESSES_SPEC_INHERITED'] = 'inherited';
    const script =
      'const { GIVEN, PROCESSES_SPEC_INHERITED } = process.env;' +
      'console.log([process.cwd(), String(GIVEN), String(PROCESSES_SPEC_INHERITED)].join(" "))';

    const kept = await run(node, ['-e', script], { cwd: '/', env: { GIVEN: 'given' } });
    const taken = await run(node, ['-e', script], { cwd: '/', env: { PROCESSES_SPEC_INHERITED: undefined } });
    delete process.env['PROCESSES_SPEC_INHERITED'];

    expect(kept.stdout).toBe('/ given inherited\n');
    expect(taken.stdout).toBe('/ undefined undefined\n');
  });

  it('says which signal ended a command, as a shell does', async () => {
    const result = await run(node, [
      '-e',
      'process.kill(process.pid, "SIGTERM"); setInterval(() => {}, 1000)',
    ]);

    expect(result).toMatchObject({ exitCode: 143, interrupted: false });
  });

  it('throws on an exit code that is not allowed, with the end of the output', async () => {
    const failing = run(node, ['-e', 'console.error("no such bucket"); process.exit(3)'], {
      allowExitCodes: [0, 2],
      label: 'terraform plan',
    });

    const error = await failing.catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(CommandFailedError);
    expect(error).toMatchObject({ result: { exitCode: 3 } });
    expect(String(error)).toContain('terraform plan ended with exit code 3:\n    no such bucket');
  });

  it('returns an allowed exit code that is not zero', async () => {
    await expect(run(node, ['-e', 'process.exit(2)'], { allowExitCodes: [0, 2] })).resolves.toMatchObject({
      exitCode: 2,
    });
  });

  it.each([
    [
      'a command that is nowhere on PATH',
      'no-such-command-at-all',
      "'no-such-command-at-all' was not found in any folder of PATH.",
    ],
    [
      'a path that is not there',
      '/no/such/file',
      "'/no/such/file' cannot be run: there is no such file, or it is not executable.",
    ],
    [
      'a file that is not executable',
      __filename,
      `'${__filename}' cannot be run: there is no such file, or it is not executable.`,
    ],
  ])('names %s', async (_, command, problem) => {
    const error = await run(command, []).catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(UserError);
    expect(String(error)).toContain(problem);
  });

  it('names a working folder that is not there', async () => {
    await expect(run(node, ['-v'], { cwd: '/no/such/folder', label: 'the check' })).rejects.toThrow(
      "the check cannot be run in '/no/such/folder': there is no such folder.",
    );
  });

  it('lets an interrupted command save its state, then takes its children with it', async () => {
    const { result, child, grandchild } = await interruptFamily('save', 60_000);

    expect(result).toMatchObject({ exitCode: 1, interrupted: true });
    expect(result.stdout).toContain('got SIGINT\nstate saved');
    expect([child, grandchild].filter(processIsAlive)).toEqual([]);
    expect(groupIsAlive(child)).toBe(false);
  });

  it('kills the whole group of a command that ignores the interrupt, once its grace is over', async () => {
    const { result, child, grandchild } = await interruptFamily('ignore', 200);

    expect(result).toMatchObject({ exitCode: 137, interrupted: true });
    expect(result.durationMs).toBeGreaterThanOrEqual(200);
    expect(result.stdout).toContain('got SIGINT');
    expect([child, grandchild].filter(processIsAlive)).toEqual([]);
  });

  it('leaves nothing behind when a command ends and its own children do not', async () => {
    const result = await run(node, [FAMILY, 'leave']);

    const pids = result.stdout.trim().split(' ').map(Number);
    expect(result.exitCode).toBe(0);
    expect(pids).toHaveLength(2);
    expect(pids.filter(processIsAlive)).toEqual([]);
  });

  it('does not start what is interrupted already', async () => {
    const signal = AbortSignal.abort(new Error('enough'));

    await expect(run('/no/such/file', [], { signal })).resolves.toMatchObject({
      exitCode: 130,
      interrupted: true,
    });
    await expect(run('/no/such/file', [], { signal, allowExitCodes: [0] })).rejects.toThrow('enough');
  });

  it('throws the reason of the interrupt where an exit code is not allowed', async () => {
    const controller = new AbortController();

    const running = run(node, [FAMILY, 'save'], {
      signal: controller.signal,
      allowExitCodes: [0],
      onLine: () => controller.abort(new Error('enough')),
    });

    await expect(running).rejects.toThrow('enough');
  });
});
