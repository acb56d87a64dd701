import { kmsContract } from '@healthcare-dr/kms/contract';
import { Notifications } from '@healthcare-dr/notifications';
import { defineStack } from '@healthcare-dr/platform';

export default defineStack({
  role: 'dr',
  tier: 'notifications',
  reads: [kmsContract],
  // Which makes what watches both Regions from outside the pair, and publishes its key in both.
  after: ['primary-notifications'],
  build: (stack) =>
    void new Notifications(stack, 'notifications', {
      notificationsKeyArn: stack.read(kmsContract).notificationsKeyArn,
    }),
});
