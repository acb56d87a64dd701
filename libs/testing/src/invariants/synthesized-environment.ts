import type { Environment } from '@healthcare-dr/topology';
import type { SynthesizedStack } from '../synthesized-stack';

/** An environment, and every stack of the workspace as it is in it. */
export interface SynthesizedEnvironment {
  readonly environment: Environment;
  readonly stacks: readonly SynthesizedStack[];
}
