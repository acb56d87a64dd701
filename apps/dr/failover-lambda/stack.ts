import { FailoverLambda } from '@healthcare-dr/failover-lambda';
import { defineStack } from '@healthcare-dr/platform';

export default defineStack({
  role: 'dr',
  tier: 'failover-lambda',
  build(stack) {
    new FailoverLambda(stack, 'failover-lambda', { role: 'dr' });
  },
});
