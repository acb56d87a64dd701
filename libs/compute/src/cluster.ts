import { EcsCluster } from '@cdktf/provider-aws/lib/ecs-cluster';
import { EcsClusterCapacityProviders } from '@cdktf/provider-aws/lib/ecs-cluster-capacity-providers';
import { ecsClusterName } from '@healthcare-dr/compute/contract';
import { TierStack } from '@healthcare-dr/platform';
import { Construct } from 'constructs';
import type { LogGroups } from './log-groups';

/** Props of {@link Cluster}. */
export interface ClusterProps {
  readonly logGroups: LogGroups;
  /** The key of exec sessions and of their log. */
  readonly kmsKeyArn: string;
}

/** The ECS cluster of a Region, on Fargate alone. */
export class Cluster extends Construct {
  readonly arn: string;
  /** A service may name a capacity provider once this stands. */
  readonly capacityProviders: EcsClusterCapacityProviders;

  constructor(scope: Construct, id: string, { logGroups, kmsKeyArn }: ClusterProps) {
    super(scope, id);
    const { naming } = TierStack.of(this);
    const name = ecsClusterName(naming);
    const cluster = new EcsCluster(this, 'cluster', {
      name,
      setting: [{ name: 'containerInsights', value: 'enabled' }],
      // The service has no way in. Whoever opens one for a task of their own finds it encrypted and on record.
      configuration: {
        executeCommandConfiguration: {
          kmsKeyId: kmsKeyArn,
          logging: 'OVERRIDE',
          logConfiguration: {
            cloudWatchEncryptionEnabled: true,
            cloudWatchLogGroupName: logGroups.exec.name,
          },
        },
      },
      tags: { Name: name },
      // Otherwise Container Insights makes the group itself, without key or retention.
      dependsOn: [logGroups.insights],
    });
    this.arn = cluster.arn;
    this.capacityProviders = new EcsClusterCapacityProviders(this, 'capacity-providers', {
      clusterName: cluster.name,
      capacityProviders: ['FARGATE', 'FARGATE_SPOT'],
      // What is started by hand runs where it is not taken away.
      defaultCapacityProviderStrategy: [{ capacityProvider: 'FARGATE', weight: 1 }],
    });
  }
}
