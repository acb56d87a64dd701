import { EcsService } from '@cdktf/provider-aws/lib/ecs-service';
import { ecsServiceName } from '@healthcare-dr/compute/contract';
import { TierStack } from '@healthcare-dr/platform';
import type { Environment } from '@healthcare-dr/topology';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { CONTAINER_NAME } from './task-definition';

/** Props of {@link Service}. */
export interface ServiceProps {
  readonly service: Environment['service'];
  /** The minimum task count in this Region; scaling takes over from there. */
  readonly minTasks: number;
  readonly clusterArn: string;
  readonly taskDefinitionArn: string;
  readonly targetGroupArn: string;
  readonly subnetIds: string[];
  readonly securityGroupId: string;
  /** What must stand before the first task. */
  readonly dependsOn: ITerraformDependable[];
}

/** The service: tasks in private subnets of every zone, replaced without ever being fewer than asked for. */
export class Service extends Construct {
  readonly resource: EcsService;

  constructor(scope: Construct, id: string, props: ServiceProps) {
    super(scope, id);
    const { naming } = TierStack.of(this);
    const { service, minTasks } = props;
    const name = ecsServiceName(naming);
    this.resource = new EcsService(this, 'service', {
      name,
      cluster: props.clusterArn,
      taskDefinition: props.taskDefinitionArn,
      desiredCount: minTasks,
      capacityProviderStrategy: capacityProviderStrategy(minTasks, service.spotPercent),
      // With it a new strategy is a new deployment; without it Terraform would replace the service.
      forceNewDeployment: true,
      platformVersion: 'LATEST',
      availabilityZoneRebalancing: 'ENABLED',
      deploymentMinimumHealthyPercent: 100,
      deploymentMaximumPercent: 200,
      deploymentCircuitBreaker: { enable: true, rollback: true },
      deploymentController: { type: 'ECS' },
      // An apply that has returned has rolled out, and one that the circuit breaker rolled back has failed.
      waitForSteadyState: true,
      healthCheckGracePeriodSeconds: service.healthCheckGracePeriodSeconds,
      // Its agent has to write to the root file system, which is read-only.
      enableExecuteCommand: false,
      enableEcsManagedTags: true,
      propagateTags: 'SERVICE',
      networkConfiguration: {
        subnets: props.subnetIds,
        securityGroups: [props.securityGroupId],
        assignPublicIp: false,
      },
      loadBalancer: [
        {
          targetGroupArn: props.targetGroupArn,
          containerName: CONTAINER_NAME,
          containerPort: service.container.port,
        },
      ],
      tags: { Name: name },
      dependsOn: props.dependsOn,
      // Scaling decides it from the second task on.
      lifecycle: { ignoreChanges: ['desired_count'] },
    });
  }
}

/** The minimum task count on Fargate; of the tasks beyond it the given share on Spot. */
function capacityProviderStrategy(minTasks: number, spotPercent: number) {
  const onDemand = { capacityProvider: 'FARGATE', base: minTasks, weight: 100 - spotPercent };
  return spotPercent === 0
    ? [onDemand]
    : [onDemand, { capacityProvider: 'FARGATE_SPOT', base: 0, weight: spotPercent }];
}
