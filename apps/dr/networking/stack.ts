import { kmsContract } from '@healthcare-dr/kms/contract';
import { Networking } from '@healthcare-dr/networking';
import { defineStack } from '@healthcare-dr/platform';

export default defineStack({
  role: 'dr',
  tier: 'networking',
  reads: [kmsContract],
  build: (stack) =>
    void new Networking(stack, 'networking', { logsKeyArn: stack.read(kmsContract).logsKeyArn }),
});
