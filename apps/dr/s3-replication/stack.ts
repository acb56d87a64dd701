import { kmsContract } from '@healthcare-dr/kms/contract';
import { defineStack } from '@healthcare-dr/platform';
import { S3Replication } from '@healthcare-dr/s3-replication';

export default defineStack({
  role: 'dr',
  tier: 's3-replication',
  reads: [kmsContract],
  build: (stack) =>
    void new S3Replication(stack, 's3-replication', {
      dataKeyArn: stack.read(kmsContract).dataKeyArn,
      logsKeyArn: stack.read(kmsContract).logsKeyArn,
    }),
});
