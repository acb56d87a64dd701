import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import type { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission';
import { SnsTopicSubscription } from '@cdktf/provider-aws/lib/sns-topic-subscription';
import { TierStack } from '@healthcare-dr/platform';
import { SCHEDULE_SECONDS } from '@healthcare-dr/topology';
import { Construct } from 'constructs';
import type { DeadLetters } from './dead-letters';
import type { ControllerSite } from './site';

/** What the schedule sends; the runtime knows it by this. */
export const SCHEDULE_INPUT = { trigger: 'schedule' } as const;

/**
 * What of the Region's topic reaches the controller: alarms, and events of RDS as EventBridge words them. Its own notifications are
 * neither, or each would call for the next.
 */
export const TOPIC_FILTER: {
  readonly $or: readonly Readonly<Record<string, readonly (string | { readonly exists: boolean })[]>>[];
} = {
  $or: [{ AlarmName: [{ exists: true }], NewStateValue: [{ exists: true }] }, { source: ['aws.rds'] }],
};

/** A minute late is as good as never: the next one comes then. */
const NO_RETRY = { maximumRetryAttempts: 0, maximumEventAgeInSeconds: 60 };

/** Props of {@link Triggers}. */
export interface TriggersProps {
  readonly site: ControllerSite;
  readonly lambda: LambdaFunction;
  readonly deadLetters: DeadLetters;
  readonly ruleName: string;
  readonly ruleArn: string;
}

/** What calls the controller: the alarms of this environment, the Region's topic, and the clock. */
export class Triggers extends Construct {
  constructor(scope: Construct, id: string, props: TriggersProps) {
    super(scope, id);
    const stack = TierStack.of(this);
    const { site, lambda, deadLetters } = props;
    const { accountId } = stack.environment;
    const allow = (statementId: string, principal: string, sourceArn: string) =>
      new LambdaPermission(this, `allow-${statementId}`, {
        statementId,
        action: 'lambda:InvokeFunction',
        functionName: lambda.functionName,
        principal,
        sourceAccount: accountId,
        sourceArn,
      });

    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-actions-Lambda.html
    allow('alarms', 'lambda.alarms.cloudwatch.amazonaws.com', site.alarmPattern);

    const topic = allow('topic', 'sns.amazonaws.com', site.topicArn);
    new SnsTopicSubscription(this, 'topic', {
      topicArn: site.topicArn,
      protocol: 'lambda',
      endpoint: lambda.arn,
      filterPolicyScope: 'MessageBody',
      filterPolicy: JSON.stringify(TOPIC_FILTER),
      redrivePolicy: JSON.stringify({ deadLetterTargetArn: deadLetters.queueArn }),
      dependsOn: [topic, deadLetters.policy],
    });

    const schedule = allow('schedule', 'events.amazonaws.com', props.ruleArn);
    const rule = new CloudwatchEventRule(this, 'schedule', {
      name: props.ruleName,
      description: `Calls ${site.functionName} every minute: the heartbeat, and the pace of an operation`,
      scheduleExpression:
        SCHEDULE_SECONDS === 60 ? 'rate(1 minute)' : `rate(${SCHEDULE_SECONDS / 60} minutes)`,
      state: 'ENABLED',
      tags: { Name: props.ruleName },
    });
    new CloudwatchEventTarget(this, 'schedule-target', {
      rule: rule.name,
      targetId: 'controller',
      arn: lambda.arn,
      input: JSON.stringify(SCHEDULE_INPUT),
      retryPolicy: NO_RETRY,
      deadLetterConfig: { arn: deadLetters.queueArn },
      dependsOn: [schedule, deadLetters.policy],
    });
  }
}
