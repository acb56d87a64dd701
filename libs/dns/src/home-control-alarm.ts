import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { homeControlAlarmName } from '@healthcare-dr/dns/contract';
import {
  CONTROLLER_DIMENSION,
  CONTROLLER_METRICS,
  controllerNamespace,
} from '@healthcare-dr/failover-lambda/contract';
import { describeAlarm, notificationTopicArn } from '@healthcare-dr/notifications/contract';
import type { AlarmDefinition } from '@healthcare-dr/observability/contract';
import { TierStack } from '@healthcare-dr/platform';
import type { Environment } from '@healthcare-dr/topology';
import { Construct } from 'constructs';

/**
 * What the alarm watches: that the primary's controller holds traffic at home. One minute that says so keeps clients away from dr, and one
 * that does not lets them go there again. A controller that says nothing holds nobody: its Region may be the one that is lost.
 *
 * Within what a Route 53 check can follow: one metric of standard resolution, a basic statistic, no M of N.
 */
export function homeControlAlarm({ suffix }: Pick<Environment, 'suffix'>): AlarmDefinition {
  return {
    namespace: controllerNamespace({ suffix }),
    metricName: CONTROLLER_METRICS.trafficEngaged,
    dimensions: { [CONTROLLER_DIMENSION]: suffix },
    statistic: 'Maximum',
    period: 60,
    evaluationPeriods: 1,
    comparisonOperator: 'GreaterThanThreshold',
    threshold: 0,
  };
}

/**
 * The switch by which the primary's controller keeps clients away from a dr that was lost as the writer and comes back without being it.
 * It stands in the primary Region, and so does what writes its metric.
 */
export class HomeControlAlarm extends Construct {
  readonly alarm: CloudwatchMetricAlarm;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const stack = TierStack.of(this);
    const alarmName = homeControlAlarmName(stack.naming);
    const { dimensions, ...definition } = homeControlAlarm(stack.environment);
    const topicArn = notificationTopicArn(stack.naming);
    this.alarm = new CloudwatchMetricAlarm(this, 'alarm', {
      alarmName,
      alarmDescription: describeAlarm(
        'page',
        'ALARM: the primary was promoted because dr was lost, and its controller keeps clients away from dr until both Regions agree on ' +
          'the writer. OK, or no data: clients may be sent to dr when the primary does not answer.',
        'libs/dns/README.md',
      ),
      ...definition,
      dimensions: { ...dimensions },
      // A controller that never held traffic at home has said nothing, and that is the rule.
      treatMissingData: 'notBreaching',
      actionsEnabled: true,
      alarmActions: [topicArn],
      okActions: [topicArn],
      insufficientDataActions: [topicArn],
      tags: { Name: alarmName },
      // Without it nothing keeps clients away from a dr that does not write.
      ...(stack.ephemeral ? {} : { lifecycle: { preventDestroy: true } }),
    });
  }
}
