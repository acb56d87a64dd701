import { resolve } from 'node:path';
import { playScenarios, type Simulation } from '../simulate';

const SIMULATION: Simulation = {
  workspaceRoot: resolve(__dirname, '..', '..', '..', '..'),
  signal: new AbortController().signal,
};
/** Machines are shared: a bound that only something that hangs runs into. */
const TEN_MINUTES = 600_000;

describe('the scenarios of the specification, on the policy that is deployed', () => {
  it(
    'all come to the end they must come to',
    async () => {
      const played = await playScenarios(SIMULATION);
      const failed = played.filter(({ problem }) => problem !== undefined);

      expect(failed).toEqual([]);
      expect(played.length).toBeGreaterThan(180);
    },
    TEN_MINUTES,
  );
});
