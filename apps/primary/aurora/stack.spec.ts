import { describeStack } from '@healthcare-dr/testing';
import stack from './stack';

describeStack(stack);

it('is deployed after its keys, its network, the key of the secret’s replica and the topic of its events', () => {
  expect(stack.dependsOn).toEqual(['primary-kms', 'primary-networking', 'dr-kms', 'primary-notifications']);
});
