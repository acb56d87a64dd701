import { Aurora } from '@healthcare-dr/aurora';
import { defineStack } from '@healthcare-dr/platform';

export default defineStack({
  role: 'primary',
  tier: 'aurora',
  build(stack) {
    new Aurora(stack, 'aurora', { role: 'primary' });
  },
});
