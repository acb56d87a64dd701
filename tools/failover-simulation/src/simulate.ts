import { temporaryFolder } from '@healthcare-dr/processes';
import { SCENARIOS, type EnumerationResult } from './enumerations';
import { MUTANTS } from './mutants';
import type { Mutant } from './mutants/mutant';
import { emptySummary, merge, type Summary } from './runner/batch';
import { bundle } from './runner/bundle';
import { Pool } from './runner/pool';
import type { Replay } from './runner/replay';

/** How many schedules a worker takes at a time. */
const CHUNK = 500;
/** Within how many schedules each mutant is to be killed. */
export const MUTANT_RUNS = 20_000;
const MUTANT_CHUNK = 250;

export interface Simulation {
  readonly workspaceRoot: string;
  readonly signal: AbortSignal;
  /** Is told how far it is, as a share of one. */
  readonly progress?: (done: number) => void;
}

/** How a mutant fared. */
export interface MutantResult {
  readonly mutant: Mutant;
  /** The number of the schedule that killed it, counted from one; `undefined` if it survived. */
  readonly killedAfter: number | undefined;
  readonly seed: number | undefined;
  /** By which guarantee's judge, and what it said. */
  readonly guarantee: string | undefined;
  readonly message: string | undefined;
}

async function withPool<T>(
  { workspaceRoot, signal }: Simulation,
  mutant: Mutant | undefined,
  body: (pool: Pool) => Promise<T>,
): Promise<T> {
  const folder = await temporaryFolder('healthcare-dr-simulation-');
  try {
    const pool = new Pool(await bundle(workspaceRoot, folder.path, mutant), signal);
    try {
      return await body(pool);
    } finally {
      await pool.close();
    }
  } finally {
    await folder.remove();
  }
}

/** Runs the schedules of `runs` seeds from `seed` on. */
export function simulate(simulation: Simulation, seed: number, runs: number): Promise<Summary> {
  return withPool(simulation, undefined, async (pool) => {
    const summary = emptySummary();
    let from = seed;
    await pool.drain(
      () => {
        const count = Math.min(CHUNK, seed + runs - from);
        if (count === 0) return undefined;
        from += count;
        return { kind: 'batch', from: from - count, count, untilFailure: false } as const;
      },
      (answer) => {
        merge(summary, answer);
        simulation.progress?.(summary.runs / runs);
      },
    );
    summary.failures.sort((one, other) => one.seed - other.seed);
    return summary;
  });
}

/** Tries every crash point and every order of two events of the canonical scenarios. */
export function enumerateAll(simulation: Simulation): Promise<EnumerationResult> {
  return withPool(simulation, undefined, async (pool) => {
    const results: EnumerationResult[] = [];
    let next = 0;
    await pool.drain(
      () => (next < SCENARIOS.length ? ({ kind: 'enumerate', scenario: next++ } as const) : undefined),
      (answer) => {
        results.push(answer);
        simulation.progress?.(results.length / SCENARIOS.length);
      },
    );
    const sum = (of: (result: EnumerationResult) => number) =>
      results.reduce((total, result) => total + of(result), 0);
    return {
      scenarios: sum(({ scenarios }) => scenarios),
      crashPoints: sum(({ crashPoints }) => crashPoints),
      duplicatedPairs: sum(({ duplicatedPairs }) => duplicatedPairs),
      swappedPairs: sum(({ swappedPairs }) => swappedPairs),
      divergences: results.flatMap(({ divergences }) => divergences),
    };
  });
}

/**
 * Lets the same schedules loose on each mutant, until one of them breaks a guarantee.
 *
 * @throws StaleMutantError if a mutant's patch does not fit the source any more
 */
export async function hunt(simulation: Simulation, seed: number, mutants = MUTANTS): Promise<MutantResult[]> {
  const results: MutantResult[] = [];
  for (const mutant of mutants) {
    simulation.signal.throwIfAborted();
    const failure = await withPool(simulation, mutant, async (pool) => {
      let from = seed;
      let first: Summary['failures'][0] | undefined;
      await pool.drain(
        () => {
          if (first !== undefined || from >= seed + MUTANT_RUNS) return undefined;
          from += MUTANT_CHUNK;
          return {
            kind: 'batch',
            from: from - MUTANT_CHUNK,
            count: MUTANT_CHUNK,
            untilFailure: true,
          } as const;
        },
        ({ failures: [failure] }) => {
          if (failure !== undefined && (first === undefined || failure.seed < first.seed)) first = failure;
        },
      );
      return first;
    });
    results.push({
      mutant,
      killedAfter: failure && failure.seed - seed + 1,
      seed: failure?.seed,
      guarantee: failure?.guarantee,
      message: failure?.message,
    });
    simulation.progress?.(results.length / mutants.length);
  }
  return results;
}

/** The run of one seed, as a timeline; shrunk to what it takes to break the guarantee, if asked for. */
export function replaySeed(
  simulation: Simulation,
  seed: number,
  shrunk: boolean,
  mutant?: Mutant,
): Promise<Replay> {
  return withPool(simulation, mutant, (pool) => pool.one({ kind: shrunk ? 'shrink' : 'replay', seed }));
}
