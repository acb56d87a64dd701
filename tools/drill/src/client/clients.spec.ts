import {
  DescribeGlobalClustersCommand,
  FailoverGlobalClusterCommand,
  SwitchoverGlobalClusterCommand,
} from '@aws-sdk/client-rds';
import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { clusterArn, globalClusterName } from '@healthcare-dr/aurora/contract';
import { startLocalAws, type Databases, type LocalAws } from '@healthcare-dr/local-aws';
import { describeWithMoto, describeWithPostgres } from '@healthcare-dr/local-aws/fixtures';
import { namingOf } from '@healthcare-dr/platform';
import { temporaryFolder, type TemporaryFolder } from '@healthcare-dr/processes';
import { byRole, peerOf, serviceNames, topologyOf, type Role } from '@healthcare-dr/topology';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { FAILOVER } from '../failover/__fixtures__/recordings';
import { certify } from '../failover/certificate';
import type { Recording } from '../failover/facts';
import { LoadBalancer } from '../failover/load-balancer';
import { ServiceTasks } from '../failover/service-tasks';
import { VirtualClock } from '../failover/virtual-clock';
import { Clients } from './clients';
import { Footprint } from './__fixtures__/footprint';

jest.setTimeout(120_000);

const WORKSPACE_ROOT = resolve(__dirname, '..', '..', '..', '..');
const VARIABLES = {
  LOCAL_AWS_GLOBAL_PENDING_SECONDS: '0.1',
  LOCAL_AWS_GLOBAL_SWITCHOVER_SECONDS: '0.1',
  LOCAL_AWS_GLOBAL_FAILOVER_SECONDS: '0.1',
  LOCAL_AWS_GLOBAL_RESYNC_SECONDS: '0.1',
};

describeWithMoto('clients of the service', () => {
  describeWithPostgres('with databases behind it', () => {
    const environment = fixtureEnvironment('dev');
    const regions = byRole((role) => topologyOf(environment, role).region);
    const namings = byRole((role) => namingOf(environment, role));
    const clock = new VirtualClock(Date.now() - 12 * 3_600_000);
    let folder: TemporaryFolder;
    let aws: LocalAws;
    let databases: Databases;
    let footprint: Footprint;
    let tasks: ServiceTasks;
    let balancers: Readonly<Record<Role, LoadBalancer>>;
    let clients: Clients;
    let led: Role = 'primary';
    let dark: Role | undefined;

    const turns = async (count: number) => {
      for (let turn = 0; turn < count; turn += 1) {
        clock.advanceTo(clients.nextAt);
        for (const balancer of Object.values(balancers)) await balancer.check();
        await clients.turn();
      }
    };
    const told = (from: number, writer: Role, others: Partial<Recording> = {}): Recording => ({
      ...FAILOVER,
      from,
      to: clock.now(),
      history: [],
      writers: [{ at: clock.now(), writer, operation: '', connected: true }],
      ...others,
    });
    const swap = async (target: Role, kind: 'failover' | 'switchover') => {
      const input = {
        GlobalClusterIdentifier: globalClusterName(namings[target]),
        TargetDbClusterIdentifier: clusterArn(namings[target]),
      };
      // A failover is asked for where it leads to, a switchover where the writer is.
      if (kind === 'failover')
        await footprint.rds(target).send(new FailoverGlobalClusterCommand({ ...input, AllowDataLoss: true }));
      else await footprint.rds(peerOf(target)).send(new SwitchoverGlobalClusterCommand(input));
      const describe = new DescribeGlobalClustersCommand({});
      const isUnderWay = async () =>
        (await footprint.rds(target).send(describe)).GlobalClusters?.[0]?.FailoverState !== undefined;
      while (await isUnderWay()) await delay(20);
    };
    const caughtUp = async () => {
      while (((await databases.measure())[0]?.transactionsMs ?? 60_000) > 5_000) await delay(20);
    };

    beforeAll(async () => {
      folder = await temporaryFolder('clients-');
      aws = await startLocalAws({ accountId: environment.accountId, variables: VARIABLES, databases: true });
      if (aws.databases === undefined) throw new Error('it was started without databases');
      ({ databases } = aws);
      footprint = new Footprint(environment, aws.endpoint);
      await footprint.make();
      await databases.setClock(() => clock.now());
      const { signal } = new AbortController();
      const variables = aws.environment;
      tasks = await ServiceTasks.start({
        workspaceRoot: WORKSPACE_ROOT,
        environment,
        variables,
        databases,
        folder: folder.path,
        clock,
        signal,
      });
      const certificate = await certify([serviceNames(environment).service], folder.path, signal);
      const balancer = (role: Role) =>
        LoadBalancer.open({
          certificate,
          target: tasks.portOf(role),
          healthCheck: tasks.healthChecks[role],
          now: () => clock.now(),
        });
      balancers = { primary: await balancer('primary'), dr: await balancer('dr') };
      clients = new Clients({
        environment,
        databases,
        variables,
        now: () => clock.now(),
        certificateFile: certificate.certificateFile,
        destination: () => ({ role: led, port: balancers[led].port }),
        beside: () => dark && { role: dark, port: tasks.portOf(dark) },
      });
    });
    afterAll(async () => {
      clients.close();
      for (const balancer of Object.values(balancers)) await balancer.close();
      await tasks.stop();
      await aws.stop();
      await folder.remove();
    });

    it('are answered, and what they are told is kept is there, row and document', async () => {
      const from = clock.now();
      await turns(6);
      const { requests, loss, promoted } = await clients.recordingOf(told(from, 'primary'));

      expect(requests.filter(({ outcome }) => outcome !== 'ok')).toEqual([]);
      expect(requests.filter(({ kind }) => kind === 'read').map(({ source }) => source)).toContain('writer');
      expect(loss).toMatchObject({ acknowledged: 6, missing: 0, documentsMissing: 0, neverSent: 0 });
      expect(promoted).toBe(false);
    });

    it('get a record back that was deleted by mistake, from a cluster restored to the moment before', async () => {
      const restored = await clients.restoreDeleted('primary', tasks.master);
      expect(restored).toEqual({ id: restored.id, deleted: 'not-found', rows: 1, restored: 'ok' });
      const names = databases.addresses().map(({ name }) => name);
      expect(names.filter((name) => name.includes('restored'))).toEqual([]);
    });

    it('lose nothing in a planned move, and are served by dr after it', async () => {
      const from = clock.now();
      await turns(2);
      await swap('dr', 'switchover');
      led = 'dr';
      await turns(4);
      const moved = await clients.recordingOf(told(from, 'dr'));
      expect(moved.loss).toMatchObject({ missing: 0, writtenToOldWriter: 0, neverSent: 0 });
      expect(moved.requests.at(-1)?.outcome).not.toBe('failed');
      await swap('primary', 'switchover');
      led = 'primary';
      await turns(2);
      const back = await clients.recordingOf(told(from, 'primary'));
      expect(back.loss).toMatchObject({ missing: 0, neverSent: 0 });
    });

    it('lose what was not replicated when their Region is lost; what the old writer takes after the promotion is told apart', async () => {
      await caughtUp();
      const { gateway } = aws;
      const from = clock.now();
      await turns(2);
      await caughtUp();
      const safe = clock.now();
      gateway.link(regions.primary, regions.dr).slow(45_000);
      await turns(3);
      dark = 'primary';
      gateway.region(regions.primary).blackOut('reset', { exceptCallers: [tasks.sessionArns.primary] });
      await balancers.primary.switchOff();
      await turns(2);
      const decided = clock.now();
      await swap('dr', 'failover');
      await turns(2);
      led = 'dr';
      await turns(3);
      dark = undefined;

      const stated = {
        at: decided,
        incidentId: 'failover-1',
        event: 'promotion-requested' as const,
        reason: {
          code: 'region-lost' as const,
          evidence: [] as never,
          loss: { code: 'loss-within-bound' as const, lossMs: decided - safe, boundMs: 900_000 },
        },
        title: '',
        text: '',
        details: {},
      };
      const { requests, loss, promoted } = await clients.recordingOf(told(from, 'dr', { history: [stated] }));

      expect(promoted).toBe(true);
      expect(loss.missing).toBeGreaterThanOrEqual(3);
      expect(loss.oldestAgeMs).toBeGreaterThan(20_000);
      expect(loss).toMatchObject({ statedMs: decided - safe, beyondStatedMs: 0, neverSent: 0 });
      expect(loss.writtenToOldWriter).toBeGreaterThan(0);
      expect(requests.filter(({ inside }) => !inside).at(-1)).toMatchObject({ role: 'dr' });
      expect(requests.filter(({ outcome }) => outcome === 'failed').length).toBeGreaterThan(2);
    });

    it('are without service in a planned move for longer if they are led to dr before it writes', async () => {
      const from = clock.now();
      aws.gateway.heal();
      aws.gateway.healLink();
      await balancers.primary.switchOn();
      await databases.settled();
      await swap('primary', 'switchover');
      led = 'dr';
      await turns(3);
      const { requests } = await clients.recordingOf(told(from, 'primary'));
      const writes = requests.filter(({ kind }) => kind === 'write');
      expect(writes.map(({ outcome }) => outcome)).toEqual(['failed', 'failed', 'failed']);
      expect(writes[0]?.reason).toContain('database-not-reachable');
    });
  });
});
