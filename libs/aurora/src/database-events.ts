import { clusterArn, instanceArn } from '@healthcare-dr/aurora/contract';
import { PAGING_RDS_EVENTS } from '@healthcare-dr/notifications/contract';
import { TierStack } from '@healthcare-dr/platform';
import { addTopicRule } from '@healthcare-dr/platform/topic-rule';
import { Construct } from 'constructs';

/**
 * What is worth telling somebody; backups and creations are not. Cluster and instances share the list: RDS uses
 * `global-failover` for the one alone, `availability` and `recovery` for the others.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_Events.Messages.html
 */
const CATEGORIES = [
  'availability',
  'configuration change',
  'deletion',
  'failover',
  'failure',
  // Written with a hyphen by the API, with a space in the table of events: either would be missed without a word.
  'global-failover',
  'global failover',
  'maintenance',
  'notification',
  'recovery',
];

/** Props of {@link DatabaseEvents}: names, so that they neither wait for the database nor lose it when it is made anew. */
export interface DatabaseEventsProps {
  /** How many instances the Region's cluster has. */
  readonly instances: number;
  /** The Region's own topic: the other Region's may be lost together with the cluster. */
  readonly topicArn: string;
  /** The key of that topic. */
  readonly topicKeyArn: string;
}

/**
 * RDS's own account of the Region's cluster and its instances, told to the notification topic.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/rds-cloud-watch-events.html
 */
export class DatabaseEvents extends Construct {
  constructor(scope: Construct, id: string, { instances, topicArn, topicKeyArn }: DatabaseEventsProps) {
    super(scope, id);
    const { naming } = TierStack.of(this);
    addTopicRule(this, 'rule', {
      what: 'aurora-events',
      description: 'What RDS tells of the cluster and its instances',
      topicArn,
      topicKeyArn,
      pattern: {
        source: ['aws.rds'],
        'detail-type': ['RDS DB Cluster Event', 'RDS DB Instance Event'],
        detail: {
          // Not SourceIdentifier, which the samples of AWS put as `rds:<name>` and its events as the name.
          SourceArn: [
            clusterArn(naming),
            ...Array.from({ length: instances }, (_, index) => instanceArn(naming, index + 1)),
          ],
          // What pages must come through, whatever else RDS files it under.
          $or: [{ EventCategories: CATEGORIES }, { EventID: PAGING_RDS_EVENTS }],
        },
      },
    });
  }
}
