import { describeStack } from '@healthcare-dr/testing';
import stack from './stack';

describeStack(stack);

it('comes after nothing of the primary side', () => {
  expect(stack.dependsOn).toEqual(['dr-kms']);
});
