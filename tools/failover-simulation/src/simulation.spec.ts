import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { anySchedule } from './arbitraries/shape';
import { scheduleOf } from './arbitraries/schedules';
import { runCommand } from './cli';
import { MUTANTS } from './mutants';
import { applyMutant, readSource, StaleMutantError } from './mutants/mutant';
import { recoveryFigures } from './recoveries';
import { CONTROLLER_SOURCE } from './runner/bundle';
import { CALLS } from './schedule';
import { hunt, replaySeed, simulate, type Simulation } from './simulate';

const WORKSPACE_ROOT = resolve(__dirname, '..', '..', '..');
const SIMULATION: Simulation = { workspaceRoot: WORKSPACE_ROOT, signal: new AbortController().signal };
const SOURCE = readSource(join(WORKSPACE_ROOT, CONTROLLER_SOURCE));
/** Machines are shared: a bound that only something that hangs runs into. */
const TEN_MINUTES = 600_000;
const SEED = 1;

async function simulateByCommand(...args: string[]): Promise<{ exitCode: number; text: string }> {
  let text = '';
  const write = (more: string) => void (text += more);
  const exitCode = await runCommand(args, WORKSPACE_ROOT, { out: write, error: write, isTerminal: false });
  return { exitCode, text };
}

describe('4,000 random fault schedules', () => {
  it(
    'break no guarantee, and restore a writer in some of the runs that permit it',
    async () => {
      const summary = await simulate(SIMULATION, SEED, 4_000);

      expect(summary.failures).toEqual([]);
      expect(summary.runs).toBe(4_000);
      expect(recoveryFigures(summary, 'mixed')?.runs).toBeGreaterThan(40);
    },
    TEN_MINUTES,
  );
});

describe('the mutants', () => {
  it.each(MUTANTS.map((mutant) => [mutant.name, mutant] as const))('fit the source: %s', (_name, mutant) => {
    const { file, contents } = applyMutant(mutant, SOURCE);

    expect(contents).toContain(mutant.replace);
    expect(contents).not.toBe(SOURCE.get(file));
  });

  it.each([
    ['nowhere', 'no such guard'],
    ['in a.ts and b.ts', 'guard'],
  ])('fail when what they replace stands %s', (where, find) => {
    const source = new Map([
      ['a.ts', 'const guard = true;'],
      ['b.ts', 'return guard;'],
    ]);

    expect(() => applyMutant({ name: 'stale', breaks: ['1'], find, replace: '' }, source)).toThrow(
      new StaleMutantError(
        { name: 'stale', breaks: ['1'], find, replace: '' },
        where === 'nowhere' ? [] : ['a.ts', 'b.ts'],
      ),
    );
  });
});

describe('a seed', () => {
  it(
    'always gives the same schedule, and the same run',
    async () => {
      const [one, other] = [
        await replaySeed(SIMULATION, 4_711, false),
        await replaySeed(SIMULATION, 4_711, false),
      ];

      expect(scheduleOf(4_711)).toEqual(one.schedule);
      expect(other).toEqual(one);
      expect(one.timeline.length).toBeGreaterThan(20);
    },
    TEN_MINUTES,
  );

  it('gives a schedule that can be written down, and so can be shrunk', () => {
    for (let seed = 0; seed < 500; seed += 1)
      expect(anySchedule.canShrinkWithoutContext(scheduleOf(seed))).toBe(true);
  });

  it(
    'that kills a mutant is shrunk to less, which still breaks the same guarantee',
    async () => {
      const mutant = MUTANTS.find(({ name }) => name === 'no cool-down');
      const [result] = await hunt(SIMULATION, SEED, mutant === undefined ? [] : [mutant]);
      const seed = result?.seed ?? 0;
      const shrunk = await replaySeed(SIMULATION, seed, true, mutant);
      const size = ({ events, faults }: typeof shrunk.schedule) => events.length + faults.length;

      expect(shrunk.violation?.guarantee).toBe(result?.guarantee);
      expect(size(shrunk.schedule)).toBeLessThanOrEqual(size(scheduleOf(seed)));
      expect(fc.stringify(shrunk.schedule).length).toBeLessThan(fc.stringify(scheduleOf(seed)).length);
    },
    TEN_MINUTES,
  );

  it(
    'can reach every call',
    () => {
      const targeted = new Set<string>();
      for (let seed = 0; seed < 20_000; seed += 1)
        for (const { call } of scheduleOf(seed).faults) targeted.add(call);
      const never = CALLS.filter((call) => !targeted.has(call));

      // dr's controller never makes these: it switches the other side over, and raises its own capacity only.
      expect(never).toEqual([
        'ownRds.findFailoverSnapshot',
        'ownRds.copyFailoverSnapshot',
        'peerRds.failover',
        'peerRds.setMinimumCapacity',
      ]);
    },
    TEN_MINUTES,
  );
});

describe('npm run simulate', () => {
  it(
    'reports what was run',
    async () => {
      const { exitCode, text } = await simulateByCommand('--runs', '300', '--seed', '7');

      expect(exitCode).toBe(0);
      expect(text).toContain('300, seeds 7 to 306');
      expect(text).toContain('schedules: 100 %');
      expect(text).toContain('Time to a writer');
      expect(text.trim().split('\n').at(-1)).toBe('11 passed, 0 failed');
    },
    TEN_MINUTES,
  );

  it(
    'tells a run as a timeline',
    async () => {
      const { exitCode, text } = await simulateByCommand('--replay', '7');

      expect(exitCode).toBe(0);
      expect(text).toContain('Timeline, in seconds');
      expect(text).toContain('No guarantee is broken.');
    },
    TEN_MINUTES,
  );

  it.each([
    ['--runs', '0'],
    ['--runs', 'many'],
    ['--seed', '-1'],
    ['--replay', '1.5'],
    ['--turns', '3'],
    ['--mutants', 'traffic lights'],
  ])('refuses %s %s with one clear message', async (...args) => {
    const { exitCode, text } = await simulateByCommand(...args);

    expect(exitCode).toBe(2);
    expect(text.trim().split('\n')).toHaveLength(1);
    expect(text).toContain(args[0]);
  });
});
