import { DescribeGlobalClustersCommand, RDSClient } from '@aws-sdk/client-rds';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { mockClient } from 'aws-sdk-client-mock';
import { GlobalDatabase } from './global-database';

describe('the global database', () => {
  const rds = mockClient(RDSClient);
  const database = new GlobalDatabase(fixtureEnvironment('dev'), {});

  beforeEach(() => rds.reset());
  afterAll(() => {
    database.destroy();
    rds.restore();
  });

  it.each([
    ['primary', 'eu-west-2'],
    ['dr', 'eu-west-1'],
  ] as const)('is described by its name, in the Region of the %s', async (role, region) => {
    rds.on(DescribeGlobalClustersCommand).resolves({ GlobalClusters: [{ Status: 'available' }] });

    await expect(database.describe(role)).resolves.toEqual({ Status: 'available' });

    const [call] = rds.commandCalls(DescribeGlobalClustersCommand);
    expect(call?.args[0].input).toEqual({ GlobalClusterIdentifier: 'healthcare-global-dev' });
    await expect((call?.thisValue as RDSClient).config.region()).resolves.toBe(region);
  });

  it('that is not there is named', async () => {
    rds.on(DescribeGlobalClustersCommand).resolves({ GlobalClusters: [] });
    await expect(database.describe('dr')).rejects.toThrow(
      'There is no global cluster healthcare-global-dev.',
    );
  });
});
