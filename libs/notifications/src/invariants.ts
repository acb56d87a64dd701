import type { TierInvariants } from '@healthcare-dr/testing';

const OUTSIDE_IN_PRIMARY =
  'what stands in the watch Region, outside the pair, is in the primary stack: no dr stack may need another Region to plan or apply';

export default {
  names: {
    aws_sns_topic: { names: ['name'], namespace: 'region' },
    aws_sns_topic_policy: { names: [], namespace: 'none' },
  },
  roleDifferences: [
    'provider.aws',
    'resource.aws_kms_alias',
    'resource.aws_kms_key',
    'resource.aws_ssm_parameter',
    'resource.aws_sns_topic.notifications_watch_topic_56D85828',
    'resource.aws_sns_topic_policy.notifications_watch_policy_25611EAB',
    // Each by its endpoint; what the own topic has is the same on both sides by the tier's specs.
    'resource.aws_sns_topic_subscription.*',
    '//.metadata.overrides',
  ].map((path) => ({ path, reason: OUTSIDE_IN_PRIMARY })),
  watchProvider: {
    reason:
      'the topic that takes the pages of a controller whose own does not must be lost with neither Region',
  },
} satisfies TierInvariants;
