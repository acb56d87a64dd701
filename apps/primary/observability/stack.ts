import { computeContract } from '@healthcare-dr/compute/contract';
import { kmsContract } from '@healthcare-dr/kms/contract';
import { Observability } from '@healthcare-dr/observability';
import { defineStack } from '@healthcare-dr/platform';

export default defineStack({
  role: 'primary',
  tier: 'observability',
  reads: [kmsContract, computeContract],
  after: [
    // The topic of the alarms, and the function that some of them call.
    'primary-notifications',
    'primary-failover-lambda',
    // The bucket of the trail: CloudTrail accepts it once its policy, encryption and lock stand.
    'primary-s3-replication',
    // What is watched: before it stands, silence would be told as a failure.
    'primary-aurora',
    'primary-backup',
  ],
  build(stack) {
    const { albArnSuffix, targetGroupArnSuffix } = stack.read(computeContract);
    const { logsKeyArn, notificationsKeyArn } = stack.read(kmsContract);
    new Observability(stack, 'observability', {
      logsKeyArn,
      notificationsKeyArn,
      loadBalancer: { albArnSuffix, targetGroupArnSuffix },
    });
  },
});
