import {
  CopyDBClusterSnapshotCommand,
  CreateDBClusterCommand,
  CreateDBClusterSnapshotCommand,
  CreateDBInstanceCommand,
  CreateGlobalClusterCommand,
  DescribeGlobalClustersCommand,
  RDSClient,
  RestoreDBClusterFromSnapshotCommand,
  RestoreDBClusterToPointInTimeCommand,
} from '@aws-sdk/client-rds';
import { describeWithMoto } from './__fixtures__/describe-with-moto';
import { startLocalAws, type LocalAws } from './local-aws';

// Starting moto takes a second, several on a busy machine.
jest.setTimeout(40_000);

const ENGINE = { Engine: 'aurora-postgresql', EngineVersion: '15.10' };

describeWithMoto('a cluster that is restored on the local AWS', () => {
  let aws: LocalAws;
  let rds: RDSClient;

  beforeAll(async () => {
    aws = await startLocalAws({ accountId: '111111111111' });
    rds = new RDSClient({
      region: 'eu-west-2',
      endpoint: aws.endpoint,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      maxAttempts: 1,
    });
    await rds.send(
      new CreateGlobalClusterCommand({
        ...ENGINE,
        GlobalClusterIdentifier: 'global',
        StorageEncrypted: true,
      }),
    );
    await rds.send(
      new CreateDBClusterCommand({
        ...ENGINE,
        DBClusterIdentifier: 'source',
        GlobalClusterIdentifier: 'global',
        StorageEncrypted: true,
        MasterUsername: 'clusteradmin',
        MasterUserPassword: 'a-password',
      }),
    );
    await rds.send(
      new CreateDBInstanceCommand({
        DBInstanceIdentifier: 'source-1',
        DBClusterIdentifier: 'source',
        DBInstanceClass: 'db.serverless',
        Engine: ENGINE.Engine,
      }),
    );
  });
  afterAll(async () => {
    rds.destroy();
    await aws.stop();
  });

  /** The members of the one global database, without which nobody fails over. */
  const members = async () => {
    const { GlobalClusters: [global] = [] } = await rds.send(new DescribeGlobalClustersCommand({}));
    return global?.GlobalClusterMembers?.map(({ DBClusterArn }) => DBClusterArn?.split(':').at(-1));
  };

  it('to a point in time stands by itself, encrypted as its source is', async () => {
    const { DBCluster: restored } = await rds.send(
      new RestoreDBClusterToPointInTimeCommand({
        SourceDBClusterIdentifier: 'source',
        DBClusterIdentifier: 'restored',
        UseLatestRestorableTime: true,
      }),
    );

    expect(restored).toMatchObject({ DBClusterIdentifier: 'restored', StorageEncrypted: true });
    await expect(members()).resolves.toEqual(['source']);
  });

  it('from a snapshot, and from a copy of one, stands by itself', async () => {
    await rds.send(
      new CreateDBClusterSnapshotCommand({
        DBClusterIdentifier: 'source',
        DBClusterSnapshotIdentifier: 'taken',
      }),
    );
    await rds.send(
      new CopyDBClusterSnapshotCommand({
        SourceDBClusterSnapshotIdentifier: 'taken',
        TargetDBClusterSnapshotIdentifier: 'copied',
      }),
    );
    for (const SnapshotIdentifier of ['taken', 'copied']) {
      const { DBCluster: restored } = await rds.send(
        new RestoreDBClusterFromSnapshotCommand({
          SnapshotIdentifier,
          DBClusterIdentifier: `from-${SnapshotIdentifier}`,
          Engine: ENGINE.Engine,
        }),
      );
      expect(restored).toMatchObject({ StorageEncrypted: true });
    }
    await expect(members()).resolves.toEqual(['source']);
  });
});
