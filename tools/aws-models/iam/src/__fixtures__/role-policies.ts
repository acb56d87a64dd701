import type { Block, SynthesizedStack } from '@healthcare-dr/testing';
import type { Principal } from '../evaluation/principal';
import type { Policy } from '../policy/policy';
import type { StackPolicy } from './stack-policies';

const REFERENCE = /(aws_iam_(?:role|policy)\.[\w-]+)/;

/** What a role of a stack was given: the policies of the stack that are attached to it. */
export function attachedPolicies(
  stack: SynthesizedStack,
  role: Pick<Block, 'address'>,
  found: readonly StackPolicy[],
): Policy[] {
  return stack.resources('aws_iam_role_policy_attachment').flatMap(({ attributes }) => {
    const [, attached] = REFERENCE.exec(String(attributes['role'])) ?? [];
    const [, address] = REFERENCE.exec(String(attributes['policy_arn'])) ?? [];
    if (attached !== role.address) return [];
    return found
      .filter((each) => each.stack === stack.name && each.address === address)
      .map(({ policy }) => policy);
  });
}

/** A session of a role. */
export const principalOf = (accountId: string, roleArn: string): Principal => ({
  kind: 'role',
  accountId,
  roleArn,
  sessionName: 's',
});
