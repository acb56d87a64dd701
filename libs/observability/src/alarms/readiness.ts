import { CloudwatchCompositeAlarm } from '@cdktf/provider-aws/lib/cloudwatch-composite-alarm';
import { describeAlarm, notificationTopicArn } from '@healthcare-dr/notifications/contract';
import { notReadyAlarmName } from '@healthcare-dr/observability/contract';
import { TierStack } from '@healthcare-dr/platform';
import { Construct } from 'constructs';
import { RUNBOOKS } from '../runbooks';
import type { Alarm } from './alarm';

/** Props of {@link ReadinessAlarm}. */
export interface ReadinessAlarmProps {
  /** What each keeps dr from taking over when it goes off. */
  readonly inAlarm: readonly Alarm[];
}

/**
 * One alarm for the question whether dr could take over now, as far as this Region can see: an alarm of another Region cannot be
 * part of it. It pages once, where its parts would many times.
 */
export class ReadinessAlarm extends Construct {
  constructor(scope: Construct, id: string, { inAlarm }: ReadinessAlarmProps) {
    super(scope, id);
    const stack = TierStack.of(this);
    const topic = notificationTopicArn(stack.naming);
    const name = notReadyAlarmName(stack.naming);
    // Nothing of INSUFFICIENT_DATA, in which every alarm begins: a first deployment would page.
    const rule = inAlarm.map(({ alarmName }) => `ALARM("${alarmName}")`).join(' OR ');
    new CloudwatchCompositeAlarm(this, 'alarm', {
      alarmName: name,
      alarmDescription: describeAlarm(
        'page',
        'dr is not ready: a failover now would lose more, or take longer, than it may. The alarms in its rule say why.',
        RUNBOOKS.disaster,
      ),
      alarmRule: rule,
      actionsEnabled: true,
      alarmActions: [topic],
      okActions: [topic],
      insufficientDataActions: [topic],
      tags: { Name: name },
      // CloudWatch refuses a rule over alarms that are not there.
      dependsOn: [...new Set(inAlarm.map(({ resource }) => resource))],
    });
  }
}
