import { DescribeScalableTargetsCommand } from '@aws-sdk/client-application-auto-scaling';
import { DescribeServicesCommand, DescribeTasksCommand, ListTasksCommand } from '@aws-sdk/client-ecs';
import { ecsClusterName, ecsServiceName } from '@healthcare-dr/compute/contract';
import { ask, orAbsent, type Answer } from '../answer';
import type { RegionClients } from '../pair';

/** The service of a Region. */
export interface ServiceFacts {
  readonly status: string;
  readonly running: number;
  readonly desired: number;
  /** The least number of tasks that Application Auto Scaling keeps; `undefined` if nothing scales it. */
  readonly minimum: number | undefined;
  /** The images that the running tasks were started from: each was pulled in this Region. */
  readonly images: readonly string[];
}

/** The ECS service; `undefined` if there is none. */
export const askService = ({
  ecs,
  autoScaling,
  naming,
}: RegionClients): Promise<Answer<ServiceFacts | undefined>> =>
  ask(async (options) => {
    const [cluster, name] = [ecsClusterName(naming), ecsServiceName(naming)];
    const [described, scaling, tasks] = await Promise.all([
      orAbsent(ecs.send(new DescribeServicesCommand({ cluster, services: [name] }), options)),
      autoScaling.send(
        new DescribeScalableTargetsCommand({
          ServiceNamespace: 'ecs',
          ResourceIds: [`service/${cluster}/${name}`],
        }),
        options,
      ),
      orAbsent(
        ecs.send(new ListTasksCommand({ cluster, serviceName: name, desiredStatus: 'RUNNING' }), options),
      ),
    ]);
    const service = described?.services?.find(({ serviceName }) => serviceName === name);
    if (service === undefined) return undefined;
    const { taskArns = [] } = tasks ?? {};
    const { tasks: running = [] } =
      taskArns.length === 0
        ? {}
        : await ecs.send(new DescribeTasksCommand({ cluster, tasks: taskArns }), options);
    const images = running
      .filter(({ lastStatus }) => lastStatus === 'RUNNING')
      .flatMap(({ containers = [] }) => containers.flatMap(({ image }) => image ?? []));
    return {
      status: service.status ?? 'unknown',
      running: service.runningCount ?? 0,
      desired: service.desiredCount ?? 0,
      minimum: scaling.ScalableTargets?.[0]?.MinCapacity,
      images: [...new Set(images)],
    };
  });
