import { CreateClusterCommand, ECSClient } from '@aws-sdk/client-ecs';
import { IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';
import { bootstrap, clientConfiguration, SERVICE_LINKED_ROLES } from '@healthcare-dr/drctl/bootstrap';
import { startLocalAws, type LocalAws } from '@healthcare-dr/local-aws';
import { describeWithMoto } from '@healthcare-dr/local-aws/fixtures';
import { ROLES } from '@healthcare-dr/topology';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';

jest.setTimeout(60_000);

const environment = fixtureEnvironment('dev');

describeWithMoto('an account that was opened today', () => {
  let aws: LocalAws;
  let ecs: ECSClient;
  let iam: IAMClient;

  beforeAll(async () => {
    aws = await startLocalAws({ accountId: environment.accountId, freshAccount: true });
    ecs = new ECSClient(clientConfiguration(aws.environment, environment.dr.region));
    iam = new IAMClient(clientConfiguration(aws.environment, environment.dr.region));
  });
  afterAll(async () => {
    ecs.destroy();
    iam.destroy();
    await aws.stop();
  });

  const createCluster = () =>
    ecs.send(new CreateClusterCommand({ clusterName: 'service', capacityProviders: ['FARGATE'] }));
  const bootstrapped = async () =>
    (await bootstrap({ environment, roles: ROLES, variables: aws.environment })).map(({ done }) => done);

  it('is refused the cluster of the service until it is bootstrapped', async () => {
    await expect(createCluster()).rejects.toThrow('Unable to assume the service linked role');

    expect(await bootstrapped()).toEqual(['created', 'created']);

    await expect(createCluster()).resolves.toMatchObject({ cluster: { status: 'ACTIVE' } });
  });

  it('has every service-linked role that the stacks rest upon, also where bootstrap finds some of them', async () => {
    expect(await bootstrapped()).toEqual(['already-there', 'already-there']);

    const { Roles = [] } = await iam.send(new ListRolesCommand({ PathPrefix: '/aws-service-role/' }));
    expect(Roles.map(({ Path, RoleName }) => `${Path}${RoleName}`).sort()).toEqual(
      SERVICE_LINKED_ROLES.map(({ service, roleName }) => `/aws-service-role/${service}/${roleName}`).sort(),
    );
  });
});
