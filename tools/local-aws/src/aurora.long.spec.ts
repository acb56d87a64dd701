import {
  CopyDBClusterSnapshotCommand,
  AddTagsToResourceCommand,
  CreateDBClusterCommand,
  CreateDBInstanceCommand,
  CreateGlobalClusterCommand,
  DeleteDBClusterCommand,
  DeleteDBInstanceCommand,
  DeleteGlobalClusterCommand,
  DescribeDBClustersCommand,
  DeleteDBClusterSnapshotCommand,
  DescribeDBClusterSnapshotsCommand,
  DescribeDBInstancesCommand,
  DescribeGlobalClustersCommand,
  FailoverGlobalClusterCommand,
  ListTagsForResourceCommand,
  ModifyGlobalClusterCommand,
  RDSClient,
  RemoveFromGlobalClusterCommand,
  SwitchoverGlobalClusterCommand,
  type CreateDBClusterCommandInput,
  type FailoverGlobalClusterCommandInput,
  type GlobalCluster,
} from '@aws-sdk/client-rds';
import {
  CreateSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { setTimeout as delay } from 'node:timers/promises';
import { describeWithMoto } from './__fixtures__/describe-with-moto';
import { startLocalAws, type LocalAws } from './local-aws';

// Starting moto takes a second, several on a busy machine.
jest.setTimeout(40_000);

const PRIMARY = 'eu-west-2';
const DR = 'eu-west-1';
const GLOBAL = 'healthcare-global-dev';
const CLUSTER = 'healthcare-aurora-dev';
const ENGINE = { Engine: 'aurora-postgresql', EngineVersion: '15.10' };
const TAGS = [{ Key: 'Environment', Value: 'dev' }];

const arnOf = (region: string) => `arn:aws:rds:${region}:111111111111:cluster:${CLUSTER}`;

/** The durations that the extension reads from the environment of moto's process, in seconds. */
const DURATIONS = {
  LOCAL_AWS_GLOBAL_PENDING_SECONDS: '1',
  LOCAL_AWS_GLOBAL_SWITCHOVER_SECONDS: '1',
  LOCAL_AWS_GLOBAL_FAILOVER_SECONDS: '1',
  LOCAL_AWS_GLOBAL_RESYNC_SECONDS: '4',
};

describeWithMoto('the Aurora of the local AWS', () => {
  let aws: LocalAws;
  const clients = new Map<string, RDSClient>();
  const before = { ...process.env };

  const configuration = (region: string) => ({
    region,
    endpoint: aws.endpoint,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
  const rds = (region: string) => {
    const client = clients.get(region) ?? new RDSClient(configuration(region));
    clients.set(region, client);
    return client;
  };
  const describeGlobal = async (region = DR): Promise<GlobalCluster> => {
    const { GlobalClusters: [found] = [] } = await rds(region).send(
      new DescribeGlobalClustersCommand({ GlobalClusterIdentifier: GLOBAL }),
    );
    return found ?? {};
  };
  /** Waits until nothing is under way, and tells each status that was seen. */
  const settle = async (): Promise<string[]> => {
    const seen: string[] = [];
    for (;;) {
      const { FailoverState: state } = await describeGlobal();
      if (state?.Status === undefined) return seen;
      if (seen.at(-1) !== state.Status) seen.push(state.Status);
      await delay(20);
    }
  };
  const until = async (holds: () => Promise<boolean | undefined>) => {
    while ((await holds()) !== true) await delay(20);
  };
  const writer = async () =>
    (await describeGlobal()).GlobalClusterMembers?.filter(({ IsWriter }) => IsWriter === true).map(
      ({ DBClusterArn }) => DBClusterArn,
    );
  const sourceOf = async (region: string) => {
    const { DBClusters: [cluster] = [] } = await rds(region).send(
      new DescribeDBClustersCommand({ DBClusterIdentifier: CLUSTER }),
    );
    return cluster?.ReplicationSourceIdentifier;
  };
  const createCluster = (region: string, others: Partial<CreateDBClusterCommandInput>) =>
    rds(region).send(
      new CreateDBClusterCommand({
        ...ENGINE,
        DBClusterIdentifier: CLUSTER,
        GlobalClusterIdentifier: GLOBAL,
        StorageEncrypted: true,
        ServerlessV2ScalingConfiguration: { MinCapacity: 0.5, MaxCapacity: 2 },
        ...others,
      }),
    );
  const createInstance = (region: string) =>
    rds(region).send(
      new CreateDBInstanceCommand({
        DBInstanceIdentifier: 'healthcare-aurora-1-dev',
        DBClusterIdentifier: CLUSTER,
        DBInstanceClass: 'db.serverless',
        Engine: ENGINE.Engine,
        MonitoringInterval: 60,
        MonitoringRoleArn: 'arn:aws:iam::111111111111:role/monitoring',
        EnablePerformanceInsights: true,
        PerformanceInsightsKMSKeyId: 'a-key',
      }),
    );
  const switchover = (region: string, target: string) =>
    rds(region).send(
      new SwitchoverGlobalClusterCommand({
        GlobalClusterIdentifier: GLOBAL,
        TargetDbClusterIdentifier: target,
      }),
    );
  const failover = (region: string, others: Partial<FailoverGlobalClusterCommandInput>) =>
    rds(region).send(
      new FailoverGlobalClusterCommand({
        GlobalClusterIdentifier: GLOBAL,
        TargetDbClusterIdentifier: arnOf(DR),
        ...others,
      }),
    );

  beforeAll(async () => {
    Object.assign(process.env, DURATIONS);
    aws = await startLocalAws({ accountId: '111111111111' });
  });
  afterAll(async () => {
    process.env = before;
    for (const client of clients.values()) client.destroy();
    await aws.stop();
  });

  describe('a global database', () => {
    it('is one, whichever Region it is asked of, with its database, its tags and its protection', async () => {
      await rds(PRIMARY).send(
        new CreateGlobalClusterCommand({
          ...ENGINE,
          GlobalClusterIdentifier: GLOBAL,
          DatabaseName: 'healthcare',
          StorageEncrypted: true,
          Tags: TAGS,
        }),
      );
      const seen = await describeGlobal(DR);
      expect(seen).toMatchObject({ DatabaseName: 'healthcare', Status: 'available', TagList: TAGS });
      const arn = String(seen.GlobalClusterArn);
      await rds(DR).send(
        new AddTagsToResourceCommand({ ResourceName: arn, Tags: [{ Key: 'a', Value: 'b' }] }),
      );
      const { TagList } = await rds(PRIMARY).send(new ListTagsForResourceCommand({ ResourceName: arn }));
      expect(TagList).toEqual([...TAGS, { Key: 'a', Value: 'b' }]);

      const protect = (DeletionProtection: boolean) =>
        rds(DR).send(new ModifyGlobalClusterCommand({ GlobalClusterIdentifier: GLOBAL, DeletionProtection }));
      await protect(true);
      await expect(
        rds(PRIMARY).send(new DeleteGlobalClusterCommand({ GlobalClusterIdentifier: GLOBAL })),
      ).rejects.toThrow('Cannot delete protected');
      await protect(false);
      await expect(
        rds(PRIMARY).send(new CreateGlobalClusterCommand({ ...ENGINE, GlobalClusterIdentifier: GLOBAL })),
      ).rejects.toThrow('already exists');
    });

    it('refuses a managed password', async () => {
      await expect(
        createCluster(PRIMARY, { MasterUsername: 'clusteradmin', ManageMasterUserPassword: true }),
      ).rejects.toThrow("isn't supported for an Aurora global database");
    });

    it('takes its first cluster as the writer, which follows nobody', async () => {
      await createCluster(PRIMARY, { MasterUsername: 'clusteradmin', MasterUserPassword: 'a-long-password' });
      await expect(writer()).resolves.toEqual([arnOf(PRIMARY)]);
      await expect(sourceOf(PRIMARY)).resolves.toBeUndefined();
    });

    it.each([
      ['one without a global database', { GlobalClusterIdentifier: 'another' }, 'not found'],
      ['another engine version', { EngineVersion: '15.12' }, 'does not match the engine version'],
      [
        'master credentials',
        { MasterUsername: 'clusteradmin', MasterUserPassword: 'a-long-password' },
        'Cannot specify user name',
      ],
      ['a writer that has no instance', {}, 'not valid for physical replication'],
    ])('refuses a second cluster with %s', async (_, others, message) => {
      await expect(createCluster(DR, { PreSignedUrl: 'https://x', ...others })).rejects.toThrow(message);
    });

    it('refuses an encrypted second cluster that was not signed for the Region of the writer', async () => {
      await createInstance(PRIMARY);
      await expect(createCluster(DR, {})).rejects.toThrow('pre-signed URL has to be specified');
    });

    it('takes a second cluster as one that follows', async () => {
      await createCluster(DR, { PreSignedUrl: 'https://x' });
      expect((await describeGlobal()).GlobalClusterMembers).toEqual([
        {
          DBClusterArn: arnOf(PRIMARY),
          IsWriter: true,
          Readers: [arnOf(DR)],
          SynchronizationStatus: 'connected',
        },
        {
          DBClusterArn: arnOf(DR),
          IsWriter: false,
          Readers: [],
          GlobalWriteForwardingStatus: 'disabled',
          SynchronizationStatus: 'connected',
        },
      ]);
      await expect(sourceOf(DR)).resolves.toBe(arnOf(PRIMARY));
    });

    it('is found by a member’s ARN', async () => {
      const found = async (value: string) => {
        const { GlobalClusters } = await rds(DR).send(
          new DescribeGlobalClustersCommand({ Filters: [{ Name: 'db-cluster-id', Values: [value] }] }),
        );
        return GlobalClusters?.map(({ GlobalClusterIdentifier }) => GlobalClusterIdentifier);
      };
      await expect(found(arnOf(DR))).resolves.toEqual([GLOBAL]);
      await expect(found(arnOf('us-east-1'))).resolves.toEqual([]);
    });
  });

  describe('a swap of roles', () => {
    it('is refused while the target has no instance', async () => {
      await expect(failover(DR, { AllowDataLoss: true })).rejects.toMatchObject({
        name: 'InvalidDBClusterStateFault',
      });
      await createInstance(DR);
    });

    it.each([
      [
        'both booleans',
        'eu-west-2',
        { AllowDataLoss: false, Switchover: true },
        'InvalidParameterCombination',
      ],
      ['a name for an ARN', 'eu-west-2', { TargetDbClusterIdentifier: CLUSTER }, 'InvalidParameterValue'],
      [
        'a cluster of nobody',
        'eu-west-2',
        { TargetDbClusterIdentifier: arnOf('us-east-1') },
        'DBClusterNotFoundFault',
      ],
      [
        'the writer as its target',
        'eu-west-2',
        { TargetDbClusterIdentifier: arnOf(PRIMARY) },
        'InvalidDBClusterStateFault',
      ],
      [
        'no global database',
        'eu-west-2',
        { GlobalClusterIdentifier: 'another' },
        'GlobalClusterNotFoundFault',
      ],
      [
        'a failover in the writer’s Region',
        'eu-west-2',
        { AllowDataLoss: true },
        'InvalidGlobalClusterStateFault',
      ],
      ['a switchover in the target’s Region', 'eu-west-1', {}, 'InvalidGlobalClusterStateFault'],
    ])('is refused with %s', async (_, region, others, name) => {
      await expect(failover(region, others)).rejects.toMatchObject({ name });
      expect((await describeGlobal()).FailoverState).toBeUndefined();
    });

    it('takes its time, tells where it is, refuses another meanwhile, and then the target writes', async () => {
      const { GlobalCluster: begun } = await switchover(PRIMARY, arnOf(DR));
      expect(begun?.FailoverState).toEqual({
        Status: 'pending',
        FromDbClusterArn: arnOf(PRIMARY),
        ToDbClusterArn: arnOf(DR),
        IsDataLossAllowed: false,
      });
      await expect(switchover(PRIMARY, arnOf(DR))).rejects.toMatchObject({
        name: 'InvalidGlobalClusterStateFault',
      });
      await expect(writer()).resolves.toEqual([arnOf(PRIMARY)]);

      await expect(settle()).resolves.toEqual(['pending', 'switching-over']);

      await expect(writer()).resolves.toEqual([arnOf(DR)]);
      await expect(sourceOf(PRIMARY)).resolves.toBe(arnOf(DR));
      await expect(sourceOf(DR)).resolves.toBeUndefined();
    });

    it('goes back from the Region of the new writer; without a boolean, a failover is a switchover', async () => {
      await failover(DR, { TargetDbClusterIdentifier: arnOf(PRIMARY) });
      await expect(settle()).resolves.toEqual(['pending', 'switching-over']);
      await expect(writer()).resolves.toEqual([arnOf(PRIMARY)]);
    });

    it('succeeds while the Region of the writer is dark, keeps what was not sent, and takes the old writer back', async () => {
      aws.gateway.region(PRIMARY).blackOut('reset');
      await expect(describeGlobal(PRIMARY)).rejects.toThrow();

      await failover(DR, { AllowDataLoss: true });
      await expect(settle()).resolves.toEqual(['pending', 'failing-over']);
      const { GlobalClusterMembers: members } = await describeGlobal();
      expect(
        members?.map(({ IsWriter, SynchronizationStatus }) => [IsWriter, SynchronizationStatus]),
      ).toEqual([
        [false, 'pending-resync'],
        [true, 'connected'],
      ]);

      aws.gateway.region(PRIMARY).heal();
      const { DBClusterSnapshots: snapshots = [] } = await rds(PRIMARY).send(
        new DescribeDBClusterSnapshotsCommand({ DBClusterIdentifier: CLUSTER }),
      );
      expect(snapshots.map(({ DBClusterSnapshotIdentifier: name }) => name)).toContainEqual(
        expect.stringMatching(new RegExp(`^rds:unplanned-global-failover-${CLUSTER}-`)),
      );
      const [{ DBClusterSnapshotArn: arn } = {}] = snapshots;
      const { DBClusterSnapshot: copy } = await rds(PRIMARY).send(
        new CopyDBClusterSnapshotCommand({
          SourceDBClusterSnapshotIdentifier: arn,
          TargetDBClusterSnapshotIdentifier: 'kept',
        }),
      );
      expect(copy?.DBClusterSnapshotIdentifier).toBe('kept');
      await rds(PRIMARY).send(new DeleteDBClusterSnapshotCommand({ DBClusterSnapshotIdentifier: 'kept' }));
      await expect(switchover(DR, arnOf(PRIMARY))).rejects.toThrow('not synchronized');
      await until(async () =>
        (await describeGlobal()).GlobalClusterMembers?.every(
          ({ SynchronizationStatus }) => SynchronizationStatus === 'connected',
        ),
      );
      await switchover(DR, arnOf(PRIMARY));
      await settle();
      await expect(writer()).resolves.toEqual([arnOf(PRIMARY)]);
    });
  });

  describe('what Terraform reads', () => {
    it('is what it wrote: monitoring, insights, the certificate authority and the scaling', async () => {
      const { DBInstances: [instance] = [] } = await rds(DR).send(new DescribeDBInstancesCommand({}));
      expect(instance).toMatchObject({
        MonitoringInterval: 60,
        MonitoringRoleArn: 'arn:aws:iam::111111111111:role/monitoring',
        PerformanceInsightsEnabled: true,
        PerformanceInsightsKMSKeyId: 'a-key',
        PerformanceInsightsRetentionPeriod: 7,
        CACertificateIdentifier: 'rds-ca-rsa2048-g1',
      });
      const { DBClusters: [cluster] = [] } = await rds(DR).send(new DescribeDBClustersCommand({}));
      expect(cluster?.ServerlessV2ScalingConfiguration).toMatchObject({ MinCapacity: 0.5, MaxCapacity: 2 });
      expect(cluster?.ScalingConfigurationInfo).toBeUndefined();
    });

    it('of a secret’s replica is the key it was given, and the secret’s value', async () => {
      const secrets = [PRIMARY, DR].map((region) => new SecretsManagerClient(configuration(region)));
      const [primary, dr] = secrets as [SecretsManagerClient, SecretsManagerClient];
      const { ReplicationStatus: [replica] = [] } = await primary.send(
        new CreateSecretCommand({
          Name: 'master',
          SecretString: 'a-value',
          AddReplicaRegions: [{ Region: DR, KmsKeyId: 'key-of-dr' }],
        }),
      );
      expect(replica).toMatchObject({ Region: DR, KmsKeyId: 'key-of-dr' });
      const described = await primary.send(new DescribeSecretCommand({ SecretId: 'master' }));
      expect(described.ReplicationStatus).toMatchObject([{ KmsKeyId: 'key-of-dr' }]);
      const { SecretString: value } = await dr.send(new GetSecretValueCommand({ SecretId: 'master' }));
      expect(value).toBe('a-value');
      for (const client of secrets) client.destroy();
    });
  });

  describe('the end', () => {
    const remove = (region: string, of = region) =>
      rds(region).send(
        new RemoveFromGlobalClusterCommand({
          GlobalClusterIdentifier: GLOBAL,
          DbClusterIdentifier: arnOf(of),
        }),
      );
    const deleteCluster = (region: string) =>
      rds(region).send(new DeleteDBClusterCommand({ DBClusterIdentifier: CLUSTER, SkipFinalSnapshot: true }));

    it('of a member comes only after it left, and of the writer only after its secondaries', async () => {
      for (const region of [PRIMARY, DR]) {
        await rds(region).send(
          new DeleteDBInstanceCommand({
            DBInstanceIdentifier: 'healthcare-aurora-1-dev',
            SkipFinalSnapshot: true,
          }),
        );
      }
      await expect(deleteCluster(DR)).rejects.toThrow('part of a global cluster');
      await expect(remove(PRIMARY)).rejects.toMatchObject({ name: 'InvalidGlobalClusterStateFault' });
      await expect(remove(PRIMARY, 'us-east-1')).rejects.toThrow('is not found in global cluster');
      await remove(DR);
      await expect(sourceOf(DR)).resolves.toBeUndefined();
      await expect(
        rds(PRIMARY).send(new DeleteGlobalClusterCommand({ GlobalClusterIdentifier: GLOBAL })),
      ).rejects.toThrow('is not empty');
      await remove(PRIMARY);
    });

    it('takes the automated snapshots along, and the global database', async () => {
      for (const region of [PRIMARY, DR]) {
        await deleteCluster(region);
        const { DBClusterSnapshots: left } = await rds(region).send(
          new DescribeDBClusterSnapshotsCommand({}),
        );
        expect(left).toEqual([]);
      }
      await rds(DR).send(new DeleteGlobalClusterCommand({ GlobalClusterIdentifier: GLOBAL }));
      await expect(describeGlobal()).rejects.toMatchObject({ name: 'GlobalClusterNotFoundFault' });
    });
  });
});
