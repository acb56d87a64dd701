import { DbEventSubscription } from '@cdktf/provider-aws/lib/db-event-subscription';
import type { TierStack } from '@healthcare-dr/platform';
import { Construct } from 'constructs';

/**
 * What is worth telling somebody; backups and creations are not. `global-failover` says whether the lost writer was fenced
 * (RDS-EVENT-0390) or could not be reached in time (0391).
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_Events.Messages.html
 */
const CATEGORIES = {
  'db-cluster': [
    'configuration change',
    'deletion',
    'failover',
    'failure',
    'global-failover',
    'maintenance',
    'notification',
  ],
  'db-instance': [
    'availability',
    'configuration change',
    'deletion',
    'failover',
    'failure',
    'maintenance',
    'notification',
    'recovery',
  ],
} as const;

/** What {@link EventSubscriptions} are made from. */
export interface EventSubscriptionsProps {
  /** The Region's own topic: the other Region's may be lost together with the cluster. */
  readonly notificationTopicArn: string;
  readonly clusterIdentifier: string;
  readonly instanceIdentifiers: readonly string[];
}

/** RDS's own account of the cluster and its instances, told to the notification topic. */
export class EventSubscriptions extends Construct {
  constructor(stack: TierStack, scope: Construct, id: string, props: EventSubscriptionsProps) {
    super(scope, id);
    const subscribe = (what: string, sourceType: keyof typeof CATEGORIES, sourceIds: string[]) => {
      const name = stack.naming.name('resource', what);
      new DbEventSubscription(this, what, {
        name,
        snsTopic: props.notificationTopicArn,
        sourceType,
        sourceIds,
        eventCategories: [...CATEGORIES[sourceType]],
        enabled: true,
        tags: { Name: name },
        timeouts: stack.timeouts,
      });
    };
    subscribe('aurora-cluster-events', 'db-cluster', [props.clusterIdentifier]);
    subscribe('aurora-instance-events', 'db-instance', [...props.instanceIdentifiers]);
  }
}
