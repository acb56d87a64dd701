import { Compute } from '@healthcare-dr/compute';
import { defineStack } from '@healthcare-dr/platform';

export default defineStack({
  role: 'dr',
  tier: 'compute',
  build(stack) {
    new Compute(stack, 'compute', { role: 'dr' });
  },
});
