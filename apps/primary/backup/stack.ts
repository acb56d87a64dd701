import { Backup } from '@healthcare-dr/backup';
import { defineStack } from '@healthcare-dr/platform';

export default defineStack({
  role: 'primary',
  tier: 'backup',
  build(stack) {
    new Backup(stack, 'backup', { role: 'primary' });
  },
});
