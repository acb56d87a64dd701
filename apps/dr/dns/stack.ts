import { Dns } from '@healthcare-dr/dns';
import { defineStack } from '@healthcare-dr/platform';

export default defineStack({
  role: 'dr',
  tier: 'dns',
  // The topic of its alarm.
  after: ['dr-notifications'],
  build: (stack) => void new Dns(stack, 'dns', {}),
});
