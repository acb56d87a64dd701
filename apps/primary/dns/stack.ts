import { Dns } from '@healthcare-dr/dns';
import { defineStack } from '@healthcare-dr/platform';

export default defineStack({
  role: 'primary',
  tier: 'dns',
  build(stack) {
    new Dns(stack, 'dns', { role: 'primary' });
  },
});
