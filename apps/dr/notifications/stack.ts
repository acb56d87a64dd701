import { Notifications } from '@healthcare-dr/notifications';
import { defineStack } from '@healthcare-dr/platform';

export default defineStack({
  role: 'dr',
  tier: 'notifications',
  build(stack) {
    new Notifications(stack, 'notifications', { role: 'dr' });
  },
});
