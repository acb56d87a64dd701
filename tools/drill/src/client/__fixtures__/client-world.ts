import {
  CopyDBClusterSnapshotCommand,
  DescribeDBClusterSnapshotsCommand,
  DescribeGlobalClustersCommand,
  FailoverGlobalClusterCommand,
  SwitchoverGlobalClusterCommand,
} from '@aws-sdk/client-rds';
import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { clusterArn, globalClusterName } from '@healthcare-dr/aurora/contract';
import { startLocalAws, type Databases, type LocalAws } from '@healthcare-dr/local-aws';
import { namingOf } from '@healthcare-dr/platform';
import { temporaryFolder, type TemporaryFolder } from '@healthcare-dr/processes';
import { byRole, peerOf, serviceNames, topologyOf, type Role } from '@healthcare-dr/topology';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { FAILOVER } from '../../failover/__fixtures__/recordings';
import { certify } from '../../failover/certificate';
import type { Recording } from '../../failover/facts';
import { LoadBalancer } from '../../failover/load-balancer';
import { ServiceTasks } from '../../failover/service-tasks';
import { VirtualClock } from '../../failover/virtual-clock';
import { Clients } from '../clients';
import type { ClientRecording, ReconciledRecords } from '../facts';
import { Footprint } from './footprint';

const WORKSPACE_ROOT = resolve(__dirname, '..', '..', '..', '..', '..');
const HOURS_AGO_MS = 12 * 3_600_000;
const VARIABLES = {
  LOCAL_AWS_GLOBAL_PENDING_SECONDS: '0.1',
  LOCAL_AWS_GLOBAL_SWITCHOVER_SECONDS: '0.1',
  LOCAL_AWS_GLOBAL_FAILOVER_SECONDS: '0.1',
  LOCAL_AWS_GLOBAL_RESYNC_SECONDS: '0.1',
};

/** How a Region is lost, or cut off, and what is done about it. Turns are of clients: ten seconds of virtual time each. */
export interface Circumstances {
  readonly turnsBefore: number;
  /** How late each byte of the replication arrives, in virtual milliseconds. */
  readonly linkDelayMs: number;
  readonly turnsInTheDark: number;
  /** The Region is lost to everybody, or only to its peer, while it serves its clients. */
  readonly lost: 'region' | 'link';
  /** What is stated as the most that is lost: the age of the last evidence, or the lag it told, however long ago. */
  readonly states: 'age' | 'lag';
}

/** The service in two Regions, clients of it, and who moves the writer and them, in the place of a controller. */
export class ClientWorld {
  readonly #environment = fixtureEnvironment('dev');
  readonly #regions = byRole((role) => topologyOf(this.#environment, role).region);
  readonly #namings = byRole((role) => namingOf(this.#environment, role));
  /** Where DNS leads clients. */
  led: Role = 'primary';
  /** What came back of the newest loss. */
  reconciled: ReconciledRecords | undefined;
  #dark: Role | undefined;
  #copies = 0;

  private constructor(
    private readonly folder: TemporaryFolder,
    private readonly clock: VirtualClock,
    private readonly aws: LocalAws,
    readonly databases: Databases,
    private readonly footprint: Footprint,
    readonly tasks: ServiceTasks,
    private readonly balancers: Readonly<Record<Role, LoadBalancer>>,
    certificateFile: string,
  ) {
    this.clients = new Clients({
      environment: this.#environment,
      databases,
      objects: aws.objects,
      variables: aws.environment,
      now: () => clock.now(),
      certificateFile,
      destination: () => ({ role: this.led, port: balancers[this.led].port }),
      beside: () => this.#dark && { role: this.#dark, port: tasks.portOf(this.#dark) },
    });
  }

  readonly clients: Clients;

  static async open(): Promise<ClientWorld> {
    const environment = fixtureEnvironment('dev');
    const folder = await temporaryFolder('clients-');
    const clock = new VirtualClock(Date.now() - HOURS_AGO_MS);
    const aws = await startLocalAws({
      accountId: environment.accountId,
      variables: VARIABLES,
      databases: true,
    });
    const { databases, environment: variables } = aws;
    if (databases === undefined) throw new Error('it was started without databases');
    const footprint = new Footprint(environment, aws.endpoint);
    await footprint.make();
    await databases.setClock(() => clock.now());
    const { signal } = new AbortController();
    const tasks = await ServiceTasks.start({
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
    const balancers = { primary: await balancer('primary'), dr: await balancer('dr') };
    return new ClientWorld(
      folder,
      clock,
      aws,
      databases,
      footprint,
      tasks,
      balancers,
      certificate.certificateFile,
    );
  }

  async close(): Promise<void> {
    this.clients.close();
    for (const balancer of Object.values(this.balancers)) await balancer.close();
    await this.tasks.stop();
    await this.aws.stop();
    await this.folder.remove();
  }

  now(): number {
    return this.clock.now();
  }

  /** Lets clients ask so many times. */
  async turns(count: number): Promise<void> {
    for (let turn = 0; turn < count; turn += 1) {
      this.clock.advanceTo(this.clients.nextAt);
      for (const balancer of Object.values(this.balancers)) await balancer.check();
      await this.clients.turn();
    }
  }

  /** What was seen since a moment. */
  async recordingSince(
    from: number,
    writer: Role,
    history: Recording['history'] = [],
  ): Promise<ClientRecording> {
    const to = this.now();
    const writers = [{ at: to, writer, operation: '', connected: true }];
    const seen = await this.clients.recordingOf({ ...FAILOVER, from, to, history, writers });
    return { ...seen, taskEnds: this.tasks.ends.since(from), realMs: 0 };
  }

  /** Moves the writer without loss. Clients are led there before or after it. */
  async switchOver(target: Role, clientsMove: 'before' | 'after', turnsBetween = 0): Promise<void> {
    if (clientsMove === 'before') this.led = target;
    await this.turns(turnsBetween);
    // A switchover is asked for where the writer is.
    await this.footprint.rds(peerOf(target)).send(new SwitchoverGlobalClusterCommand(this.#target(target)));
    await this.#settled(target);
    this.led = target;
  }

  /** Loses the primary Region, or the link to it, promotes dr with what it has, leads clients there, and goes home again. */
  async loseWriter(circumstances: Circumstances): Promise<ClientRecording> {
    const { turnsBefore, linkDelayMs, turnsInTheDark, lost, states } = circumstances;
    const { gateway } = this.aws;
    const { primary, dr } = this.#regions;
    const from = this.now();
    if (linkDelayMs > 0) gateway.link(primary, dr).slow(linkDelayMs);
    await this.turns(turnsBefore);
    let [evidence] = await this.databases.measure();
    while (evidence === undefined) [evidence] = await this.databases.measure();
    if (lost === 'link') gateway.link(primary, dr).blackOut('reset');
    else {
      this.#dark = 'primary';
      gateway.region(primary).blackOut('reset', { exceptCallers: [this.tasks.sessionArns.primary] });
      gateway.region(primary).blackOut('reset', { services: ['rds-db'] });
      await this.balancers.primary.switchOff();
    }
    await this.turns(turnsInTheDark);
    const at = this.now();
    const lossMs = states === 'lag' ? evidence.transactionsMs : at - evidence.at + evidence.transactionsMs;
    const command = new FailoverGlobalClusterCommand({ ...this.#target('dr'), AllowDataLoss: true });
    await this.footprint.rds('dr').send(command);
    await this.#settled('dr', false);
    await this.turns(2);
    this.led = 'dr';
    this.#dark = undefined;
    await this.turns(2);
    const seen = await this.recordingSince(from, 'dr', [stated(at, lossMs)]);
    gateway.heal();
    gateway.healLink();
    await this.balancers.primary.switchOn();
    await this.databases.settled();
    await this.#settled('dr');
    await this.#keepSnapshot();
    this.reconciled = await this.clients.reconcile(seen.loss.lostIds, 'primary', this.tasks.master);
    await this.switchOver('primary', 'after');
    return seen;
  }

  /** Copies what RDS keeps of the old writer, in the place of a controller. */
  async #keepSnapshot(): Promise<void> {
    const rds = this.footprint.rds('primary');
    const { DBClusterSnapshots: kept = [] } = await rds.send(
      new DescribeDBClusterSnapshotsCommand({ SnapshotType: 'automated' }),
    );
    await rds.send(
      new CopyDBClusterSnapshotCommand({
        SourceDBClusterSnapshotIdentifier: kept
          .map(({ DBClusterSnapshotIdentifier: name = '' }) => name)
          .filter((name) => name.startsWith('rds:unplanned-global-failover'))
          .toSorted()
          .at(-1),
        TargetDBClusterSnapshotIdentifier: `failover-${(this.#copies += 1)}`,
      }),
    );
  }

  #target(role: Role) {
    return {
      GlobalClusterIdentifier: globalClusterName(this.#namings[role]),
      TargetDbClusterIdentifier: clusterArn(this.#namings[role]),
    };
  }

  /** Waits until the target writes, and unless it is said otherwise until nothing is under way any more. */
  async #settled(target: Role, entirely = true): Promise<void> {
    const writes = () => this.databases.cluster(clusterArn(this.#namings[target]))?.role === 'writer';
    const isUnderWay = async () => {
      const { GlobalClusters: [global] = [] } = await this.footprint
        .rds(target)
        .send(new DescribeGlobalClustersCommand({}));
      const members = global?.GlobalClusterMembers ?? [];
      const isWhole = members.every(
        ({ IsWriter, SynchronizationStatus: status }) => IsWriter === true || status === 'connected',
      );
      return global?.FailoverState !== undefined || (entirely && !isWhole);
    };
    while (!writes() || (await isUnderWay())) await delay(20);
  }
}

const stated = (at: number, lossMs: number): Recording['history'][number] => ({
  at,
  incidentId: 'failover-1',
  event: 'promotion-requested',
  reason: {
    code: 'region-lost',
    evidence: [] as never,
    loss: { code: 'loss-within-bound', lossMs, boundMs: 900_000 },
  },
  title: '',
  text: '',
  details: {},
});
