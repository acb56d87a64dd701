import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { clusterName } from '@healthcare-dr/aurora/contract';
import { describeAlarm, notificationTopicArn } from '@healthcare-dr/notifications/contract';
import { replicationLagAlarm, replicationLagAlarmName } from '@healthcare-dr/observability/contract';
import type { TierStack } from '@healthcare-dr/platform';
import { Construct } from 'constructs';

/** What a {@link ReplicationLagAlarm} is made from. */
export interface ReplicationLagAlarmProps {
  /** The stack it stands in, for its names, its environment and its Region. */
  readonly stack: TierStack;
}

/**
 * Says that the standby is too far behind to be promoted within the recovery point objective. It marks dr as not ready; it
 * never starts a failover, which would lose exactly what it warns of.
 *
 * It stands in both Regions, because roles swap: the metric is published where the secondary is.
 */
export class ReplicationLagAlarm extends Construct {
  constructor(scope: Construct, id: string, { stack }: ReplicationLagAlarmProps) {
    super(scope, id);
    const { environment, naming } = stack;
    const alarmName = replicationLagAlarmName(naming);
    const { dimensions, ...definition } = replicationLagAlarm(environment, clusterName(naming));
    const topicArn = notificationTopicArn(naming);
    new CloudwatchMetricAlarm(this, 'alarm', {
      alarmName,
      alarmDescription: describeAlarm(
        'page',
        `The standby is more than ${definition.threshold} ms behind the writer, and promoting it would lose as much.`,
        'libs/observability/README.md',
      ),
      ...definition,
      dimensions: { ...dimensions },
      // No data is the rule in the Region of the writer and an alarm in the Region of the standby. Neither `notBreaching`, which
      // reads an unknown lag as none, nor `breaching`, which never ends where the writer is: the state says that it is not known,
      // and who is told of a change to it.
      treatMissingData: 'missing',
      actionsEnabled: true,
      alarmActions: [topicArn],
      okActions: [topicArn],
      insufficientDataActions: [topicArn],
      tags: { Name: alarmName },
    });
  }
}
