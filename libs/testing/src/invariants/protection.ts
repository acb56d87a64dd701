import { isEphemeral } from '@healthcare-dr/topology';
import { objectOf } from '../json';
import type { SynthesizedStack } from '../synthesized-stack';

/**
 * What of a stack would let production be destroyed, or an ephemeral environment not be: Terraform refuses to destroy a stack as long
 * as one of its resources refuses.
 */
export function protectionProblems(stack: SynthesizedStack): string[] {
  const refusing = stack.allResources.filter(
    ({ attributes }) => objectOf(attributes['lifecycle'])['prevent_destroy'] === true,
  );
  if (isEphemeral(stack.environment)) {
    return refusing.map(
      ({ address }) => `${stack.name}: ${address} refuses to be destroyed in an ephemeral environment.`,
    );
  }
  return refusing.length > 0 || stack.allResources.length === 0
    ? []
    : [`${stack.name}: nothing of it refuses to be destroyed in production.`];
}
