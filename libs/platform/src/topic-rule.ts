import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import type { Construct } from 'constructs';
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
  /** The Region's own topic; its policy and its key admit EventBridge. */
  readonly topicArn: string;
}

/**
 * Tells a topic of the events of AWS services that a pattern matches, as EventBridge words them. The account's default bus
 * carries them.
 *
 * @param id - of the rule; its target is `<id>-target`
 */
export function addTopicRule(scope: Construct, id: string, props: TopicRuleProps): void {
  const name = TierStack.of(scope).naming.name('resource', props.what);
  const rule = new CloudwatchEventRule(scope, id, {
    name,
    description: props.description,
    eventPattern: JSON.stringify(props.pattern),
    tags: { Name: name },
  });
  new CloudwatchEventTarget(scope, `${id}-target`, {
    rule: rule.name,
    targetId: 'notifications',
    arn: props.topicArn,
  });
}
