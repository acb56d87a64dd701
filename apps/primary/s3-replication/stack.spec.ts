import { describeStack } from '@healthcare-dr/testing';
import stack from './stack';

describeStack(stack);

it('comes after the dr bucket, which it replicates to and from, and after the keys of both Regions', () => {
  expect(stack.dependsOn).toEqual(['primary-kms', 'dr-kms', 'dr-s3-replication']);
});
