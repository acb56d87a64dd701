import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { SnsTopicPolicy } from '@cdktf/provider-aws/lib/sns-topic-policy';
import { SnsTopicSubscription } from '@cdktf/provider-aws/lib/sns-topic-subscription';
import { notificationTopicName } from '@healthcare-dr/notifications/contract';
import { suppress, TierStack } from '@healthcare-dr/platform';
import { endpointOf, watchRegionOf } from '@healthcare-dr/topology';
import { Construct } from 'constructs';
import { subscriptionProps } from './subscription-props';
import { watchKeyPolicy } from './watch-key-policy';
import { watchTopicPolicy } from './topic-policy';

/** How long a deleted key can still be saved, in days. KMS allows 7 to 30. */
const DELETION_WINDOW_DAYS = { ephemeral: 7, production: 30 } as const;

/**
 * The topic in the watch Region, outside the pair: it takes the pages that a controller's own topic does not, and what the dead man's
 * switch there says. Its key and its subscriptions are its own. Queues have none, because the one to be told would stand in the pair.
 *
 * It stands in the primary stack, as Route 53 does, because no dr stack may need another Region to plan or apply. Nothing asks for
 * the stack in an outage.
 */
export class WatchTopic extends Construct {
  readonly keyArn: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const stack = TierStack.of(this);
    const { environment, watchNaming: naming, watchProvider: provider, ephemeral } = stack;
    const { accountId, suffix, notifications } = environment;
    const name = notificationTopicName(naming);
    const protect = ephemeral ? {} : { lifecycle: { preventDestroy: true } };

    const key = new KmsKey(this, 'key', {
      provider,
      description: `${name}: messages from outside the pair`,
      enableKeyRotation: true,
      isEnabled: true,
      deletionWindowInDays: DELETION_WINDOW_DAYS[ephemeral ? 'ephemeral' : 'production'],
      policy: JSON.stringify(watchKeyPolicy({ accountId, region: watchRegionOf(environment) })),
      tags: { Name: name },
      ...protect,
    });
    if (ephemeral) {
      suppress(key, {
        check: 'kms-not-pending-deletion',
        reason:
          'This environment is made to be destroyed whole; its keys go with it, after the shortest window KMS allows.',
        owner: 'operations',
      });
    }
    new KmsAlias(this, 'key-alias', {
      provider,
      name: naming.name('keyAlias', 'watch'),
      targetKeyId: key.keyId,
    });

    this.keyArn = key.arn;

    const topic = new SnsTopic(this, 'topic', {
      provider,
      name,
      displayName: name,
      kmsMasterKeyId: key.arn,
      signatureVersion: 2,
      tags: { Name: name },
      ...protect,
    });
    const policy = new SnsTopicPolicy(this, 'policy', {
      provider,
      arn: topic.arn,
      policy: JSON.stringify(
        watchTopicPolicy({ naming, topicArn: naming.arn('sns', name), accountId, suffix }),
      ),
    });
    for (const subscription of notifications.subscriptions.filter(({ protocol }) => protocol !== 'sqs')) {
      new SnsTopicSubscription(this, `${subscription.protocol}-${endpointOf(subscription)}`, {
        provider,
        topicArn: topic.arn,
        ...subscriptionProps(subscription, naming),
        dependsOn: [policy],
      });
    }
  }
}
