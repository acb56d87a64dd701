import type { GlobalCluster, MemberCluster } from '../domain/cluster';
import { CallError, type FailureKind } from '../domain/errors';
import type { Command, Trigger } from '../domain/events';
import {
  BLANK_INCIDENT,
  EMPTY_JOURNAL,
  type Incident,
  type Journal,
  type JournalEntry,
} from '../domain/journal';
import type { Observation, Reading } from '../domain/observation';
import type { Policy } from '../domain/policy';
import type { LagReading } from '../domain/lag';
import type { Notification } from '../domain/notification';
import type { Lease, Ports, RdsPort, WitnessAnswer } from '../domain/ports';
import { EMPTY_WATCH, type Watch } from '../domain/watch';
import type { JournalEvent } from '../domain/protocol';
import { type Outcome, reconcile } from '../execute/reconcile';
import type { Site } from '../domain/site';

const ARN = (region: string): string => `arn:aws:rds:${region}:111111111111:cluster:healthcare-aurora-dev`;

export const PRIMARY_ARN = ARN('eu-west-2');
export const DR_ARN = ARN('eu-west-1');

export const DR_SITE: Site = {
  environment: 'dev',
  role: 'dr',
  region: 'eu-west-1',
  peerRegion: 'eu-west-2',
  globalClusterId: 'healthcare-global-dev',
  ownClusterArn: DR_ARN,
  peerClusterArn: PRIMARY_ARN,
};

export const PRIMARY_SITE: Site = {
  ...DR_SITE,
  role: 'primary',
  region: 'eu-west-2',
  peerRegion: 'eu-west-1',
  ownClusterArn: PRIMARY_ARN,
  peerClusterArn: DR_ARN,
};

export const POLICY: Policy = {
  mode: 'automatic',
  lagBoundMs: 900_000,
  lagMaxAgeMs: 300_000,
  confirmationMs: 180_000,
  cooldownMs: 3_600_000,
  plannedLagMs: 5_000,
  operationDeadlineMs: 900_000,
  reissueAfterMs: 120_000,
  approvalMs: 1_800_000,
  failoverWhileReplicatingAfterMs: undefined,
  capacity: { minTasks: 4, minAcu: 8 },
};

/** Noon of a day long ago. */
export const NOON = Date.UTC(2026, 0, 2, 12);

/** In milliseconds. */
export const MINUTE = 60_000;

export const SCHEDULE: Trigger = { kind: 'schedule' };

/** What ann asks for; no dry run, and without acceptance of a loss. */
export const order = (command: Partial<Command> & Pick<Command, 'operation'>): Trigger => ({
  kind: 'command',
  command: {
    requestId: 'r1',
    requestedBy: 'ann',
    dryRun: false,
    acceptDataLoss: false,
    ...command,
  } as Command,
});

/** A global cluster in which one of the two writes. */
export const globalOf = (writer: string, patch: Partial<GlobalCluster> = {}): GlobalCluster => ({
  status: 'available',
  members: [PRIMARY_ARN, DR_ARN].map((clusterArn) => ({
    clusterArn,
    isWriter: clusterArn === writer,
    synchronizationStatus: clusterArn === writer ? undefined : 'connected',
  })),
  operation: undefined,
  ...patch,
});

export const clusterOf = (clusterArn: string, patch: Partial<MemberCluster> = {}): MemberCluster => ({
  clusterArn,
  status: 'available',
  engineVersion: '15.10',
  availableInstances: 2,
  ...patch,
});

export const known = <T>(value: T): Reading<T> => ({ known: true, value });

export const unknown = (kind: FailureKind | 'malformed'): Reading<never> => ({
  known: false,
  failure: { operation: 'test', kind, message: `${kind}, as the test wants it` },
});

/** All is well: the primary writes and serves, and the lag is low. */
export const observationOf = (patch: Partial<Observation> = {}): Observation => ({
  at: NOON,
  global: known(globalOf(PRIMARY_ARN)),
  ownCluster: known(clusterOf(DR_ARN)),
  peerCluster: known(clusterOf(PRIMARY_ARN)),
  lag: known({ lagMs: 800, measuredAt: NOON - 30_000 }),
  replicated: undefined,
  peerLag: undefined,
  peerEngaged: undefined,
  capacity: undefined,
  serves: known(true),
  peerWitness: known('healthy'),
  ownWitness: known('healthy'),
  egress: known(true),
  journal: known(EMPTY_JOURNAL),
  policy: known(POLICY),
  hold: known({ held: false, reason: '' }),
  ...patch,
});

/** What a primary looks like that is gone. */
export const LOST: Partial<Observation> = {
  serves: known(false),
  peerWitness: known('unhealthy'),
  peerCluster: unknown('unreachable'),
  lag: known({ lagMs: 800, measuredAt: NOON - 400_000 }),
};

/** What the rounds of the last minutes have seen of a lost primary: it is confirmed, and the next round is not due yet. */
export const CONFIRMED: Watch = {
  ...EMPTY_WATCH,
  lookedAt: NOON - 10_000,
  adverseSince: NOON - 8 * 60_000,
  adverseAt: NOON - 10_000,
  lost: { rounds: 4, firstAt: NOON - 200_000, lastAt: NOON - 10_000 },
  witnessed: true,
};

/** A failover that was opened a minute ago, by signals, and has been confirmed. */
export const incidentOf = (patch: Partial<Incident> = {}): Incident => ({
  ...BLANK_INCIDENT,
  id: 'failover-20260102T115900Z-1',
  kind: 'failover',
  phase: 'suspected',
  openedAt: NOON,
  sourceClusterArn: PRIMARY_ARN,
  targetClusterArn: DR_ARN,
  lagAtOpening: { lagMs: 800, measuredAt: NOON - 30_000 },
  ...patch,
});

export const journalOf = (patch: Partial<Journal> = {}): Journal => ({
  ...EMPTY_JOURNAL,
  version: 7,
  ...patch,
});

/** The calls that change something outside the journal, the lease and the topic. */
export const MUTATING =
  /^(failover|switchover|putTrafficEngaged|raiseMinimumTasks|lowerMinimumTasks|setMinimumCapacity|copyFailoverSnapshot) /;

/** A small world that obeys at once: no delay, no staleness. What goes wrong in it is said by `before` and `after`. */
export class FakeAws {
  now = NOON;
  global: GlobalCluster | undefined = globalOf(PRIMARY_ARN);
  clusters: Record<string, MemberCluster | undefined> = {
    [PRIMARY_ARN]: clusterOf(PRIMARY_ARN),
    [DR_ARN]: clusterOf(DR_ARN),
  };
  /** When the other Region was lost; the lag is measured up to then. */
  lostAt: number | undefined;
  serves = true;
  witness: Record<'primary' | 'dr', WitnessAnswer> = { primary: 'healthy', dr: 'healthy' };
  egress = true;
  hasReplicated = true;
  /** dr's NAT gateway is gone: what leaves by it fails, and nothing else. */
  natIsLost = false;
  /** By how much later than usual a datapoint of the lag is there, in milliseconds. */
  lagDelayMs = 0;
  /** Since when nothing is replicated any more although the peer may serve. */
  replicationStoppedAt: number | undefined;
  peerIsDark = false;
  policy = JSON.stringify(POLICY);
  hold = JSON.stringify({ held: false, reason: '' });
  snapshot = {
    snapshotArn: 'arn:aws:rds:eu-west-2:111111111111:cluster-snapshot:one',
    createdAt: NOON,
    status: 'available',
  };
  journal: Journal = EMPTY_JOURNAL;
  history: JournalEntry[] = [];
  published: Notification[] = [];
  /** By the topic in the watch Region. */
  publishedAbroad: Notification[] = [];
  lease: Lease | undefined;
  epoch = 0;
  metric: boolean | undefined;
  /** How many tasks the other Region runs, and the least number of them in the own one. */
  peerTasks: number | undefined;
  minTasks = 2;
  /** What the control metric of the other Region says. */
  peerMetric: boolean | undefined = false;
  /** Whether a move that was asked for is over at once. */
  movesAtOnce = true;
  calls: string[] = [];
  invocations = 0;
  /** Called with each call's line before it has its effect, and after it. */
  before: (line: string) => void = () => undefined;
  after: (line: string) => void = () => undefined;

  constructor(readonly site: Site = DR_SITE) {}

  readonly ports: Ports = this.#ports();

  /** What changed something, in order. */
  get mutations(): string[] {
    return this.calls.filter((line) => MUTATING.test(line));
  }

  get phase(): string | undefined {
    return this.journal.incident?.phase;
  }

  /** What was notified of, in order. */
  get events(): (JournalEvent | undefined)[] {
    return this.published.map(({ event }) => event);
  }

  /** The primary Region goes dark; that nothing arrives any more shows in the metric alone, six minutes later. */
  loseSilently(): void {
    this.peerIsDark = true;
    this.serves = false;
    this.witness[this.site.role === 'dr' ? 'primary' : 'dr'] = 'unhealthy';
    this.lostAt = this.now;
  }

  /** The primary Region is back, as it was. */
  regain(): void {
    this.peerIsDark = false;
    this.serves = true;
    this.witness = { primary: 'healthy', dr: 'healthy' };
    this.lostAt = undefined;
    this.replicationStoppedAt = undefined;
  }

  /** The primary Region goes dark, and RDS says so. */
  lose(): void {
    this.loseSilently();
    this.#disconnect();
  }

  /** RDS says in the own Region that nothing arrives any more. */
  #disconnect(): void {
    if (this.global === undefined) return;
    const members = this.global.members.map((member) =>
      member.isWriter ? member : { ...member, synchronizationStatus: 'pending-resync' },
    );
    this.global = { ...this.global, members };
  }

  /** One invocation with a minute to run. */
  async run(trigger: Trigger = SCHEDULE, timeoutMs = 60_000): Promise<Outcome> {
    this.invocations += 1;
    return reconcile(
      trigger,
      { id: `run-${this.invocations}`, deadline: this.now + timeoutMs },
      this.site,
      this.ports,
    );
  }

  /** As many minutes, each with its invocation by the schedule. */
  async minutes(count: number): Promise<void> {
    for (let minute = 0; minute < count; minute++) {
      this.now += 60_000;
      await this.run();
    }
  }

  /** Makes every call whose line matches fail. */
  break(pattern: RegExp, kind: FailureKind): void {
    const before = this.before;
    this.before = (line) => {
      before(line);
      if (pattern.test(line)) throw new CallError(line.split(' ')[0] ?? line, kind, 'as the test wants it');
    };
  }

  #call<T>(line: string, effect: () => T): Promise<T> {
    return new Promise((resolve) => {
      this.calls.push(line);
      this.before(line);
      const value = effect();
      this.after(line);
      resolve(value);
    });
  }

  #lag(): LagReading {
    const stoppedAt = this.lostAt ?? this.replicationStoppedAt ?? Infinity;
    return { lagMs: 800, measuredAt: Math.min(stoppedAt, this.now - this.lagDelayMs) - 30_000 };
  }

  #move(target: string, status: string): void {
    if (this.movesAtOnce) this.global = globalOf(target);
    else if (this.global)
      this.global = {
        ...this.global,
        operation: {
          status,
          fromClusterArn: undefined,
          toClusterArn: target,
          dataLossAllowed: status === 'failing-over',
        },
      };
  }

  #rds(side: 'own' | 'peer'): RdsPort {
    const call = <T>(line: string, effect: () => T): Promise<T> =>
      this.#call(`${line} @${side}`, () => {
        if (side === 'peer' && (this.peerIsDark || this.natIsLost))
          throw new CallError(line, 'unreachable', 'the Region is dark');
        return effect();
      });
    return {
      describeGlobalCluster: () => call('describeGlobalCluster', () => this.global),
      describeCluster: (arn) => call('describeCluster', () => this.clusters[arn]),
      failover: (id, target) => call(`failover ${id} ${target}`, () => this.#move(target, 'failing-over')),
      switchover: (id, target) =>
        call(`switchover ${id} ${target}`, () => this.#move(target, 'switching-over')),
      setMinimumCapacity: (arn, acu) => call(`setMinimumCapacity ${arn} ${acu}`, () => undefined),
      findFailoverSnapshot: () => call('findFailoverSnapshot', () => this.snapshot),
      copyFailoverSnapshot: (arn, id) => call(`copyFailoverSnapshot ${arn} ${id}`, () => undefined),
    };
  }

  #ports(): Ports {
    return {
      ownRds: this.#rds('own'),
      peerRds: this.#rds('peer'),
      metrics: {
        replicationLag: () => this.#call('replicationLag @own', () => this.#lag()),
        hasReplicated: () => this.#call('hasReplicated', () => this.hasReplicated),
        putTrafficEngaged: (engaged) =>
          this.#call(`putTrafficEngaged ${engaged}`, () => {
            this.metric = engaged;
          }),
      },
      peerMetrics: {
        replicationLag: () => this.#call('replicationLag @peer', () => this.#lag()),
        trafficEngaged: () =>
          this.#call('trafficEngaged @peer', () => {
            if (this.peerIsDark) throw new CallError('trafficEngaged', 'unreachable', 'the Region is dark');
            return this.peerMetric;
          }),
        runningTasks: () => this.#call('runningTasks @peer', () => this.peerTasks),
      },
      configuration: {
        readPolicy: () => this.#call('readPolicy', () => this.policy),
        readHold: () => this.#call('readHold', () => this.hold),
      },
      journal: {
        read: () => this.#call('readJournal', () => this.journal),
        acquire: (owner, now, durationMs) =>
          this.#call(`acquire ${owner}`, () => {
            if (this.lease && this.lease.expiresAt > now) return undefined;
            this.epoch += 1;
            this.lease = { owner, epoch: this.epoch, expiresAt: now + durationMs };
            return this.lease;
          }),
        release: async (lease) => {
          if (this.lease?.epoch === lease.epoch) this.lease = undefined;
        },
        write: (next, lease, entries) =>
          this.#call('write', () => {
            if (lease.epoch !== this.epoch || next.version !== this.journal.version)
              throw new CallError('dynamodb:TransactWriteItems', 'conflict', 'a condition was not met');
            this.journal = { ...next, version: next.version + 1 };
            this.history.push(...entries);
            return this.journal;
          }),
      },
      notifications: {
        publish: (notification) =>
          this.#call(`publish ${notification.id}`, () => {
            this.published.push(notification);
          }),
      },
      backupNotifications: {
        publish: (notification) =>
          this.#call(`publish abroad ${notification.id}`, () => {
            this.publishedAbroad.push(notification);
          }),
      },
      heartbeat: { beat: () => this.#call('beat', () => undefined) },
      probe: { serves: () => this.#call('serves', () => this.serves && !this.natIsLost) },
      witness: { ask: (role) => this.#call(`witness ${role}`, () => this.witness[role]) },
      egress: { reaches: () => this.#call('egress', () => this.egress && !this.natIsLost) },
      capacity: {
        minimumTasks: () => this.#call('minimumTasks', () => this.minTasks),
        raiseMinimumTasks: (tasks) =>
          this.#call(`raiseMinimumTasks ${tasks}`, () => {
            this.minTasks = Math.max(this.minTasks, tasks);
          }),
        lowerMinimumTasks: (tasks) =>
          this.#call(`lowerMinimumTasks ${tasks}`, () => {
            this.minTasks = Math.min(this.minTasks, tasks);
          }),
      },
      clock: { now: () => this.now },
      pause: async (ms) => {
        this.now += ms;
      },
    };
  }
}
