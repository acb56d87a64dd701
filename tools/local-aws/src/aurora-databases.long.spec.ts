import {
  CopyDBClusterSnapshotCommand,
  CreateDBClusterCommand,
  CreateDBClusterParameterGroupCommand,
  CreateDBClusterSnapshotCommand,
  CreateDBInstanceCommand,
  CreateGlobalClusterCommand,
  DeleteDBClusterCommand,
  DeleteDBInstanceCommand,
  DescribeDBClusterSnapshotsCommand,
  DescribeGlobalClustersCommand,
  FailoverGlobalClusterCommand,
  ModifyDBClusterCommand,
  ModifyDBClusterParameterGroupCommand,
  RDSClient,
  RebootDBInstanceCommand,
  RemoveFromGlobalClusterCommand,
  RestoreDBClusterFromSnapshotCommand,
  SwitchoverGlobalClusterCommand,
} from '@aws-sdk/client-rds';
import { CloudWatchClient, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { Region } from '@healthcare-dr/topology';
import { Client } from 'pg';
import { describeWithMoto } from './__fixtures__/describe-with-moto';
import { describeWithPostgres } from './databases/__fixtures__/describe-with-postgres';
import { publishLag, type Databases } from './databases';
import { startLocalAws, type LocalAws } from './local-aws';

jest.setTimeout(90_000);

const PRIMARY = 'eu-west-2';
const DR = 'eu-west-1';
const ACCOUNT = '111111111111';
const GLOBAL = 'records-global';
const CLUSTER = 'records';
const ENGINE = { Engine: 'aurora-postgresql', EngineVersion: '15.10' };
const MASTER = { user: 'clusteradmin', password: 'a-long-enough-password' };
const VARIABLES = {
  LOCAL_AWS_GLOBAL_PENDING_SECONDS: '0.1',
  LOCAL_AWS_GLOBAL_SWITCHOVER_SECONDS: '0.1',
  LOCAL_AWS_GLOBAL_FAILOVER_SECONDS: '0.1',
  LOCAL_AWS_GLOBAL_RESYNC_SECONDS: '0.1',
};

const arnOf = (region: Region) => `arn:aws:rds:${region}:${ACCOUNT}:cluster:${CLUSTER}`;

describeWithMoto('Aurora with databases', () => {
  describeWithPostgres('behind it', () => {
    let aws: LocalAws;
    let databases: Databases;
    let endpoint: string;
    const clients = new Map<Region, RDSClient>();

    const rds = (region: Region) => {
      const known = clients.get(region);
      if (known !== undefined) return known;
      const client = new RDSClient({
        region,
        endpoint: aws.endpoint,
        credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
        maxAttempts: 1,
      });
      clients.set(region, client);
      return client;
    };
    const global = async () => {
      const { GlobalClusters: [found] = [] } = await rds(DR).send(
        new DescribeGlobalClustersCommand({ GlobalClusterIdentifier: GLOBAL }),
      );
      return found ?? {};
    };
    const until = async (holds: () => Promise<boolean>) => {
      const deadline = performance.now() + 30_000;
      while (!(await holds())) {
        if (performance.now() > deadline) throw new Error('it did not come true within 30 s');
        await delay(20);
      }
    };
    const settled = () => until(async () => (await global()).FailoverState === undefined);
    const writer = async () =>
      (await global()).GlobalClusterMembers?.find(({ IsWriter }) => IsWriter)?.DBClusterArn;

    async function ask(text: string, name = endpoint, password = MASTER.password): Promise<unknown[]> {
      const client = new Client({
        host: '127.0.0.1',
        port: databases.portOf(name),
        database: 'records',
        user: MASTER.user,
        password,
        ssl: { ca: readFileSync(databases.certificateFile, 'utf8'), servername: name },
      });
      client.on('error', () => undefined);
      await client.connect();
      try {
        const { rows } = await client.query<unknown[]>({ text, rowMode: 'array' });
        return rows.map((row) => row[0]);
      } finally {
        await client.end();
      }
    }

    const instance = (region: Region) => ({
      DBInstanceIdentifier: `records-1-${region}`,
      DBClusterIdentifier: CLUSTER,
    });

    /** The records of a cluster that is restored from a snapshot and deleted again. */
    async function restoredFrom(SnapshotIdentifier: string, region: Region = PRIMARY): Promise<unknown[]> {
      const DBClusterIdentifier = `restored-from-${SnapshotIdentifier}`;
      const DBInstanceIdentifier = `${DBClusterIdentifier}-1`;
      const { DBCluster } = await rds(region).send(
        new RestoreDBClusterFromSnapshotCommand({
          SnapshotIdentifier,
          DBClusterIdentifier,
          Engine: ENGINE.Engine,
        }),
      );
      await rds(region).send(
        new CreateDBInstanceCommand({
          DBInstanceIdentifier,
          DBClusterIdentifier,
          Engine: ENGINE.Engine,
          DBInstanceClass: 'db.serverless',
        }),
      );
      const ids = await ask('SELECT id FROM record ORDER BY id', DBCluster?.Endpoint);
      await rds(region).send(new DeleteDBInstanceCommand({ DBInstanceIdentifier }));
      await rds(region).send(new DeleteDBClusterCommand({ DBClusterIdentifier, SkipFinalSnapshot: true }));
      return ids;
    }

    beforeAll(async () => {
      aws = await startLocalAws({ accountId: ACCOUNT, variables: VARIABLES, databases: true });
      if (aws.databases === undefined) throw new Error('it was started without databases');
      ({ databases } = aws);
    });
    afterAll(async () => {
      for (const client of clients.values()) client.destroy();
      await aws.stop();
    });

    it('serves a cluster from its first instance on, with its database, its master user and its parameters', async () => {
      await rds(PRIMARY).send(
        new CreateGlobalClusterCommand({
          ...ENGINE,
          GlobalClusterIdentifier: GLOBAL,
          DatabaseName: 'records',
        }),
      );
      const group = { DBClusterParameterGroupName: 'records' };
      await rds(PRIMARY).send(
        new CreateDBClusterParameterGroupCommand({
          ...group,
          DBParameterGroupFamily: 'aurora-postgresql15',
          Description: 'of records',
        }),
      );
      await rds(PRIMARY).send(
        new ModifyDBClusterParameterGroupCommand({
          ...group,
          Parameters: [
            { ParameterName: 'log_statement', ParameterValue: 'mod', ApplyMethod: 'immediate' },
            { ParameterName: 'rds.force_ssl', ParameterValue: '1', ApplyMethod: 'pending-reboot' },
          ],
        }),
      );
      await rds(PRIMARY).send(
        new CreateDBClusterCommand({
          ...ENGINE,
          ...group,
          DBClusterIdentifier: CLUSTER,
          GlobalClusterIdentifier: GLOBAL,
          DatabaseName: 'records',
          MasterUsername: MASTER.user,
          MasterUserPassword: MASTER.password,
        }),
      );
      expect(databases.addresses()).toEqual([]);
      await rds(PRIMARY).send(
        new CreateDBInstanceCommand({
          ...instance(PRIMARY),
          Engine: ENGINE.Engine,
          DBInstanceClass: 'db.serverless',
        }),
      );
      endpoint = String((await global()).Endpoint);
      await expect(ask('SHOW log_statement')).resolves.toEqual(['mod']);
      await ask('CREATE TABLE record (id int PRIMARY KEY)');
    });

    it('replicates to a second cluster', async () => {
      await rds(DR).send(
        new CreateDBClusterCommand({
          ...ENGINE,
          DBClusterIdentifier: CLUSTER,
          GlobalClusterIdentifier: GLOBAL,
        }),
      );
      await rds(DR).send(
        new CreateDBInstanceCommand({
          ...instance(DR),
          Engine: ENGINE.Engine,
          DBInstanceClass: 'db.serverless',
        }),
      );
      await ask('INSERT INTO record VALUES (1)');
      expect(await databases.measure()).toMatchObject([{ region: DR, cluster: CLUSTER, bytes: 0 }]);
    });

    it('has its lag published where RDS publishes it: in the Region that is behind', async () => {
      const at = Date.now();
      await publishLag(databases, aws.endpoint, at);
      const valueIn = async (region: Region, MetricName: string) => {
        const cloudWatch = new CloudWatchClient({
          region,
          endpoint: aws.endpoint,
          credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
        });
        const { Datapoints: [datapoint] = [] } = await cloudWatch.send(
          new GetMetricStatisticsCommand({
            Namespace: 'AWS/RDS',
            MetricName,
            Dimensions: [{ Name: 'DBClusterIdentifier', Value: CLUSTER }],
            StartTime: new Date(at - 60_000),
            EndTime: new Date(at + 60_000),
            Period: 60,
            Statistics: ['Maximum'],
          }),
        );
        cloudWatch.destroy();
        return datapoint?.Maximum;
      };
      for (const metric of ['AuroraGlobalDBReplicationLag', 'AuroraGlobalDBRPOLag']) {
        await expect(valueIn(DR, metric)).resolves.toBeLessThan(5_000);
        await expect(valueIn(PRIMARY, metric)).resolves.toBeUndefined();
      }
    });

    it('tells where its endpoints lead', async () => {
      const answer = await fetch(`${aws.endpoint}/_gateway/databases`);
      await expect(answer.json()).resolves.toEqual({
        certificateAuthority: databases.certificateFile,
        endpoints: databases.addresses(),
      });
      expect(databases.addresses().map(({ name }) => name)).toContain(endpoint);
    });

    it('moves the writer in a switchover, and says so once it is moved', async () => {
      await rds(PRIMARY).send(
        new SwitchoverGlobalClusterCommand({
          GlobalClusterIdentifier: GLOBAL,
          TargetDbClusterIdentifier: arnOf(DR),
        }),
      );
      await settled();
      await expect(writer()).resolves.toBe(arnOf(DR));
      expect(databases.cluster(arnOf(DR))?.role).toBe('writer');
      await ask('INSERT INTO record VALUES (2)');
      await rds(DR).send(
        new SwitchoverGlobalClusterCommand({
          GlobalClusterIdentifier: GLOBAL,
          TargetDbClusterIdentifier: arnOf(PRIMARY),
        }),
      );
      await settled();
      await expect(ask('SELECT id FROM record ORDER BY id')).resolves.toEqual([1, 2]);
    });

    it('promotes in a failover, and is pending-resync until the old writer is back in step', async () => {
      aws.gateway.region(PRIMARY).blackOut('reset');
      await rds(DR).send(
        new FailoverGlobalClusterCommand({
          GlobalClusterIdentifier: GLOBAL,
          TargetDbClusterIdentifier: arnOf(DR),
          AllowDataLoss: true,
        }),
      );
      await settled();
      await expect(writer()).resolves.toBe(arnOf(DR));
      await ask('INSERT INTO record VALUES (3)');
      const statusOf = async (region: Region) =>
        (await global()).GlobalClusterMembers?.find(({ DBClusterArn }) => DBClusterArn === arnOf(region))
          ?.SynchronizationStatus;
      await delay(500);
      await expect(statusOf(PRIMARY)).resolves.toBe('pending-resync');

      aws.gateway.heal();
      await until(async () => (await statusOf(PRIMARY)) === 'connected');

      expect(databases.cluster(arnOf(PRIMARY))?.role).toBe('standby');
      const { DBClusterSnapshots: snapshots = [] } = await rds(PRIMARY).send(
        new DescribeDBClusterSnapshotsCommand({ DBClusterIdentifier: CLUSTER }),
      );
      const names = snapshots.map(({ DBClusterSnapshotIdentifier: name }) => String(name));
      const name = String(names.find((candidate) => candidate.startsWith('rds:unplanned-global-failover-')));
      // What RDS keeps is gone one day: as in AWS, it is copied, and the copy restored.
      await rds(PRIMARY).send(
        new CopyDBClusterSnapshotCommand({
          SourceDBClusterSnapshotIdentifier: name,
          TargetDBClusterSnapshotIdentifier: 'kept',
        }),
      );
      await expect(restoredFrom('kept')).resolves.toEqual([1, 2]);
    });

    it('is restored from a snapshot as it was when that was taken, beside the global database', async () => {
      await rds(DR).send(
        new CreateDBClusterSnapshotCommand({
          DBClusterIdentifier: CLUSTER,
          DBClusterSnapshotIdentifier: 'by-hand',
        }),
      );
      await ask('INSERT INTO record VALUES (4)');
      await expect(restoredFrom('by-hand', DR)).resolves.toEqual([1, 2, 3]);
      await ask('DELETE FROM record WHERE id = 4');
      const members = (await global()).GlobalClusterMembers?.map(({ DBClusterArn }) => DBClusterArn);
      expect(members?.toSorted()).toEqual([arnOf(DR), arnOf(PRIMARY)]);
    });

    it('goes on after a reboot, with another master password', async () => {
      await rds(DR).send(
        new RebootDBInstanceCommand({ DBInstanceIdentifier: instance(DR).DBInstanceIdentifier }),
      );
      await expect(ask('SELECT count(*)::int FROM record')).resolves.toEqual([3]);
      await rds(DR).send(
        new ModifyDBClusterCommand({
          DBClusterIdentifier: CLUSTER,
          MasterUserPassword: 'another-long-password',
        }),
      );
      await expect(ask('SELECT 1')).resolves.toEqual([1]);
    });

    it('ends with its clusters', async () => {
      for (const region of [PRIMARY, DR] as const) {
        await rds(region).send(
          new RemoveFromGlobalClusterCommand({
            GlobalClusterIdentifier: GLOBAL,
            DbClusterIdentifier: arnOf(region),
          }),
        );
        await rds(region).send(
          new DeleteDBInstanceCommand({
            DBInstanceIdentifier: instance(region).DBInstanceIdentifier,
            SkipFinalSnapshot: true,
          }),
        );
        await rds(region).send(
          new DeleteDBClusterCommand({ DBClusterIdentifier: CLUSTER, SkipFinalSnapshot: true }),
        );
      }
      expect(databases.addresses()).toEqual([]);
      expect([PRIMARY, DR].map((region) => databases.cluster(arnOf(region as Region)))).toEqual([
        undefined,
        undefined,
      ]);
    });
  });
});

describeWithMoto('Aurora without a PostgreSQL', () => {
  it('says so once, and is as it was', async () => {
    const said: string[] = [];
    const aws = await startLocalAws({
      accountId: ACCOUNT,
      databases: { find: { packageFolder: () => undefined, machineFolders: () => [] } },
      log: (line) => void said.push(line),
    });
    const client = new RDSClient({
      region: PRIMARY,
      endpoint: aws.endpoint,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
    try {
      await client.send(
        new CreateDBClusterCommand({
          ...ENGINE,
          DBClusterIdentifier: CLUSTER,
          MasterUsername: MASTER.user,
          MasterUserPassword: MASTER.password,
        }),
      );
      for (const name of ['records-1', 'records-2'])
        await client.send(
          new CreateDBInstanceCommand({
            DBInstanceIdentifier: name,
            DBClusterIdentifier: CLUSTER,
            Engine: ENGINE.Engine,
            DBInstanceClass: 'db.serverless',
          }),
        );
      expect(said.filter((line) => line.includes('There is no PostgreSQL 15'))).toHaveLength(1);
      expect(aws.databases?.servesNone(arnOf(PRIMARY))).toBe(true);
    } finally {
      client.destroy();
      await aws.stop();
    }
  });
});
