import { resolve } from 'node:path';
import { MUTANTS } from '../mutants';
import { playScenarios, type Simulation } from '../simulate';
import { SCENARIOS_OF_SPECIFICATION } from '.';

const SIMULATION: Simulation = {
  workspaceRoot: resolve(__dirname, '..', '..', '..', '..'),
  signal: new AbortController().signal,
};
/** Machines are shared: a bound that only something that hangs runs into. */
const TEN_MINUTES = 600_000;

describe('each scenario, without the rule by which it holds', () => {
  const rules = SCENARIOS_OF_SPECIFICATION.flatMap(({ number, without }) =>
    without.map((name) => [number, name] as const),
  );

  it.each(rules)(
    '%i fails without its rule: %s',
    async (number, name) => {
      const mutant = MUTANTS.find((candidate) => candidate.name === name);
      expect(mutant?.name).toBe(name);

      const played = await playScenarios(SIMULATION, mutant, [number]);

      expect(played.filter(({ problem }) => problem !== undefined)).not.toEqual([]);
    },
    TEN_MINUTES,
  );
});
