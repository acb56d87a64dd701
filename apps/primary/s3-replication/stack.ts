import { kmsContract } from '@healthcare-dr/kms/contract';
import { defineStack } from '@healthcare-dr/platform';
import { S3Replication } from '@healthcare-dr/s3-replication';

export default defineStack({
  role: 'primary',
  tier: 's3-replication',
  reads: [kmsContract],
  readsDr: [kmsContract],
  // It replicates to and from the dr bucket, which must be there and versioned.
  after: ['dr-s3-replication'],
  build: (stack) =>
    void new S3Replication(stack, 's3-replication', {
      dataKeyArn: stack.read(kmsContract).dataKeyArn,
      logsKeyArn: stack.read(kmsContract).logsKeyArn,
      drDataKeyArn: stack.readDr(kmsContract).dataKeyArn,
    }),
});
