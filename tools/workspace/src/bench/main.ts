import { mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { BAD_INPUT } from '@healthcare-dr/cli-kit';
import { synthesize } from '@healthcare-dr/nx-cdktf';
import { InterruptedError, run, temporaryFolder, withInterrupts } from '@healthcare-dr/processes';
import { findTerraform, TerraformMissingError, validate } from '@healthcare-dr/terraform';
import { UserError } from '@healthcare-dr/topology';
import { Command, CommanderError } from 'commander';
import { defaultWay, stock } from './baselines';
import { authorization } from './authorization';
import { coldStart } from './cold-start';
import { requestValidation } from './request-validation';
import { gateway } from './gateway';
import { report, type Figure } from './goals';
import { unchangedDeployment } from './unchanged-deployment';
import { operatorStart } from './operator-start';
import { median, medians, type TimedCommand } from './measure';

const ROUNDS = { synth: 9, default: 2, validate: 3, nx: 3 } as const;
const ENVIRONMENTS = 12;

/** What the parts of the benchmark share. */
interface Bench {
  readonly workspaceRoot: string;
  readonly folder: string;
  readonly stacks: readonly string[];
  readonly signal: AbortSignal;
}

interface BenchFlags {
  readonly json: boolean;
}

/** `npm run bench`: ratios within one run, each against its goal. It measures and never fails: machines are shared. */
async function main(workspaceRoot: string, { json }: BenchFlags): Promise<void> {
  const figures = await withInterrupts(async (signal, defer) => {
    const temporary = await temporaryFolder('healthcare-dr-bench-');
    defer(() => temporary.remove());
    const { stacks } = await synthesize({
      workspaceRoot,
      environmentSuffix: 'dev',
      outdir: join(temporary.path, 'ours'),
    });
    const bench: Bench = {
      workspaceRoot,
      folder: temporary.path,
      stacks: stacks.map(({ name }) => name),
      signal,
    };
    console.log(`${stacks.length} stacks; medians of ${ROUNDS.synth} runs in turn\n`);
    const figures: Figure[] = [];
    for (const part of [
      synthesis,
      marginalEnvironment,
      warmNx,
      coldStart,
      operatorStart,
      authorization,
      requestValidation,
      unchangedDeployment,
      gateway,
      validation,
    ]) {
      const measured = await part(bench).catch((error: unknown): Figure[] => {
        if (!(error instanceof TerraformMissingError)) throw error;
        console.log(`${part.name} not measured: ${error.message}`);
        return [];
      });
      console.log(report(measured));
      figures.push(...measured);
    }
    return figures;
  });
  if (json) console.log(JSON.stringify(figures));
}

async function synthesis({ workspaceRoot, folder, stacks, signal }: Bench): Promise<Figure[]> {
  const [defaultFolder, stockFolder] = [join(folder, 'default'), join(folder, 'stock')];
  for (const path of [defaultFolder, stockFolder]) mkdirSync(path);
  const nothing: TimedCommand = { name: 'node', command: process.execPath, args: ['-e', '0'], cwd: folder };
  const ours: TimedCommand = {
    name: 'ours',
    command: process.execPath,
    args: [join(workspaceRoot, 'tools', 'nx-cdktf', 'bin', 'synth.cjs'), '--outdir', join(folder, 'ours')],
    cwd: workspaceRoot,
  };
  const compiled = await stock({ workspaceRoot, folder: stockFolder, stacks, signal });
  const cdktfDefault = defaultWay({ workspaceRoot, folder: defaultFolder, stacks, signal });
  const slow = await medians([cdktfDefault, ours], ROUNDS.default, signal);
  const fast = await medians([compiled, ours, nothing], ROUNDS.synth, signal);
  assertSameBytes(folder, stacks);
  const [ms, slowMs] = [(name: string) => fast.get(name) ?? NaN, (name: string) => slow.get(name) ?? NaN];
  return [
    {
      title: 'full synth: default way (ts-node, barrel) / ours',
      value: slowMs('default') / slowMs('ours'),
      unit: '×',
      goal: { atLeast: 25 },
      from: `${slowMs('default').toFixed(0)} ms / ${slowMs('ours').toFixed(0)} ms`,
    },
    {
      title: 'full synth: ours / stock (tsc → node, deep imports)',
      value: ms('ours') / ms('stock'),
      unit: '×',
      goal: { atMost: 0.7 },
      from: `${ms('ours').toFixed(0)} ms / ${ms('stock').toFixed(0)} ms`,
    },
    {
      title: 'full synth: ours / node -e 0',
      value: ms('ours') / ms('node'),
      unit: '×',
      from: `${ms('ours').toFixed(0)} ms / ${ms('node').toFixed(0)} ms`,
    },
  ];
}

/** A faster synthesis that says something else would be no synthesis at all. */
function assertSameBytes(folder: string, stacks: readonly string[]): void {
  for (const stack of stacks) {
    const file = join('stacks', stack, 'cdk.tf.json');
    const ours = readFileSync(join(folder, 'ours', file));
    for (const other of [join(folder, 'default', 'out'), join(folder, 'stock', 'out')]) {
      if (!ours.equals(readFileSync(join(other, file))))
        throw new Error(`${stack}: ${join(other, file)} differs from ours`);
    }
  }
}

async function marginalEnvironment({ workspaceRoot, folder, signal }: Bench): Promise<Figure[]> {
  const script = join(workspaceRoot, 'tools', 'nx-cdktf', 'bin', 'synth-environments.cjs');
  const { stdout } = await run(process.execPath, [script, workspaceRoot, folder, String(ENVIRONMENTS)], {
    signal,
    allowExitCodes: [0],
  });
  const [first = NaN, ...more] = JSON.parse(stdout) as number[];
  return [
    {
      title: 'one more environment in the same process',
      value: median(more),
      unit: 'ms',
      goal: { atMost: 60 },
      from: `median of ${more.length}; the first took ${first.toFixed(0)} ms`,
    },
  ];
}

async function warmNx({ workspaceRoot, stacks, signal }: Bench): Promise<Figure[]> {
  const files = stacks.map((name) => join('apps', name.replace('-', '/'), 'stack.ts')).join(',');
  const nx: TimedCommand = {
    name: 'nx',
    command: join(workspaceRoot, 'node_modules', '.bin', 'nx'),
    args: ['affected', '-t', 'synth', `--files=${files}`, '--output-style=static'],
    cwd: workspaceRoot,
    env: { NX_TUI: 'false', NX_DAEMON: 'false' },
  };
  const node: TimedCommand = {
    name: 'node',
    command: process.execPath,
    args: ['-e', '0'],
    cwd: workspaceRoot,
  };
  const times = await medians([nx, node], ROUNDS.nx, signal);
  const { stdout } = await run(nx.command, nx.args, {
    cwd: nx.cwd,
    env: nx.env ?? {},
    signal,
    allowExitCodes: [0],
  });
  const cached = Number(
    // eslint-disable-next-line workspace/no-sentence-matching -- Nx's
    /read the output from the cache instead of running the command for (\d+) out of/.exec(stdout)?.[1] ?? 0,
  );
  return [
    {
      title: 'stacks synthesized again when nothing changed',
      value: stacks.length - cached,
      unit: '',
      goal: { atMost: 0 },
      from: `nx affected: ${cached} of ${stacks.length} from its cache`,
    },
    {
      title: 'warm nx affected / node -e 0',
      value: (times.get('nx') ?? NaN) / (times.get('node') ?? NaN),
      unit: '×',
      from: `${(times.get('nx') ?? NaN).toFixed(0)} ms / ${(times.get('node') ?? NaN).toFixed(0)} ms`,
    },
  ];
}

async function validation({ workspaceRoot, folder, stacks, signal }: Bench): Promise<Figure[]> {
  const outdir = join(folder, 'ours');
  const terraform = await findTerraform();
  const time = async (names: readonly string[]) => {
    const startedMs = performance.now();
    await validate({ workspaceRoot, stacks: names, outdir, terraform, signal });
    return performance.now() - startedMs;
  };
  const [all, one]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS.validate; round += 1) {
    all.push(await time(stacks));
    one.push(await time(stacks.slice(0, 1)));
  }
  return [
    {
      title: `terraform validate: all ${stacks.length} stacks / one`,
      value: median(all) / median(one),
      unit: '×',
      goal: { atMost: 3 },
      from: `${median(all).toFixed(0)} ms / ${median(one).toFixed(0)} ms, init included`,
    },
  ];
}

const program = new Command('npm run bench --')
  .description(
    'Measures synthesis and validation against their goals. It never fails because of a figure: machines are shared.',
  )
  .option('--json', 'also print the figures as JSON', false)
  .allowExcessArguments(false)
  .exitOverride()
  .action((flags: BenchFlags) => main(resolve(__dirname, '..', '..', '..', '..'), flags));

program.parseAsync().catch((error: unknown) => {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : BAD_INPUT;
    return;
  }
  console.error(error instanceof InterruptedError || error instanceof UserError ? error.message : error);
  process.exitCode = error instanceof InterruptedError || error instanceof UserError ? error.exitCode : 1;
});
