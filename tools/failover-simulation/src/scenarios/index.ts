import { LOST_REGION } from './lost';
import { MOVES } from './moves';
import { OVERLAP } from './overlap';
import { REGRESSIONS } from './regressions';
import type { Scenario } from './scenario';
import { SERVING } from './serving';

export type { Scenario, Variant } from './scenario';

/** The scenarios of the controller's specification that the simulation can play, in the order of their rows. */
export const SCENARIOS_OF_SPECIFICATION: readonly Scenario[] = [
  REGRESSIONS,
  OVERLAP,
  ...LOST_REGION,
  ...SERVING,
  ...MOVES,
].sort((one, other) => one.number - other.number);
