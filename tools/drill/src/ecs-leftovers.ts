import {
  DescribeClustersCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  type ECSClient,
} from '@aws-sdk/client-ecs';

/** The states in which ECS shows what is gone, tags and all: a deregistered task definition for ever. */
const GONE = ['INACTIVE', 'DELETE_IN_PROGRESS'];

/** Whether a cluster, a service or a task definition is gone and only still shown. */
export async function isInactive(ecs: ECSClient, arn: string): Promise<boolean> {
  const states = await statesOf(ecs, arn);
  return states !== undefined && states.every((state) => state !== undefined && GONE.includes(state));
}

/** The states of what the ARN names: none if ECS knows nothing of it, `undefined` if it is something else. */
async function statesOf(ecs: ECSClient, arn: string): Promise<(string | undefined)[] | undefined> {
  const [kind, cluster = ''] = (arn.split(':')[5] ?? '').split('/');
  if (kind === 'cluster') {
    const { clusters = [] } = await ecs.send(new DescribeClustersCommand({ clusters: [arn] }));
    return clusters.map(({ status }) => status);
  }
  if (kind === 'service') {
    const { services = [] } = await ecs.send(new DescribeServicesCommand({ cluster, services: [arn] }));
    return services.map(({ status }) => status);
  }
  if (kind === 'task-definition') {
    const { taskDefinition } = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: arn }));
    return [taskDefinition?.status];
  }
  return undefined;
}
