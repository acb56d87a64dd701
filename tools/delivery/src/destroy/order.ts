import type { DeploymentRecord } from '@healthcare-dr/deployment-records';
import type { Ordered } from '../stacks/order';
import type { StateFile } from '../stacks/state-file';

/**
 * What each state was made after, without a line of code: by its record, which says it, else by the parameters that it read and another
 * state published.
 */
export function orderOfStates(
  states: readonly Pick<StateFile, 'stack' | 'reads' | 'publishes'>[],
  records: readonly Pick<DeploymentRecord, 'stack' | 'dependsOn'>[],
): Ordered[] {
  const recorded = new Map(records.map(({ stack, dependsOn }) => [stack, dependsOn]));
  return states.map(({ stack, reads }) => ({
    name: stack,
    dependsOn:
      recorded.get(stack) ??
      states
        .filter((other) => other.stack !== stack && other.publishes.some((name) => reads.includes(name)))
        .map((other) => other.stack),
  }));
}
