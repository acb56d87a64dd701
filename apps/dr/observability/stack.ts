import { Observability } from '@healthcare-dr/observability';
import { defineStack } from '@healthcare-dr/platform';

export default defineStack({
  role: 'dr',
  tier: 'observability',
  // The topic of its alarms.
  after: ['dr-notifications'],
  build(stack) {
    new Observability(stack, 'observability', { role: 'dr' });
  },
});
