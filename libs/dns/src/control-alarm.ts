import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { controlAlarmName } from '@healthcare-dr/dns/contract';
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
 * What the alarm watches: that traffic is *not* engaged. The check that follows it is inverted, so the two directions differ as
 * they should: "engaged" ends the breach and holds traffic at once, for its minute; it takes a whole minute that says nothing but "not
 * engaged" to let it go. More would only keep clients longer from a writer that has come home: the controller writes "not engaged" once
 * both Regions see it there, and journals it before.
 *
 * Within what a Route 53 check can follow: one metric of standard resolution, a basic statistic, no M of N.
 */
export function controlAlarm({ suffix }: Pick<Environment, 'suffix'>): AlarmDefinition {
  return {
    namespace: controllerNamespace({ suffix }),
    metricName: CONTROLLER_METRICS.trafficEngaged,
    dimensions: { [CONTROLLER_DIMENSION]: suffix },
    statistic: 'Maximum',
    period: 60,
    evaluationPeriods: 1,
    comparisonOperator: 'LessThanThreshold',
    threshold: 1,
  };
}

/** The switch by which the controller holds traffic in dr: it stands in the dr Region, and so does what writes its metric. */
export class ControlAlarm extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const stack = TierStack.of(this);
    const alarmName = controlAlarmName(stack.naming);
    const { dimensions, ...definition } = controlAlarm(stack.environment);
    const topicArn = notificationTopicArn(stack.naming);
    new CloudwatchMetricAlarm(this, 'alarm', {
      alarmName,
      // Each change is told by the controller too, and its silence pages by an alarm of its own; the first state is no news.
      alarmDescription: describeAlarm(
        'ticket',
        'ALARM: traffic follows the health of the primary, as it should. OK: the controller routes traffic to dr. ' +
          'INSUFFICIENT_DATA: the controller publishes no data, and traffic stays where it is.',
        'libs/dns/README.md',
      ),
      ...definition,
      dimensions: { ...dimensions },
      // Silence is neither "engaged" nor "not engaged": whoever is told must see that the controller says nothing. Route 53 does not
      // look at this; its check keeps the last status it knew.
      treatMissingData: 'missing',
      actionsEnabled: true,
      alarmActions: [topicArn],
      okActions: [topicArn],
      insufficientDataActions: [topicArn],
      tags: { Name: alarmName },
      // Without it nothing holds traffic in dr, and the check that follows it keeps whatever it last knew.
      ...(stack.ephemeral ? {} : { lifecycle: { preventDestroy: true } }),
    });
  }
}
