import { S3Replication } from '@healthcare-dr/s3-replication';
import { defineStack } from '@healthcare-dr/platform';

export default defineStack({
  role: 'primary',
  tier: 's3-replication',
  build(stack) {
    new S3Replication(stack, 's3-replication', { role: 'primary' });
  },
});
