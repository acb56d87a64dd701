import { AppautoscalingPolicy } from '@cdktf/provider-aws/lib/appautoscaling-policy';
import { AppautoscalingTarget } from '@cdktf/provider-aws/lib/appautoscaling-target';
import { ecsClusterName, ecsServiceName } from '@healthcare-dr/compute/contract';
import { TierStack, type Naming } from '@healthcare-dr/platform';
import type { Environment } from '@healthcare-dr/topology';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';

/** How soon scaling may act again, in seconds: out at once, in once the load has stayed away. */
const COOLDOWN_SECONDS = { out: 60, in: 300 } as const;

/** Props of {@link Autoscaling}. */
export interface AutoscalingProps {
  /** Whether a failover raises the minimum task count here. */
  readonly raisedInFailover: boolean;
  readonly service: Environment['service'];
  readonly minTasks: number;
  /** The service itself. */
  readonly dependsOn: ITerraformDependable[];
}

/** Keeps CPU and memory of the tasks at their targets, between the minimum and the maximum task count. */
export class Autoscaling extends Construct {
  constructor(scope: Construct, id: string, props: AutoscalingProps) {
    super(scope, id);
    const { naming } = TierStack.of(this);
    const { raisedInFailover, service, minTasks } = props;
    const target = new AppautoscalingTarget(this, 'target', {
      serviceNamespace: 'ecs',
      scalableDimension: 'ecs:service:DesiredCount',
      resourceId: `service/${ecsClusterName(naming)}/${ecsServiceName(naming)}`,
      minCapacity: minTasks,
      maxCapacity: service.tasks.max,
      tags: { Name: naming.name('resource', 'service') },
      dependsOn: props.dependsOn,
      // A plan in the middle of a failover, or after it, must not lower what was raised for it.
      ...(raisedInFailover ? { lifecycle: { ignoreChanges: ['min_capacity'] } } : {}),
    });
    this.#addPolicy('cpu', 'ECSServiceAverageCPUUtilization', service.cpuTargetPercent, naming, target);
    this.#addPolicy(
      'memory',
      'ECSServiceAverageMemoryUtilization',
      service.memoryTargetPercent,
      naming,
      target,
    );
  }

  #addPolicy(
    what: string,
    predefinedMetricType: string,
    targetValue: number,
    naming: Naming,
    target: AppautoscalingTarget,
  ): void {
    new AppautoscalingPolicy(this, what, {
      name: naming.name('resource', `service-${what}`),
      policyType: 'TargetTrackingScaling',
      serviceNamespace: target.serviceNamespace,
      scalableDimension: target.scalableDimension,
      resourceId: target.resourceId,
      targetTrackingScalingPolicyConfiguration: {
        targetValue,
        scaleOutCooldown: COOLDOWN_SECONDS.out,
        scaleInCooldown: COOLDOWN_SECONDS.in,
        predefinedMetricSpecification: { predefinedMetricType },
      },
    });
  }
}
