import {
  CreateDBClusterCommand,
  CreateDBInstanceCommand,
  CreateGlobalClusterCommand,
  RDSClient,
} from '@aws-sdk/client-rds';
import { startLocalAws, type LocalAws } from '@healthcare-dr/local-aws';
import { describeWithMoto } from '@healthcare-dr/local-aws/fixtures';
import { clientConfiguration } from '@healthcare-dr/drctl/bootstrap';
import { ROLES } from '@healthcare-dr/topology';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { nextMinor, raiseMinorVersion } from './minor-upgrade';

jest.setTimeout(60_000);

const environment = fixtureEnvironment('dev');
const ENGINE = { Engine: 'aurora-postgresql', EngineVersion: '15.10' };

it('knows the version after one', () => {
  expect(nextMinor('15.10')).toBe('15.11');
});

describeWithMoto('the minor version of a global database', () => {
  let aws: LocalAws;

  beforeAll(async () => {
    aws = await startLocalAws({ accountId: environment.accountId });
    for (const role of ROLES) {
      const rds = new RDSClient(clientConfiguration(aws.environment, environment[role].region));
      const GlobalClusterIdentifier = 'healthcare-global-dev';
      if (role === 'primary')
        await rds.send(new CreateGlobalClusterCommand({ GlobalClusterIdentifier, ...ENGINE }));
      await rds.send(
        new CreateDBClusterCommand({
          DBClusterIdentifier: 'healthcare-aurora-dev',
          GlobalClusterIdentifier,
          ...ENGINE,
          ...(role === 'primary' && {
            MasterUsername: 'clusteradmin',
            MasterUserPassword: 'a-long-password',
          }),
        }),
      );
      await rds.send(
        new CreateDBInstanceCommand({
          DBClusterIdentifier: 'healthcare-aurora-dev',
          DBInstanceIdentifier: 'healthcare-aurora-1-dev',
          DBInstanceClass: 'db.serverless',
          Engine: ENGINE.Engine,
        }),
      );
      rds.destroy();
    }
  });
  afterAll(() => aws.stop());

  it('is raised member by member, the writer last, and by no other way', async () => {
    await expect(raiseMinorVersion(environment, aws.environment)).resolves.toEqual({
      from: '15.10',
      to: '15.11',
      atTheGlobalCluster: expect.stringContaining("doesn't support minor version upgrades"),
      writerFirst: expect.stringContaining('Please upgrade global replicas first'),
      reached: '15.11',
    });
  });
});
