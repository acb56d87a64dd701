import { Backup } from '@healthcare-dr/backup';
import { kmsContract } from '@healthcare-dr/kms/contract';
import { notificationTopicArn } from '@healthcare-dr/notifications/contract';
import { defineStack } from '@healthcare-dr/platform';

export default defineStack({
  role: 'primary',
  tier: 'backup',
  reads: [kmsContract],
  after: ['dr-backup', 'primary-notifications'],
  build(stack) {
    const { backupKeyArn, databaseKeyArn, dataKeyArn, notificationsKeyArn } = stack.read(kmsContract);
    new Backup(stack, 'backup', {
      backupKeyArn,
      databaseKeyArn,
      dataKeyArn,
      topicArn: notificationTopicArn(stack.naming),
      topicKeyArn: notificationsKeyArn,
    });
  },
});
