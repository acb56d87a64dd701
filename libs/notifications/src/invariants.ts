import type { TierInvariants } from '@healthcare-dr/testing';

export default {
  names: {
    aws_sns_topic: { names: ['name'], namespace: 'region' },
    aws_sns_topic_policy: { names: [], namespace: 'none' },
  },
} satisfies TierInvariants;
