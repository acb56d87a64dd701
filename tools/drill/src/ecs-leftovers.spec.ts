import {
  DescribeClustersCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  ECSClient,
} from '@aws-sdk/client-ecs';
import { mockClient } from 'aws-sdk-client-mock';
import { isInactive } from './ecs-leftovers';

const client = new ECSClient({ region: 'eu-west-1' });
const ecs = mockClient(client);
const arn = (resource: string) => `arn:aws:ecs:eu-west-1:111111111111:${resource}`;

const CLUSTER = arn('cluster/c');
const SERVICE = arn('service/c/s');
const TASK_DEFINITION = arn('task-definition/s:1');

function allAre(status: string) {
  ecs.on(DescribeClustersCommand, { clusters: [CLUSTER] }).resolves({ clusters: [{ status }] });
  ecs.on(DescribeServicesCommand, { cluster: 'c', services: [SERVICE] }).resolves({ services: [{ status }] });
  ecs
    .on(DescribeTaskDefinitionCommand, { taskDefinition: TASK_DEFINITION })
    .resolves({ taskDefinition: { status: status as 'ACTIVE' } });
}

beforeEach(() => ecs.reset());
afterAll(() => client.destroy());

describe.each([
  ['a cluster', CLUSTER],
  ['a service', SERVICE],
  ['a task definition', TASK_DEFINITION],
])('%s', (_, resource) => {
  it('that is inactive is gone', async () => {
    allAre('INACTIVE');
    await expect(isInactive(client, resource)).resolves.toBe(true);
  });

  it.each(['ACTIVE', 'DRAINING'])('that is %s is left over', async (status) => {
    allAre(status);
    await expect(isInactive(client, resource)).resolves.toBe(false);
  });
});

it('a service of a cluster that is forgotten is gone', async () => {
  ecs.on(DescribeServicesCommand).resolves({ services: [] });
  await expect(isInactive(client, SERVICE)).resolves.toBe(true);
});

it('what nobody here knows is left over', async () => {
  await expect(isInactive(client, arn('capacity-provider/p'))).resolves.toBe(false);
});
