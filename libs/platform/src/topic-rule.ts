import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import {
  CloudwatchEventTarget,
  type CloudwatchEventTargetInputTransformer,
} from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import type { Construct } from 'constructs';
import { addServiceRole } from './service-role';
import { TierStack } from './stack';

/** A pattern of EventBridge: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html. */
export interface EventPattern {
  readonly source: readonly string[];
  readonly 'detail-type': readonly string[];
  /** Written from names: what refers to a resource waits for it, and is gone with it. */
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Props of {@link addTopicRule}. */
export interface TopicRuleProps {
  /** What the rule is called, without prefix and suffix. */
  readonly what: string;
  readonly description: string;
  readonly pattern: EventPattern;
  /** The Region's own topic. */
  readonly topicArn: string;
  /** The key of that topic: its policy leaves its use to the account's roles. */
  readonly topicKeyArn: string;
  /**
   * What is published of the event.
   * @default - all of it, as the service words it
   */
  readonly inputTransformer?: CloudwatchEventTargetInputTransformer;
  /**
   * The construct id of the target.
   * @default - `<id>-target`
   */
  readonly targetId?: string;
}

/**
 * Publishes the events of AWS services that a pattern matches to a topic. The account's default bus carries them. EventBridge publishes
 * with a role of the rule's own: to topics it says neither account nor rule, so that a topic that admitted the service would admit the
 * rules of every account.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
 * @param id - of the rule; the ids of its role begin with it
 */
export function addTopicRule(scope: Construct, id: string, props: TopicRuleProps): void {
  const { naming, topology } = TierStack.of(scope);
  const name = naming.name('resource', props.what);
  const rule = new CloudwatchEventRule(scope, id, {
    name,
    description: props.description,
    eventPattern: JSON.stringify(props.pattern),
    tags: { Name: name },
  });
  const { role, attachment } = addServiceRole(scope, {
    part: id,
    what: props.what,
    description: `Lets EventBridge publish by the rule ${name}`,
    trust: { sid: 'EventBridge', service: 'events.amazonaws.com' },
    policy: {
      description: 'Publish to the notification topic of the Region',
      statements: [
        { Sid: 'Publish', Effect: 'Allow', Action: 'sns:Publish', Resource: props.topicArn },
        {
          Sid: 'UseTheKeyOfTheTopic',
          Effect: 'Allow',
          Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
          Resource: props.topicKeyArn,
          Condition: { StringEquals: { 'kms:ViaService': `sns.${topology.region}.amazonaws.com` } },
        },
      ],
    },
  });
  new CloudwatchEventTarget(scope, props.targetId ?? `${id}-target`, {
    rule: rule.name,
    targetId: 'notifications',
    arn: props.topicArn,
    roleArn: role.arn,
    ...(props.inputTransformer === undefined ? {} : { inputTransformer: props.inputTransformer }),
    // Otherwise the first event meets a role that may not publish yet.
    dependsOn: [attachment],
  });
}
