import { describeStack } from '@healthcare-dr/testing';
import stack from './stack';

describeStack(stack);

it('is deployed after an instance writes in the primary Region: before that, no cluster can follow', () => {
  expect(stack.dependsOn).toEqual(['dr-kms', 'dr-networking', 'primary-aurora', 'dr-notifications']);
});

it('reads nothing of the primary side, which may be lost', () => {
  expect(stack.readsDr).toEqual([]);
  expect(stack.reads.map(({ publishedBy }) => publishedBy)).toEqual(['each', 'each']);
});
