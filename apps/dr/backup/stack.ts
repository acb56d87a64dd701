import { Backup } from '@healthcare-dr/backup';
import { kmsContract } from '@healthcare-dr/kms/contract';
import { networkingContract } from '@healthcare-dr/networking/contract';
import { notificationTopicArn } from '@healthcare-dr/notifications/contract';
import { defineStack } from '@healthcare-dr/platform';

export default defineStack({
  role: 'dr',
  tier: 'backup',
  reads: [kmsContract, networkingContract],
  after: ['dr-notifications'],
  build(stack) {
    const { backupKeyArn, databaseKeyArn, dataKeyArn, notificationsKeyArn } = stack.read(kmsContract);
    const { isolatedSubnetIds, databaseSecurityGroupId } = stack.read(networkingContract);
    new Backup(stack, 'backup', {
      backupKeyArn,
      databaseKeyArn,
      dataKeyArn,
      topicArn: notificationTopicArn(stack.naming),
      topicKeyArn: notificationsKeyArn,
      isolatedSubnetIds,
      databaseSecurityGroupId,
    });
  },
});
