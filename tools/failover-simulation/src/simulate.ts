import { temporaryFolder } from '@healthcare-dr/processes';
import { SCENARIOS, type EnumerationResult } from './enumerations';
import { MUTANTS, type ClassedMutant } from './mutants';
import type { Mutant } from './mutants/mutant';
import { emptySummary, merge, type Summary } from './runner/batch';
import { Bundler } from './runner/bundle';
import { Pool, WORKERS } from './runner/pool';
import { SCENARIOS_OF_SPECIFICATION } from './scenarios';
import type { Played } from './scenarios/play';
import type { Replay } from './runner/replay';

/** How many schedules a worker takes at a time. */
const CHUNK = 500;
/** Within how many schedules each mutant is to be killed. */
export const MUTANT_RUNS = 50_000;
const MUTANT_CHUNK = 250;
/** How many seeds are tried before the scenarios. */
const FIRST_RUNS = 1_000;

export interface Simulation {
  readonly workspaceRoot: string;
  readonly signal: AbortSignal;
  /** Is told how far it is, as a share of one. */
  readonly progress?: (done: number) => void;
}

/** How a mutant fared. */
export interface MutantResult {
  readonly mutant: ClassedMutant;
  /** The number of the schedule that killed it, counted from one; `undefined` if it survived. */
  readonly killedAfter: number | undefined;
  /** Its seed; `undefined` for one of the scenarios. */
  readonly seed: number | undefined;
  /** By which guarantee's judge, and what it said. */
  readonly guarantee: string | undefined;
  readonly message: string | undefined;
}

async function withBundler<T>(
  { workspaceRoot }: Simulation,
  body: (bundler: Bundler) => Promise<T>,
): Promise<T> {
  const folder = await temporaryFolder('healthcare-dr-simulation-');
  try {
    const bundler = await Bundler.open(workspaceRoot, folder.path);
    try {
      return await body(bundler);
    } finally {
      await bundler.close();
    }
  } finally {
    await folder.remove();
  }
}

async function withWorkers<T>(pool: Pool, body: (pool: Pool) => Promise<T>): Promise<T> {
  try {
    return await body(pool);
  } finally {
    await pool.close();
  }
}

const withPool = <T>(
  simulation: Simulation,
  mutant: Mutant | undefined,
  body: (pool: Pool) => Promise<T>,
): Promise<T> =>
  withBundler(simulation, async (bundler) =>
    withWorkers(new Pool(await bundler.bundle(mutant), simulation.signal), body),
  );

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

/** Plays the specification's scenarios; on a mutant, those of the numbers that are given, each up to its first failure. */
export function playScenarios(
  simulation: Simulation,
  mutant?: Mutant,
  numbers?: readonly number[],
): Promise<Played[]> {
  return withPool(simulation, mutant, async (pool) => {
    const places = SCENARIOS_OF_SPECIFICATION.flatMap(({ number }, place) =>
      numbers === undefined || numbers.includes(number) ? [place] : [],
    );
    const played: Played[] = [];
    let next = 0;
    await pool.drain(
      () => {
        const scenario = places[next++];
        return scenario === undefined
          ? undefined
          : ({ kind: 'play', scenario, untilFailure: mutant !== undefined } as const);
      },
      (answer) => void played.push(...answer),
    );
    return played.sort((one, other) => one.number - other.number);
  });
}

/**
 * Lets the same schedules loose on each mutant, until one of them breaks a guarantee: those of the seeds from `seed` on, and
 * the scenarios. As many mutants as there are workers are hunted at a time.
 *
 * @throws StaleMutantError if a mutant's patch does not fit the source any more
 * @throws Error if the controller itself breaks a guarantee in what every mutant is tried by first: it would die of that
 */
export function hunt(simulation: Simulation, seed: number, mutants = MUTANTS): Promise<MutantResult[]> {
  return withBundler(simulation, async (bundler) => {
    await assertSound(new Pool(await bundler.bundle(), simulation.signal, 1), seed);
    const results: MutantResult[] = [];
    let next = 0;
    let done = 0;
    const hunter = async () => {
      for (let index = next++; index < mutants.length; index = next++) {
        const mutant = mutants[index] as ClassedMutant;
        const pool = new Pool(await bundler.bundle(mutant), simulation.signal, 1);
        results[index] = { mutant, ...(await withWorkers(pool, (worker) => kill(worker, seed))) };
        simulation.progress?.(++done / mutants.length);
      }
    };
    await Promise.all(Array.from({ length: Math.min(WORKERS, mutants.length) }, hunter));
    return results;
  });
}

/** What kills the controller as it is shows nothing of a mutant. */
async function assertSound(pool: Pool, seed: number): Promise<void> {
  await withWorkers(pool, async (worker) => {
    const { violation } = await worker.one({ kind: 'canonical' });
    const { failures } = await worker.one({
      kind: 'batch',
      from: seed,
      count: FIRST_RUNS,
      untilFailure: true,
    });
    const [broken = violation] = failures;
    if (broken !== undefined)
      throw new Error(
        `Nothing can be hunted while the controller as it is breaks guarantee ${broken.guarantee}: ${broken.message}.`,
      );
  });
}

/** The seeds first, since most mutants die by one of the first; then the scenarios, which are longer; then the other seeds. */
async function kill(worker: Pool, seed: number): Promise<Omit<MutantResult, 'mutant'>> {
  let tried = 0;
  const bySeeds = async (count: number): Promise<Omit<MutantResult, 'mutant'> | undefined> => {
    for (const end = tried + count; tried < end; tried += MUTANT_CHUNK) {
      const batch = { from: seed + tried, count: MUTANT_CHUNK, untilFailure: true };
      const [first] = (await worker.one({ kind: 'batch', ...batch })).failures;
      if (first !== undefined) return { killedAfter: first.seed - seed + 1, ...first };
    }
    return undefined;
  };
  const early = await bySeeds(FIRST_RUNS);
  if (early !== undefined) return early;
  const { runs, violation } = await worker.one({ kind: 'canonical' });
  if (violation !== undefined) return { killedAfter: FIRST_RUNS + runs, seed: undefined, ...violation };
  const late = await bySeeds(MUTANT_RUNS - FIRST_RUNS);
  return late ?? { killedAfter: undefined, seed: undefined, guarantee: undefined, message: undefined };
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
