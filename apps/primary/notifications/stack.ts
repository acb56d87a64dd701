import { Notifications } from '@healthcare-dr/notifications';
import { defineStack } from '@healthcare-dr/platform';

export default defineStack({
  role: 'primary',
  tier: 'notifications',
  build(stack) {
    new Notifications(stack, 'notifications', { role: 'primary' });
  },
});
