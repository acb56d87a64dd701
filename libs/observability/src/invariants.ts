import type { TierInvariants } from '@healthcare-dr/testing';

const FEWER_INSTANCES = 'dr may stand by with fewer instances, by configuration, and says so';
/** The alarms on the instance that dr, by default, does not have. */
const ALARMS_OF_SECOND_INSTANCE = [
  'observability_database_capacity-2_alarm_D88F8715',
  'observability_database_connections-2_alarm_62D81700',
  'observability_database_cpu-2_alarm_CF9AA1E1',
  'observability_database_deadlocks-2_alarm_8329E1DD',
  'observability_database_memory-2_alarm_D80765DE',
];

export default {
  names: {
    // A multi-Region trail takes its name in every Region.
    aws_cloudtrail: { names: ['name'], namespace: 'account' },
    aws_cloudwatch_composite_alarm: { names: ['alarm_name'], namespace: 'region' },
    aws_cloudwatch_dashboard: { names: ['dashboard_name'], namespace: 'account' },
    aws_cloudwatch_log_metric_filter: { names: ['name'], namespace: 'none' },
  },
  roleDifferences: [
    {
      path: 'resource.aws_cloudwatch_composite_alarm.*.alarm_rule',
      reason:
        'an alarm can be made from alarms of its own Region alone: the primary sees what leaves it for dr, dr what is there, and that its lag is unknown',
    },
    {
      path: 'resource.aws_cloudwatch_composite_alarm.*.depends_on',
      reason: 'it is made after the alarms of its rule',
    },
    ...['alarm_name', 'alarm_description', 'tags.Name'].map((attribute) => ({
      path: `resource.aws_cloudwatch_composite_alarm.*.${attribute}`,
      reason: 'it is about dr on both sides, and says so',
    })),
    ...[
      'provider.aws',
      'resource.aws_cloudwatch_metric_alarm.observability_watch_unheard-{own}_alarm_BAF80741',
      'resource.aws_cloudwatch_metric_alarm.observability_watch_unheard-{peer}_alarm_1BB8292E',
    ].map((path) => ({
      path,
      reason:
        'what stands in the watch Region, outside the pair, is in the primary stack: no dr stack may need another Region to plan or apply',
    })),
    ...ALARMS_OF_SECOND_INSTANCE.map((id) => ({
      path: `resource.aws_cloudwatch_metric_alarm.${id}`,
      reason: FEWER_INSTANCES,
    })),
    { path: 'resource.aws_cloudwatch_dashboard.*.dashboard_body', reason: FEWER_INSTANCES },
    {
      path: 'resource.aws_cloudtrail.*.event_selector',
      reason:
        'the trail of the primary records the objects of both buckets; the one of dr its own, so that it names nothing of the primary Region',
    },
  ],
  watchProvider: {
    reason:
      'the silence of a controller is to be noticed, and told, where neither Region of the pair is needed',
  },
  primaryRegionMentions: [
    {
      path: 'resource.aws_cloudwatch_metric_alarm.*.dimensions.SourceBucket',
      reason:
        'S3 publishes in dr how far the replication from the primary bucket has come, under the names of both; CloudWatch looks for the metric in dr',
    },
    {
      path: 'resource.aws_cloudwatch_metric_alarm.*.dimensions.DestinationBucket',
      reason: 'and what failed on the way to the primary bucket, which it publishes in dr as well',
    },
    {
      path: 'resource.aws_cloudwatch_dashboard.*.dashboard_body',
      reason:
        'the graphs of the same metrics; every widget is of the dr Region, which an invariant holds it to',
    },
  ],
} satisfies TierInvariants;
