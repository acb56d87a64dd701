import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { SnsTopicPolicy } from '@cdktf/provider-aws/lib/sns-topic-policy';
import { SnsTopicSubscription } from '@cdktf/provider-aws/lib/sns-topic-subscription';
import { notificationTopicName, watchContract } from '@healthcare-dr/notifications/contract';
import { TierStack } from '@healthcare-dr/platform';
import { endpointOf } from '@healthcare-dr/topology';
import { Construct } from 'constructs';
import { subscriptionProps } from './subscription-props';
import { topicPolicy } from './topic-policy';
import { WatchTopic } from './watch-topic';

/** What the tier needs from others. */
export interface NotificationsProps {
  /** The Region's key for notifications, from the contract of the kms tier. */
  readonly notificationsKeyArn: string;
}

/**
 * The Region's topic for alarms and events, and who is told of them. The same on both sides, each with its own topic, key and
 * subscriptions, so the loss of one Region silences nothing of the other. The primary stack has the one of the watch Region too.
 */
export class Notifications extends Construct {
  constructor(scope: Construct, id: string, props: NotificationsProps) {
    super(scope, id);
    const stack = TierStack.of(this);
    const { naming, environment } = stack;
    const { accountId, suffix } = environment;
    const name = notificationTopicName(naming);
    const topic = new SnsTopic(this, 'topic', {
      name,
      displayName: name,
      kmsMasterKeyId: props.notificationsKeyArn,
      // SHA-256, for endpoints that check who a message is from.
      signatureVersion: 2,
      tags: { Name: name },
      // A topic that goes takes every subscription along, and each has to be confirmed again.
      ...(stack.ephemeral ? {} : { lifecycle: { preventDestroy: true } }),
    });
    const policy = new SnsTopicPolicy(this, 'policy', {
      arn: topic.arn,
      policy: JSON.stringify(topicPolicy({ naming, topicArn: naming.arn('sns', name), accountId, suffix })),
    });
    for (const subscription of environment.notifications.subscriptions) {
      new SnsTopicSubscription(this, `${subscription.protocol}-${endpointOf(subscription)}`, {
        topicArn: topic.arn,
        ...subscriptionProps(subscription, naming),
        // Before anybody may publish there is nothing to be told of.
        dependsOn: [policy],
      });
    }
    if (stack.role === 'dr') return;
    const { keyArn: watchKeyArn } = new WatchTopic(this, 'watch');
    stack.publishPair(watchContract, { primary: { watchKeyArn }, dr: { watchKeyArn } });
  }
}
