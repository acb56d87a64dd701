/** One part of an outage that passes on AWS and not on this machine. */
export interface DocumentedDuration {
  readonly what: string;
  readonly seconds: number;
  /** What the source says, where it says no number, and what was made of it. */
  readonly says: string;
  readonly source: string;
}

const DISASTER_RECOVERY =
  'https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database-disaster-recovery.html';
const HEALTH_CHECKS =
  'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html';

/** What AWS documents of the durations that the local AWS does not have. A word is turned into a number that errs on the side of more. */
export const DOCUMENTED = {
  failover: {
    what: 'Aurora promotes the secondary cluster',
    seconds: 600,
    says: '"RTO can be in the order of minutes"; ten are taken',
    source: DISASTER_RECOVERY,
  },
  replication: {
    what: 'committed in the primary Region and not yet in dr',
    seconds: 60,
    says: '"RPO is typically measured in seconds"; sixty are taken',
    source: DISASTER_RECOVERY,
  },
  alarmData: {
    what: 'Route 53 takes notice of the control metric',
    seconds: 60,
    says: 'health checks follow the data stream of the alarm, whose period is a minute',
    source: HEALTH_CHECKS,
  },
  aliasTtl: {
    what: 'resolvers forget the old answer',
    seconds: 60,
    says: 'the TTL of an alias to a load balancer is 60 seconds',
    source:
      'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-choosing-alias-non-alias.html',
  },
} as const satisfies Record<string, DocumentedDuration>;
