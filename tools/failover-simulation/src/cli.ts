import { BAD_INPUT } from '@healthcare-dr/cli-kit';
import { InterruptedError, withInterrupts } from '@healthcare-dr/processes';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { GUARANTEES } from './guarantees';
import { MUTANTS } from './mutants';
import { reportEnumeration, reportMutants, reportReplay, reportRuns } from './report';
import { WORKERS } from './runner/pool';
import { enumerateAll, hunt, replaySeed, simulate, type Simulation } from './simulate';

interface Flags {
  readonly runs: number;
  readonly seed: number;
  readonly mutants: boolean | string;
  readonly enumerate: boolean;
  readonly replay?: number;
}

/** Where a command line writes. */
export interface Streams {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
  /** Whether the error stream is a terminal, on which a line can be written over. */
  readonly isTerminal: boolean;
}

const CONSOLE: Streams = {
  out: (text) => void process.stdout.write(text),
  error: (text) => void process.stderr.write(text),
  isTerminal: process.stderr.isTTY === true,
};

const MOST_RUNS = 100_000_000;
const GREATEST_SEED = 2_000_000_000;

/**
 * The command line of the simulation.
 *
 * @returns the exit code: 0 if every guarantee held, 1 if one was broken or a mutant survived, 2 if the input was wrong, 130 after Ctrl-C
 */
export async function runCommand(
  args: readonly string[],
  workspaceRoot: string,
  streams: Streams = CONSOLE,
): Promise<number> {
  const { out, error } = streams;
  const program = new Command('simulate')
    .description(
      'Runs the failover controller through random fault schedules in virtual time, and judges its guarantees.',
    )
    .option('--runs <number>', 'how many schedules', between('--runs', 1, MOST_RUNS), 20_000)
    .option(
      '--seed <number>',
      "the first schedule's seed; the others' follow",
      between('--seed', 0, GREATEST_SEED),
      1,
    )
    .option('--enumerate', 'also every crash point and every pair of duplicated or swapped events', false)
    .option<boolean | string>(
      '--mutants [class]',
      'also let the schedules loose on controllers with a broken guard, all or those of a class: each must be found',
      classOfMutants,
      false,
    )
    .option('--replay <seed>', "tell one schedule's run as a timeline", between('--replay', 0, GREATEST_SEED))
    .showSuggestionAfterError(false)
    .exitOverride()
    .configureOutput({ writeOut: out, writeErr: error });
  let good = true;
  program.action(async () => {
    const flags = program.opts<Flags>();
    await withInterrupts(async (signal) => {
      good = await carryOut(flags, { workspaceRoot, signal }, streams);
    });
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return good ? 0 : 1;
  } catch (thrown) {
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : BAD_INPUT;
    if (thrown instanceof InterruptedError) return thrown.exitCode;
    throw thrown;
  }
}

/** Closes with the totals: guarantees that no schedule broke, canonical runs that always come to one end, mutants that were killed. */
async function carryOut(flags: Flags, simulation: Simulation, streams: Streams): Promise<boolean> {
  const { out } = streams;
  if (flags.replay !== undefined) {
    const replay = await replaySeed(simulation, flags.replay, false);
    out(`${reportReplay(replay)}\n`);
    return replay.violation === undefined;
  }
  const timed = async <T>(
    title: string,
    run: (simulation: Simulation) => Promise<T>,
  ): Promise<[T, number]> => {
    const startedMs = performance.now();
    const result = await run({ ...simulation, progress: progressOf(title, streams) });
    return [result, performance.now() - startedMs];
  };
  const [summary, wallMs] = await timed('schedules', (told) => simulate(told, flags.seed, flags.runs));
  out(`${reportRuns(summary, flags.seed, wallMs, WORKERS)}\n`);
  const [first] = summary.failures;
  if (first !== undefined) {
    out(`\nSeed ${first.seed}, shrunk; the whole of it: npm run simulate -- --replay ${first.seed}\n\n`);
    out(`${reportReplay(await replaySeed(simulation, first.seed, true))}\n`);
  }
  const broken = new Set(summary.failures.map(({ guarantee }) => guarantee)).size;
  const totals = { passed: Object.keys(GUARANTEES).length - broken, failed: broken };
  const count = (passed: number, failed: number) => {
    totals.passed += passed;
    totals.failed += failed;
  };
  if (flags.enumerate) {
    const [result, wallMs] = await timed('enumerations', enumerateAll);
    out(`\n${reportEnumeration(result, wallMs)}\n`);
    const diverging = new Set(result.divergences.map(({ scenario }) => scenario)).size;
    count(result.scenarios - diverging, diverging);
  }
  if (flags.mutants !== false) {
    const hunted = MUTANTS.filter(({ class: name }) => flags.mutants === true || name === flags.mutants);
    const [results] = await timed('mutants', (told) => hunt(told, flags.seed, hunted));
    out(`\n${reportMutants(results)}\n`);
    const killed = results.filter(({ killedAfter }) => killedAfter !== undefined).length;
    count(killed, results.length - killed);
  }
  out(`\n${totals.passed} passed, ${totals.failed} failed\n`);
  return totals.failed === 0;
}

/** On a terminal one line that is written over; elsewhere a line for each quarter. */
function progressOf(title: string, { error, isTerminal }: Streams): (done: number) => void {
  let told = -1;
  return (done) => {
    const step = Math.floor(done * (isTerminal ? 100 : 4));
    if (step === told) return;
    told = step;
    const line = `${title}: ${Math.floor(done * 100)} %`;
    error(isTerminal ? `\r${line}${done === 1 ? '\r\u001b[K' : ''}` : `${line}\n`);
  };
}

function classOfMutants(text: string): string {
  const classes = [...new Set(MUTANTS.map(({ class: name }) => name))];
  if (classes.includes(text)) return text;
  throw new InvalidArgumentError(`Give --mutants nothing, or one of: ${classes.join(', ')}.`);
}

function between(option: string, least: number, most: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (/^\d+$/.test(text) && number >= least && number <= most) return number;
    throw new InvalidArgumentError(`Give ${option} a whole number from ${least} to ${most}.`);
  };
}
