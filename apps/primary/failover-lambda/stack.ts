import { FailoverLambda } from '@healthcare-dr/failover-lambda';
import { kmsContract } from '@healthcare-dr/kms/contract';
import { networkingContract } from '@healthcare-dr/networking/contract';
import { watchContract } from '@healthcare-dr/notifications/contract';
import { defineStack } from '@healthcare-dr/platform';

export default defineStack({
  role: 'primary',
  tier: 'failover-lambda',
  reads: [kmsContract, networkingContract, watchContract],
  after: ['primary-notifications'],
  build(stack) {
    const { dataKeyArn, logsKeyArn, notificationsKeyArn } = stack.read(kmsContract);
    const { privateSubnetIds, controllerSecurityGroupId } = stack.read(networkingContract);
    new FailoverLambda(stack, 'failover-lambda', {
      dataKeyArn,
      logsKeyArn,
      notificationsKeyArn,
      watchKeyArn: stack.read(watchContract).watchKeyArn,
      privateSubnetIds,
      controllerSecurityGroupId,
    });
  },
});
