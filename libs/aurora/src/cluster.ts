import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { DbSubnetGroup } from '@cdktf/provider-aws/lib/db-subnet-group';
import { RdsCluster } from '@cdktf/provider-aws/lib/rds-cluster';
import { RdsClusterInstance } from '@cdktf/provider-aws/lib/rds-cluster-instance';
import { clusterName, instanceName, POSTGRESQL_PORT } from '@healthcare-dr/aurora/contract';
import { suppress, TierStack } from '@healthcare-dr/platform';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { UNPROTECTED } from './deletion';
import { ENGINE } from './engine';
import { MonitoringRole } from './monitoring-role';
import { ParameterGroup } from './parameter-group';

/** Of certificates that RDS presents; `rds-ca-2019` has expired. */
const CA_CERTIFICATE = 'rds-ca-rsa2048-g1';

/** The log that Aurora PostgreSQL exports. */
const EXPORTED_LOG = 'postgresql';

/** Days of Performance Insights that cost nothing. */
const PERFORMANCE_INSIGHTS_DAYS = 7;

/**
 * What AWS changes by itself, on whichever cluster, and Terraform must leave alone.
 *
 * When roles swap, `replication_source_identifier` moves from one cluster to the other: clearing it would call
 * PromoteReadReplicaDBCluster, clearing `global_cluster_identifier` RemoveFromGlobalCluster. Both stand here for both clusters,
 * because either may be the one that follows. The master credentials belong to the writer, and AWS shows them on the cluster
 * that was it **(u)**. The engine's version is raised by the global cluster, for all members. AWS Backup takes the backup window over
 * where its continuous backup is on.
 */
export const LEFT_TO_AWS = [
  'global_cluster_identifier',
  'replication_source_identifier',
  'master_username',
  'master_password',
  'engine_version',
  'preferred_backup_window',
];

/** Left to the controller too where it raises the minimum capacity of what it promoted: a plan must not lower it again. */
const LEFT_TO_CONTROLLER = 'serverlessv2_scaling_configuration[0].min_capacity';

/** Props of {@link Cluster}. */
export interface ClusterProps {
  /** The Region's database key: storage and Performance Insights. */
  readonly databaseKeyArn: string;
  /** The Region's logs key. */
  readonly logsKeyArn: string;
  readonly isolatedSubnetIds: string[];
  readonly databaseSecurityGroupId: string;
  /** How many instances, spread over the zones. */
  readonly instances: number;
  /** The global database to join, as its writer or as a secondary. */
  readonly membership: Membership;
}

/** What distinguishes the cluster that is created first, and writes, from one that follows. */
export type Membership =
  | {
      readonly as: 'writer';
      readonly globalClusterIdentifier: string;
      /** The expression of the master password, ephemeral. */
      readonly masterPassword: string;
    }
  | {
      readonly as: 'secondary';
      readonly globalClusterIdentifier: string;
      /** Where the writer stood when this cluster was created: AWS wants the request for an encrypted one signed for there too. */
      readonly sourceRegion: string;
    };

/** The Aurora cluster of one Region, with its instances and all they need. */
export class Cluster extends Construct {
  readonly resourceId: string;
  readonly readerEndpoint: string;

  constructor(scope: Construct, id: string, props: ClusterProps) {
    super(scope, id);
    const stack = TierStack.of(this);
    const { naming } = stack;
    const name = clusterName(naming);
    const parameters = new ParameterGroup(this, 'parameters', {
      database: stack.environment.database,
    });
    const logGroup = this.#addLogGroup(stack, name, props.logsKeyArn);
    const subnetGroup = new DbSubnetGroup(this, 'subnet-group', {
      name,
      description: `${name}: isolated subnets, without a way out of the VPC`,
      subnetIds: props.isolatedSubnetIds,
      tags: { Name: name },
    });
    const cluster = this.#addCluster(stack, props, {
      name,
      parameterGroup: parameters.name,
      subnetGroup: subnetGroup.name,
      // Aurora makes a missing log group itself: without a key, and kept for ever.
      dependsOn: [logGroup],
    });
    this.#addInstances(stack, props, cluster);
    this.resourceId = cluster.clusterResourceId;
    this.readerEndpoint = cluster.readerEndpoint;
  }

  #addLogGroup(stack: TierStack, cluster: string, kmsKeyArn: string): CloudwatchLogGroup {
    const name = `/aws/rds/cluster/${cluster}/${EXPORTED_LOG}`;
    return new CloudwatchLogGroup(this, 'log-group', {
      name,
      kmsKeyId: kmsKeyArn,
      retentionInDays: stack.environment.retention.auditLogDays,
      tags: { Name: cluster },
      ...(stack.ephemeral ? {} : { lifecycle: { preventDestroy: true } }),
    });
  }

  #addCluster(
    stack: TierStack,
    { databaseKeyArn, databaseSecurityGroupId, membership }: ClusterProps,
    parts: {
      readonly name: string;
      readonly parameterGroup: string;
      readonly subnetGroup: string;
      readonly dependsOn: ITerraformDependable[];
    },
  ): RdsCluster {
    const { environment, ephemeral, naming } = stack;
    const { database, backup, failover } = environment;
    const cluster = new RdsCluster(this, 'cluster', {
      clusterIdentifier: parts.name,
      globalClusterIdentifier: membership.globalClusterIdentifier,
      ...(membership.as === 'writer'
        ? {
            databaseName: database.databaseName,
            masterUsername: database.masterUsername,
            masterPasswordWo: membership.masterPassword,
            masterPasswordWoVersion: database.masterPasswordVersion,
          }
        : { sourceRegion: membership.sourceRegion }),
      engine: ENGINE,
      engineMode: 'provisioned',
      engineVersion: database.engineVersion,
      serverlessv2ScalingConfiguration: { minCapacity: database.minAcu, maxCapacity: database.maxAcu },
      port: POSTGRESQL_PORT,
      dbSubnetGroupName: parts.subnetGroup,
      vpcSecurityGroupIds: [databaseSecurityGroupId],
      dbClusterParameterGroupName: parts.parameterGroup,
      storageEncrypted: true,
      kmsKeyId: databaseKeyArn,
      iamDatabaseAuthenticationEnabled: true,
      enabledCloudwatchLogsExports: [EXPORTED_LOG],
      copyTagsToSnapshot: true,
      // AWS Backup's continuous backup sets the same: two numbers would be changed back and forth.
      backupRetentionPeriod: backup.continuousDays,
      preferredBackupWindow: database.backupWindow,
      preferredMaintenanceWindow: database.maintenanceWindow,
      applyImmediately: ephemeral,
      deletionProtection: !ephemeral,
      deleteAutomatedBackups: ephemeral,
      skipFinalSnapshot: ephemeral,
      finalSnapshotIdentifier: naming.name('database', 'aurora-final'),
      tags: { Name: parts.name },
      dependsOn: parts.dependsOn,
      lifecycle: {
        ignoreChanges:
          failover.capacity.minAcu === undefined ? LEFT_TO_AWS : [...LEFT_TO_AWS, LEFT_TO_CONTROLLER],
        ...(ephemeral ? {} : { preventDestroy: true }),
      },
    });
    if (ephemeral) suppress(cluster, UNPROTECTED);
    return cluster;
  }

  #addInstances(stack: TierStack, props: ClusterProps, cluster: RdsCluster): void {
    const { environment, ephemeral, naming, topology } = stack;
    const { database } = environment;
    const names = Array.from({ length: props.instances }, (_, index) => instanceName(naming, index + 1));
    const monitoring = new MonitoringRole(this, 'monitoring', {
      instances: props.instances,
    });
    if (names.length < 2) {
      suppress(cluster, {
        check: 'rds-multi-az',
        reason:
          'A secondary that stands by with one instance: the storage spans three zones, and the loss of the instance ' +
          'delays a failover by the minutes Aurora takes to make another. Set database.instances.dr to 2 to save them.',
        owner: 'database',
      });
    }
    for (const [index, name] of names.entries()) {
      const instance = new RdsClusterInstance(this, `instance-${index + 1}`, {
        identifier: name,
        clusterIdentifier: cluster.id,
        engine: ENGINE,
        instanceClass: 'db.serverless',
        availabilityZone: topology.zones[index % topology.zones.length],
        promotionTier: index === 0 ? 0 : 1,
        publiclyAccessible: false,
        caCertIdentifier: CA_CERTIFICATE,
        autoMinorVersionUpgrade: true,
        performanceInsightsEnabled: true,
        performanceInsightsKmsKeyId: props.databaseKeyArn,
        performanceInsightsRetentionPeriod: PERFORMANCE_INSIGHTS_DAYS,
        monitoringInterval: database.monitoringIntervalSeconds,
        monitoringRoleArn: monitoring.arn,
        preferredMaintenanceWindow: database.maintenanceWindow,
        copyTagsToSnapshot: true,
        applyImmediately: ephemeral,
        tags: { Name: name },
        // Otherwise RDS tries the role before it may do anything.
        dependsOn: [monitoring.attachment],
      });
      suppress(instance, {
        check: 'rds-auto-minor-upgrade',
        reason:
          'In a global database the setting does nothing: both Regions must have the same version, so an operator raises it in ' +
          'both, as the README says.',
        owner: 'database',
      });
    }
  }
}
