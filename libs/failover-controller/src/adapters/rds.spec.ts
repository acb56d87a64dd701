import {
  CopyDBClusterSnapshotCommand,
  DescribeDBClusterSnapshotsCommand,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  DescribeGlobalClustersCommand,
  FailoverGlobalClusterCommand,
  ModifyDBClusterCommand,
  RDSClient,
  SwitchoverGlobalClusterCommand,
} from '@aws-sdk/client-rds';
import { mockClient } from 'aws-sdk-client-mock';
import { bounded, fault } from '../__fixtures__/bounded';
import { rdsAdapter, snapshotName } from './rds';

const [read, act] = [bounded(RDSClient), bounded(RDSClient)];
const [reads, acts] = [mockClient(read.client), mockClient(act.client)];
const port = rdsAdapter({ read, act, environment: 'dev' });

const PRIMARY = 'arn:aws:rds:eu-west-2:111111111111:cluster:healthcare-aurora-dev';
const DR = 'arn:aws:rds:eu-west-1:111111111111:cluster:healthcare-aurora-dev';
const GLOBAL = 'healthcare-global-dev';

/** As `aws rds describe-global-clusters` answers. */
const globalCluster = {
  GlobalClusterIdentifier: GLOBAL,
  GlobalClusterResourceId: 'cluster-f5982077e3b5aabb',
  GlobalClusterArn: `arn:aws:rds::111111111111:global-cluster:${GLOBAL}`,
  Status: 'available',
  Engine: 'aurora-postgresql',
  EngineVersion: '15.10',
  StorageEncrypted: true,
  DeletionProtection: false,
  GlobalClusterMembers: [
    { DBClusterArn: PRIMARY, Readers: [DR], IsWriter: true, SynchronizationStatus: 'connected' as const },
    { DBClusterArn: DR, Readers: [], IsWriter: false, SynchronizationStatus: 'pending-resync' as const },
  ],
};

beforeEach(() => {
  reads.reset();
  acts.reset();
});

describe('describeGlobalCluster', () => {
  it('tells members and who writes', async () => {
    reads
      .on(DescribeGlobalClustersCommand, { GlobalClusterIdentifier: GLOBAL })
      .resolves({ GlobalClusters: [globalCluster] });

    await expect(port.describeGlobalCluster(GLOBAL)).resolves.toEqual({
      status: 'available',
      members: [
        { clusterArn: PRIMARY, isWriter: true, synchronizationStatus: 'connected' },
        { clusterArn: DR, isWriter: false, synchronizationStatus: 'pending-resync' },
      ],
      operation: undefined,
    });
  });

  it.each(['pending', 'failing-over', 'switching-over', 'cancelling', 'something-new'])(
    'keeps the status %s of an operation, known to the SDK or not',
    async (status) => {
      const state = {
        Status: status as 'pending',
        FromDbClusterArn: PRIMARY,
        ToDbClusterArn: DR,
        IsDataLossAllowed: true,
      };
      reads
        .on(DescribeGlobalClustersCommand)
        .resolves({ GlobalClusters: [{ ...globalCluster, FailoverState: state }] });

      expect((await port.describeGlobalCluster(GLOBAL))?.operation).toEqual({
        status,
        fromClusterArn: PRIMARY,
        toClusterArn: DR,
        dataLossAllowed: true,
      });
    },
  );

  it('takes an operation without a status for one that runs, and an empty state for none', async () => {
    const withState = (FailoverState: object) =>
      reads
        .on(DescribeGlobalClustersCommand)
        .resolves({ GlobalClusters: [{ ...globalCluster, FailoverState }] });
    withState({ ToDbClusterArn: DR });
    expect((await port.describeGlobalCluster(GLOBAL))?.operation?.status).toBe('unknown');
    withState({});
    expect((await port.describeGlobalCluster(GLOBAL))?.operation).toBeUndefined();
  });

  it('tells a global cluster that does not exist from one that cannot be asked for', async () => {
    reads.on(DescribeGlobalClustersCommand).rejects(fault('GlobalClusterNotFoundFault'));
    await expect(port.describeGlobalCluster(GLOBAL)).resolves.toBeUndefined();
    reads.on(DescribeGlobalClustersCommand).rejects(fault('AccessDenied'));
    await expect(port.describeGlobalCluster(GLOBAL)).rejects.toMatchObject({ kind: 'denied' });
  });
});

describe('describeCluster', () => {
  it('counts the instances that are available', async () => {
    const instance = (status: string, cluster = 'healthcare-aurora-dev') => ({
      DBClusterIdentifier: cluster,
      DBInstanceStatus: status,
    });
    reads
      .on(DescribeDBClustersCommand, { DBClusterIdentifier: 'healthcare-aurora-dev' })
      .resolves({
        DBClusters: [
          {
            DBClusterIdentifier: 'healthcare-aurora-dev',
            DBClusterArn: DR,
            Status: 'available',
            EngineVersion: '15.10',
          },
        ],
      })
      .on(DescribeDBInstancesCommand, {
        Filters: [{ Name: 'db-cluster-id', Values: ['healthcare-aurora-dev'] }],
      })
      .resolves({
        DBInstances: [instance('available'), instance('creating'), instance('available', 'another')],
      });

    await expect(port.describeCluster(DR)).resolves.toEqual({
      clusterArn: DR,
      status: 'available',
      engineVersion: '15.10',
      availableInstances: 1,
    });
  });

  it('knows a cluster that does not exist', async () => {
    reads.on(DescribeDBClustersCommand).rejects(fault('DBClusterNotFoundFault'));
    reads.on(DescribeDBInstancesCommand).resolves({ DBInstances: [] });

    await expect(port.describeCluster(DR)).resolves.toBeUndefined();
  });
});

describe('failover', () => {
  it('allows data loss, names the target by its ARN, and says nothing of a switchover', async () => {
    acts.on(FailoverGlobalClusterCommand).resolves({});

    await port.failover(GLOBAL, DR);

    expect(acts.calls().map(({ args }) => args[0].input)).toEqual([
      { GlobalClusterIdentifier: GLOBAL, TargetDbClusterIdentifier: DR, AllowDataLoss: true },
    ]);
    expect(acts.calls()[0]?.args[0].input).not.toHaveProperty('Switchover');
    expect(reads.calls()).toEqual([]);
  });

  it.each([
    ['InvalidGlobalClusterStateFault', 'conflict'],
    ['InvalidDBClusterStateFault', 'conflict'],
    ['GlobalClusterNotFoundFault', 'not-found'],
    ['DBClusterNotFoundFault', 'not-found'],
    ['Throttling', 'throttled'],
    ['AccessDenied', 'denied'],
    ['TimeoutError', 'timeout'],
  ])('fails as %s: %s', async (name, kind) => {
    acts
      .on(FailoverGlobalClusterCommand)
      .rejects(fault(name))
      .on(SwitchoverGlobalClusterCommand)
      .rejects(fault(name));

    await expect(port.failover(GLOBAL, DR)).rejects.toMatchObject({
      kind,
      operation: 'rds:FailoverGlobalCluster',
    });
    await expect(port.switchover(GLOBAL, DR)).rejects.toMatchObject({
      kind,
      operation: 'rds:SwitchoverGlobalCluster',
    });
  });

  it.each(['healthcare-aurora-dev', `arn:aws:rds::111111111111:global-cluster:${GLOBAL}`, ''])(
    'takes no target but the ARN of a cluster: %s',
    async (target) => {
      await expect(port.failover(GLOBAL, target)).rejects.toMatchObject({ kind: 'invalid' });
      await expect(port.switchover(GLOBAL, target)).rejects.toMatchObject({ kind: 'invalid' });
      expect(acts.calls()).toEqual([]);
    },
  );
});

describe('switchover', () => {
  it('is the planned operation and no other', async () => {
    acts.on(SwitchoverGlobalClusterCommand).resolves({});

    await port.switchover(GLOBAL, DR);

    expect(acts.commandCalls(FailoverGlobalClusterCommand)).toEqual([]);
    expect(acts.calls().map(({ args }) => args[0].input)).toEqual([
      { GlobalClusterIdentifier: GLOBAL, TargetDbClusterIdentifier: DR },
    ]);
  });
});

describe('setMinimumCapacity', () => {
  const clusterWith = (MinCapacity: number) =>
    reads
      .on(DescribeDBClustersCommand)
      .resolves({ DBClusters: [{ ServerlessV2ScalingConfiguration: { MinCapacity, MaxCapacity: 4 } }] });

  it('raises the least and keeps the most', async () => {
    clusterWith(0.5);
    acts.on(ModifyDBClusterCommand).resolves({});

    await port.setMinimumCapacity(DR, 2);

    expect(acts.calls().map(({ args }) => args[0].input)).toEqual([
      {
        DBClusterIdentifier: 'healthcare-aurora-dev',
        ServerlessV2ScalingConfiguration: { MinCapacity: 2, MaxCapacity: 4 },
        ApplyImmediately: true,
      },
    ]);
  });

  it.each([2, 3])('lowers nothing: %d', async (current) => {
    clusterWith(current);

    await port.setMinimumCapacity(DR, 2);

    expect(acts.calls()).toEqual([]);
  });
});

describe('the snapshot of the old primary', () => {
  const snapshot = (name: string, day: number) => ({
    DBClusterSnapshotIdentifier: name,
    DBClusterSnapshotArn: `arn:aws:rds:eu-west-2:111111111111:cluster-snapshot:${name}`,
    SnapshotCreateTime: new Date(Date.UTC(2026, 0, day)),
    Status: 'available',
  });

  it('is the newest one that a failover took, on whichever page', async () => {
    const [older, newer] = ['rds:unplanned-global-failover-x-1', 'rds:unplanned-global-failover-x-2'];
    reads
      .on(DescribeDBClusterSnapshotsCommand)
      .resolvesOnce({ DBClusterSnapshots: [snapshot(older, 1), snapshot('rds:daily', 9)], Marker: 'more' })
      .resolvesOnce({ DBClusterSnapshots: [snapshot(newer, 2)] });

    await expect(port.findFailoverSnapshot(PRIMARY)).resolves.toEqual({
      snapshotArn: `arn:aws:rds:eu-west-2:111111111111:cluster-snapshot:${newer}`,
      createdAt: Date.UTC(2026, 0, 2),
      status: 'available',
    });
    expect(reads.calls()[1]?.args[0].input).toMatchObject({ Marker: 'more' });
  });

  it('may not be there', async () => {
    reads.on(DescribeDBClusterSnapshotsCommand).resolves({ DBClusterSnapshots: [snapshot('rds:daily', 9)] });

    await expect(port.findFailoverSnapshot(PRIMARY)).resolves.toBeUndefined();
  });

  it('does not turn pages for ever', async () => {
    reads.on(DescribeDBClusterSnapshotsCommand).resolves({ DBClusterSnapshots: [], Marker: 'more' });

    await port.findFailoverSnapshot(PRIMARY);

    expect(reads.calls()).toHaveLength(5);
  });

  it('is copied under a name that is the incident’s, and a copy that exists is one', async () => {
    const arn = 'arn:aws:rds:eu-west-2:111111111111:cluster-snapshot:rds:unplanned-global-failover-x-2';
    acts.on(CopyDBClusterSnapshotCommand).rejects(fault('DBClusterSnapshotAlreadyExistsFault'));

    await port.copyFailoverSnapshot(arn, '2026-01-15T10:00:00.000Z#1');

    expect(acts.calls().map(({ args }) => args[0].input)).toEqual([
      {
        SourceDBClusterSnapshotIdentifier: arn,
        TargetDBClusterSnapshotIdentifier: 'healthcare-failover-2026-01-15t10-00-00-000z-1-dev',
        CopyTags: true,
      },
    ]);
    acts.on(CopyDBClusterSnapshotCommand).rejects(fault('SnapshotQuotaExceededFault'));
    await expect(port.copyFailoverSnapshot(arn, 'x')).rejects.toMatchObject({ kind: 'invalid' });
  });

  it.each(['a'.repeat(200), 'Ü--x', '#1#'])('has a name that RDS takes: %s', (incidentId) => {
    expect(snapshotName(incidentId, 'pr42')).toMatch(/^healthcare-failover-(?:[a-z0-9]+-)+pr42$/);
    expect(snapshotName(incidentId, 'pr42').length).toBeLessThanOrEqual(63);
  });
});
