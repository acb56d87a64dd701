import { Observability } from '@healthcare-dr/observability';
import { defineStack } from '@healthcare-dr/platform';

export default defineStack({
  role: 'primary',
  tier: 'observability',
  // The topic of its alarms.
  after: ['primary-notifications'],
  build(stack) {
    new Observability(stack, 'observability', { role: 'primary' });
  },
});
