import { auroraContract, databaseContract, globalClusterName } from '@healthcare-dr/aurora/contract';
import { TierStack, ValidationError, type PropsFor } from '@healthcare-dr/platform';
import { MAX_CONTINUOUS_DAYS, MIN_CONTINUOUS_DAYS, type Role } from '@healthcare-dr/topology';
import { Construct } from 'constructs';
import { Cluster, type Membership } from './cluster';
import { DatabaseEvents } from './database-events';
import { GlobalCluster } from './global-cluster';
import { MasterSecret } from './master-secret';

/** What the tier is given on both sides, all of it of the stack's own Region. */
interface SharedProps {
  /** Encrypts storage, Performance Insights and, in the primary Region, the secret. */
  readonly databaseKeyArn: string;
  /** Encrypts the exported log. */
  readonly logsKeyArn: string;
  readonly isolatedSubnetIds: string[];
  /** Admits PostgreSQL from the service; its rules belong to the networking tier. */
  readonly databaseSecurityGroupId: string;
  /** Where RDS's events are told. */
  readonly notificationTopicArn: string;
  /** The key of that topic, from the contract of the kms tier. */
  readonly notificationsKeyArn: string;
}

/** Props of {@link Aurora}; what only one side needs belongs to that side's arm. */
export type AuroraProps =
  | (SharedProps & {
      readonly role: 'primary';
      /** The dr Region's database key, for the replica of the secret. */
      readonly drDatabaseKeyArn: string;
    })
  | (SharedProps & { readonly role: 'dr' });

/**
 * The database of one Region: a cluster of an Aurora global database.
 *
 * The primary side creates the global database, the cluster that writes first and the master credentials; the dr side a cluster
 * that follows. From then on either may write, and neither stack's plan changes when they swap.
 */
export class Aurora<R extends Role> extends Construct {
  /**
   * @throws ValidationError if backups are not kept long enough
   */
  constructor(scope: TierStack<R>, id: string, props: PropsFor<R, AuroraProps>) {
    super(scope, id);
    const stack = TierStack.of(this);
    const side = scope.withRole<AuroraProps>(props);
    this.#assertBackupRetention(stack);
    const instances = stack.environment.database.instances[side.role];
    const cluster = new Cluster(this, 'cluster', {
      databaseKeyArn: side.databaseKeyArn,
      logsKeyArn: side.logsKeyArn,
      isolatedSubnetIds: side.isolatedSubnetIds,
      databaseSecurityGroupId: side.databaseSecurityGroupId,
      instances,
      membership: side.role === 'primary' ? this.#found(stack, side) : join(stack),
    });
    new DatabaseEvents(this, 'events', {
      instances,
      topicArn: side.notificationTopicArn,
      topicKeyArn: side.notificationsKeyArn,
    });
    stack.publish(auroraContract, {
      clusterResourceId: cluster.resourceId,
      readerEndpoint: cluster.readerEndpoint,
    });
  }

  /** Makes the global database and the master credentials, and publishes how the pair is reached. */
  #found(stack: TierStack, props: Extract<AuroraProps, { role: 'primary' }>): Membership {
    const global = new GlobalCluster(this, 'global');
    const secret = new MasterSecret(this, 'master', {
      kmsKeyArn: props.databaseKeyArn,
      drKmsKeyArn: props.drDatabaseKeyArn,
      writerEndpoint: global.writerEndpoint,
    });
    stack.publishPair(databaseContract, {
      primary: { writerEndpoint: global.writerEndpoint, secretArn: secret.arn },
      dr: { writerEndpoint: global.writerEndpoint, secretArn: secret.drArn },
    });
    return {
      as: 'writer',
      globalClusterIdentifier: global.identifier,
      masterPassword: secret.password,
    };
  }

  #assertBackupRetention({ environment }: TierStack): void {
    const days = environment.backup.continuousDays;
    if (days >= MIN_CONTINUOUS_DAYS && days <= MAX_CONTINUOUS_DAYS) return;
    throw new ValidationError(
      {
        problem: `backup.continuousDays is ${days}.`,
        allowed: `${MIN_CONTINUOUS_DAYS} to ${MAX_CONTINUOUS_DAYS} days: it is the cluster's backup retention too`,
        fix: `correct it in the configuration of environment '${environment.suffix}'.`,
      },
      this,
    );
  }
}

/** Follows the writer of the global database, which is known by its name: nothing of the primary Region is read. */
const join = ({ environment, naming }: TierStack): Membership => ({
  as: 'secondary',
  globalClusterIdentifier: globalClusterName(naming),
  sourceRegion: environment.primary.region,
});
