import { Kms } from '@healthcare-dr/kms';
import { defineStack } from '@healthcare-dr/platform';

export default defineStack({
  role: 'dr',
  tier: 'kms',
  build: (stack) => void new Kms(stack, 'kms'),
});
