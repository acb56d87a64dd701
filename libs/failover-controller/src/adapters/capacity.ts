import {
  DescribeScalableTargetsCommand,
  RegisterScalableTargetCommand,
  type ApplicationAutoScalingClient,
} from '@aws-sdk/client-application-auto-scaling';
import { CallError } from '../domain/errors';
import type { CapacityPort } from '../domain/ports';
import { call, within } from './call';
import type { Bounded } from './clients';

/** What the adapter needs. */
export interface CapacityAdapterProps {
  readonly autoScaling: Bounded<ApplicationAutoScalingClient>;
  readonly ecsCluster: string;
  readonly ecsService: string;
}

/** The number of tasks of the service, through Application Auto Scaling. */
export function capacityAdapter({ autoScaling, ecsCluster, ecsService }: CapacityAdapterProps): CapacityPort {
  const { client, limitMs } = autoScaling;
  const resourceId = `service/${ecsCluster}/${ecsService}`;
  const target = { ServiceNamespace: 'ecs', ScalableDimension: 'ecs:service:DesiredCount' } as const;
  return {
    async minimumTasks() {
      return (await find(within(limitMs))).min;
    },

    async raiseMinimumTasks(minTasks) {
      const bound = within(limitMs);
      const { min, max } = await find(bound);
      // More than the most is refused, and would raise nothing at all.
      const most = Math.min(minTasks, max);
      if (min < most) await register(most, bound);
    },

    async lowerMinimumTasks(minTasks) {
      const bound = within(limitMs);
      if ((await find(bound)).min > minTasks) await register(minTasks, bound);
    },
  };

  async function find(
    bound: ReturnType<typeof within>,
  ): Promise<{ readonly min: number; readonly max: number }> {
    const operation = 'application-autoscaling:DescribeScalableTargets';
    const { ScalableTargets = [] } = await call(operation, bound, (options) =>
      client.send(new DescribeScalableTargetsCommand({ ...target, ResourceIds: [resourceId] }), options),
    );
    const found = ScalableTargets.find(({ ResourceId }) => ResourceId === resourceId);
    if (found === undefined)
      throw new CallError(operation, 'not-found', `${resourceId} is not registered for scaling`);
    return { min: found.MinCapacity ?? 0, max: found.MaxCapacity ?? Infinity };
  }

  /** Of a registered target only what is given changes. */
  async function register(minTasks: number, bound: ReturnType<typeof within>): Promise<void> {
    const command = new RegisterScalableTargetCommand({
      ...target,
      ResourceId: resourceId,
      MinCapacity: minTasks,
    });
    await call('application-autoscaling:RegisterScalableTarget', bound, (options) =>
      client.send(command, options),
    );
  }
}
