import { Aurora } from '@healthcare-dr/aurora';
import { defineStack } from '@healthcare-dr/platform';

export default defineStack({
  role: 'dr',
  tier: 'aurora',
  build(stack) {
    new Aurora(stack, 'aurora', { role: 'dr' });
  },
});
