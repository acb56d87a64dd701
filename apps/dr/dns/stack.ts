import { Dns } from '@healthcare-dr/dns';
import { defineStack } from '@healthcare-dr/platform';

export default defineStack({
  role: 'dr',
  tier: 'dns',
  build(stack) {
    new Dns(stack, 'dns', { role: 'dr' });
  },
});
