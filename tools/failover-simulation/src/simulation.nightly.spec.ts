import { resolve } from 'node:path';
import { figuresOf, LED_GOAL, RECOVERY_GOALS, recoveryFigures } from './recoveries';
import { PARTS } from './world/course';
import { RECOVERY_KINDS } from './world/recovery';
import { enumerateAll, hunt, MUTANT_RUNS, simulate, type Simulation } from './simulate';

const WORKSPACE_ROOT = resolve(__dirname, '..', '..', '..');
const SIMULATION: Simulation = { workspaceRoot: WORKSPACE_ROOT, signal: new AbortController().signal };
/** Machines are shared: a bound that only something that hangs runs into. */
const TEN_MINUTES = 600_000;
const HOURS = 6 * 3_600_000;
const SEED = 1;

describe('200,000 random fault schedules', () => {
  it(
    'break no guarantee, fail nobody over that serves, and restore a writer in time where that is permitted',
    async () => {
      const summary = await simulate(SIMULATION, SEED, 200_000);

      expect(summary.failures).toEqual([]);
      expect(summary.falseFailovers).toBe(0);
      expect(summary.runs).toBe(200_000);
      for (const kind of RECOVERY_KINDS) {
        const figures = recoveryFigures(summary, kind);
        expect(figures?.runs).toBeGreaterThan(400);
        expect(figures?.share).toBeGreaterThanOrEqual(RECOVERY_GOALS[kind].share);
      }
      const { alone } = summary.parts;
      const led = alone.led.map((_, run) => PARTS.reduce((sum, part) => sum + (alone[part][run] ?? 0), 0));
      expect(figuresOf(led, LED_GOAL.withinMs)?.share).toBeGreaterThanOrEqual(LED_GOAL.share);
      // What never happens proves nothing.
      for (const state of [
        'failover closed succeeded',
        'failover closed recovered',
        'failover closed failed',
        'failover approval-required',
        'switchover closed succeeded',
        'switchover closed failed',
        'failback closed succeeded',
        'failback closed failed',
      ])
        expect(summary.states).toHaveProperty([state]);
    },
    HOURS,
  );
});

describe('every crash point, and every pair of duplicated or swapped events', () => {
  it(
    'comes to the same end and breaks no guarantee',
    async () => {
      const result = await enumerateAll(SIMULATION);

      expect(result.divergences).toEqual([]);
      expect(result.scenarios).toBe(5);
      expect(result.crashPoints).toBeGreaterThan(4_000);
      expect(result.duplicatedPairs).toBeGreaterThan(1_000);
      expect(result.swappedPairs).toBe(result.duplicatedPairs);
    },
    TEN_MINUTES,
  );
});

describe('the mutants', () => {
  it(
    `are all killed within ${MUTANT_RUNS} schedules, and not because they crash`,
    async () => {
      const results = await hunt(SIMULATION, SEED);
      const survivors = results.filter(({ killedAfter }) => killedAfter === undefined);
      const broken = results.filter(({ message }) => /ReferenceError|TypeError/.test(message ?? ''));

      expect(survivors.map(({ mutant }) => mutant.name)).toEqual([]);
      expect(broken.map(({ mutant }) => mutant.name)).toEqual([]);
      expect(results.length).toBeGreaterThanOrEqual(80);
      expect(new Set(results.map(({ mutant }) => mutant.class)).size).toBe(12);
    },
    HOURS,
  );
});
