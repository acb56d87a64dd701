import { defineContract, type Naming } from '@healthcare-dr/platform';

/** The load balancer of a Region, as AWS named it. */
export const computeContract = defineContract('compute', {
  albDnsName: 'string',
  /** The hosted zone that AWS keeps for load balancers of the Region, for alias records. */
  albZoneId: 'string',
  /** `app/<name>/<id>`: the `LoadBalancer` dimension of its metrics. */
  albArnSuffix: 'string',
  /** `targetgroup/<name>/<id>`: the `TargetGroup` dimension of its metrics. */
  targetGroupArnSuffix: 'string',
});

/** The ECS cluster of a Region. */
export const ecsClusterName = (naming: Naming): string => naming.name('resource', 'cluster');

/** The ECS service of a Region. */
export const ecsServiceName = (naming: Naming): string => naming.name('resource', 'service');

/** The task definition of the migration: what makes the schema and the service's database user, run by hand or by a pipeline. */
export const migrationFamily = (naming: Naming): string => naming.name('resource', 'migration');

/** The one container of the migration. */
export const MIGRATION_CONTAINER_NAME = 'migration';
