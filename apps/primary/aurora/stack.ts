import { Aurora } from '@healthcare-dr/aurora';
import { kmsContract } from '@healthcare-dr/kms/contract';
import { networkingContract } from '@healthcare-dr/networking/contract';
import { notificationTopicArn } from '@healthcare-dr/notifications/contract';
import { defineStack } from '@healthcare-dr/platform';

export default defineStack({
  role: 'primary',
  tier: 'aurora',
  reads: [kmsContract, networkingContract],
  readsDr: [kmsContract],
  after: ['primary-notifications'],
  build(stack) {
    const keys = stack.read(kmsContract);
    const network = stack.read(networkingContract);
    new Aurora(stack, 'aurora', {
      databaseKeyArn: keys.databaseKeyArn,
      logsKeyArn: keys.logsKeyArn,
      isolatedSubnetIds: network.isolatedSubnetIds,
      databaseSecurityGroupId: network.databaseSecurityGroupId,
      notificationTopicArn: notificationTopicArn(stack.naming),
      notificationsKeyArn: keys.notificationsKeyArn,
      drDatabaseKeyArn: stack.readDr(kmsContract).databaseKeyArn,
    });
  },
});
