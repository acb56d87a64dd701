import {
  CALL_BOUND_MS,
  CallError,
  type Clock,
  type FailureKind,
  type LagReading,
  type Ports,
  type RdsPort,
  type Trigger,
} from '@healthcare-dr/failover-lambda/runtime';
import type { Call } from './guarantee';
import { noise } from '../random';
import { other, type CallName, type FaultKind, type Service, type Side } from '../schedule';
import { CLUSTER_ARNS, sideOf } from './aurora';
import { SECOND } from './timeline';
import type { World } from './world';

/** What an adapter allows for one call, its retries included. */
const TIMEOUT_MS = CALL_BOUND_MS - SECOND / 2;
const LATENCY_MS = 20;
/** Between giving up on a call and the call's effect after all. */
const LATE_MS = 5 * SECOND;

/** What a process that is gone waits for. A promise of its own each time: a shared one would hold on to all that wait for it. */
const never = () => new Promise<never>(() => undefined);

/** What is asked of the other Region, once a look. */
type Question = 'probe' | 'peer' | 'lag';

/** What one invocation was told in its newest look at the primary. */
export interface Told {
  /** When the look began. */
  readonly at: number;
  /** When its newest part came. */
  completeAt: number;
  serves: boolean | undefined;
  /** What the peer's control plane answered of its cluster, or why it did not. */
  peer:
    { readonly status: string; readonly instances: number } | { readonly failure: FailureKind } | undefined;
  synchronization: string | undefined;
  /** What was asked already: who asks again begins another look. */
  readonly asked: Record<Question, boolean>;
  sawGlobal: boolean;
  sawOperation: boolean;
  lag: LagReading | 'none' | undefined;
}

/** One run of the controller's function: its clock, its end, and the ports it was given. */
export class Invocation {
  readonly ports: Ports;
  /** Killed, crashed, or gone with its Region: it does nothing any more. */
  dead = false;
  finished = false;
  /** Calls under way. */
  waiting = 0;
  /** Whether anything but the loss of a Region has touched it, so that nothing can be asked of it. */
  disturbed = false;
  /** The number of the call by which it last took the hold, the global cluster, wrote its journal and took the lease. */
  readonly last = { holdRead: -1, globalRead: -1, journalWritten: -1 };
  /** What the hold was when it was last read. */
  heldWhenRead = false;
  epoch: number | undefined;
  told: Told | undefined;
  /** Everything that it was told, look by look. */
  readonly looks: Told[] = [];
  private frozenUntil = 0;

  constructor(
    readonly id: number,
    readonly side: Side,
    readonly trigger: Trigger,
    readonly startedAt: number,
    readonly endsAt: number,
    readonly skewMs: number,
    readonly world: World,
  ) {
    const clock: Clock = { now: () => world.time.now + skewMs };
    this.ports = {
      ownRds: new Rds(this, side, 'ownRds'),
      peerRds: new Rds(this, other(side), 'peerRds'),
      metrics: new Metrics(this),
      peerMetrics: new PeerMetrics(this),
      configuration: new Configuration(this),
      journal: new JournalTable(this),
      notifications: { publish: (notification) => this.publish(notification) },
      probe: { serves: () => this.probe() },
      capacity: { raiseMinimumTasks: (tasks) => this.raiseTasks(tasks) },
      clock,
    };
  }

  die(): void {
    this.dead = true;
  }

  /**
   * One call, from the moment it is made to that at which the caller hears of it, with whatever the schedule has in store for it.
   */
  call<T>(name: CallName, service: Service, effect: (call: Call) => T, about: About = NOTHING): Promise<T> {
    if (this.dead) return never();
    const { world } = this;
    const call: Call = {
      index: world.calls++,
      name,
      invocation: this,
      startedAt: world.time.now,
      engaged: about.engaged,
      target: about.target,
    };
    const fault = world.begins(call);
    if (this.dead) return never();
    world.guarantees.begins(call);
    const kind = fault ?? world.disturbance(call, service);
    if (kind === 'crash-before') {
      this.die();
      world.invocationOver(this);
      return never();
    }
    return new Promise<T>((resolve, reject) => {
      this.waiting += 1;
      const latencyMs = this.latency(call);
      if (kind === undefined) {
        world.time.after(latencyMs, () => {
          let value: T;
          try {
            value = effect(call);
          } catch (error) {
            this.answer(() => reject(error));
            return;
          }
          if (!this.dead && world.time.now >= this.frozenUntil) {
            this.waiting -= 1;
            resolve(value);
            world.time.wake();
          } else this.answer(() => resolve(value));
        });
        return;
      }
      world.trace?.(`    ${name}: ${kind}`);
      const carryOut = () => {
        try {
          const value = effect(call);
          return () => resolve(value);
        } catch (error) {
          return () => reject(error);
        }
      };
      const refuse = (failure: FailureKind) => () =>
        reject(new CallError(name, failure, 'as the simulation has it'));
      this.disturb(kind, { call, latencyMs, carryOut, refuse });
    });
  }

  /** Lets the caller hear of it, unless it is gone; later, if it stands still. */
  private answer(settle: () => void): void {
    if (this.dead) return;
    const { time } = this.world;
    if (time.now < this.frozenUntil) {
      time.at(this.frozenUntil, () => this.answer(settle));
      return;
    }
    this.waiting -= 1;
    settle();
    time.wake();
  }

  get label(): string {
    return `#${this.id}`;
  }

  private disturb(kind: FaultKind, how: Disturbed): void {
    const { time, nature } = this.world;
    const { call, latencyMs, carryOut, refuse } = how;
    const answer = (settle: () => void) => this.answer(settle);
    switch (kind) {
      case 'crash-before':
        return;
      case 'crash-after':
        time.after(latencyMs, () => {
          carryOut();
          this.die();
          this.world.invocationOver(this);
        });
        return;
      case 'timeout-before':
        time.after(TIMEOUT_MS, () => answer(refuse('timeout')));
        return;
      case 'timeout-after':
        time.after(latencyMs, () => void carryOut());
        time.after(TIMEOUT_MS, () => answer(refuse('timeout')));
        return;
      case 'timeout-late':
        time.after(TIMEOUT_MS, () => answer(refuse('timeout')));
        time.after(TIMEOUT_MS + LATE_MS, () => void carryOut());
        return;
      case 'slow-answer':
        time.after(latencyMs, () => {
          const settle = carryOut();
          time.after(TIMEOUT_MS - latencyMs, () => answer(settle));
        });
        return;
      case 'slow-effect':
        time.after(TIMEOUT_MS, () => answer(carryOut()));
        return;
      case 'stall':
        time.after(latencyMs, () => {
          const settle = carryOut();
          this.frozenUntil = time.now + (5 + 45 * noise(nature.jitter + 3, call.index)) * SECOND;
          answer(settle);
        });
        return;
      case 'unreachable':
        time.after(LATENCY_MS + 2 * SECOND, () => answer(refuse('unreachable')));
        return;
      default:
        time.after(latencyMs, () => answer(refuse(kind)));
    }
  }

  /** The look that a question belongs to. */
  look(question: Question): Told {
    if (this.told === undefined || this.told.asked[question]) {
      const { now } = this.world.time;
      this.told = {
        at: now,
        completeAt: now,
        asked: { probe: false, peer: false, lag: false },
        serves: undefined,
        peer: undefined,
        synchronization: undefined,
        sawGlobal: false,
        sawOperation: false,
        lag: undefined,
      };
      this.looks.push(this.told);
    }
    this.told.asked[question] = true;
    return this.told;
  }

  private latency({ index }: Call): number {
    const { jitter } = this.world.nature;
    if (jitter === 0) return LATENCY_MS;
    const drawn = noise(jitter, index);
    return drawn < 0.95 ? 5 + Math.floor(drawn * 100) : 200 + Math.floor((drawn - 0.95) * 60_000);
  }

  private publish(notification: Parameters<Ports['notifications']['publish']>[0]): Promise<void> {
    return this.call('notifications.publish', 'notifications', () => {
      this.world.published(this.side, notification);
    });
  }

  /** Never throws, never takes longer than its time-out. */
  private probe(): Promise<boolean> {
    const told = this.look('probe');
    return this.call('probe.serves', 'probe', () => this.world.regions.answers(other(this.side)))
      .catch(() => false)
      .then((serves) => {
        told.completeAt = this.world.time.now;
        return (told.serves = serves);
      });
  }

  private raiseTasks(minTasks: number): Promise<void> {
    return this.call('capacity.raiseMinimumTasks', 'capacity', () => {
      this.world.tasks[this.side] = Math.max(this.world.tasks[this.side], minTasks);
    });
  }
}

/** What a call is about, where that is judged before it is made. */
interface About {
  readonly engaged?: boolean;
  readonly target?: Side;
}

const NOTHING: About = {};

interface Disturbed {
  readonly call: Call;
  readonly latencyMs: number;
  readonly carryOut: () => () => void;
  readonly refuse: (failure: FailureKind) => () => void;
}

/** The names of the calls of both RDS ports, written out: a string that is put together has to be hashed and compared anew. */
const RDS_CALLS = {
  ownRds: {
    describeGlobalCluster: 'ownRds.describeGlobalCluster',
    describeCluster: 'ownRds.describeCluster',
    failover: 'ownRds.failover',
    switchover: 'ownRds.switchover',
    setMinimumCapacity: 'ownRds.setMinimumCapacity',
    findFailoverSnapshot: 'ownRds.findFailoverSnapshot',
    copyFailoverSnapshot: 'ownRds.copyFailoverSnapshot',
  },
  peerRds: {
    describeGlobalCluster: 'peerRds.describeGlobalCluster',
    describeCluster: 'peerRds.describeCluster',
    failover: 'peerRds.failover',
    switchover: 'peerRds.switchover',
    setMinimumCapacity: 'peerRds.setMinimumCapacity',
    findFailoverSnapshot: 'peerRds.findFailoverSnapshot',
    copyFailoverSnapshot: 'peerRds.copyFailoverSnapshot',
  },
} as const;

/** An answer that never came told nothing, even where the question had been worked on. */
const unheard = () => undefined;

class Rds implements RdsPort {
  private readonly names: (typeof RDS_CALLS)['ownRds'] | (typeof RDS_CALLS)['peerRds'];

  constructor(
    private readonly invocation: Invocation,
    private readonly side: Side,
    private readonly service: 'ownRds' | 'peerRds',
  ) {
    this.names = RDS_CALLS[service];
  }

  describeGlobalCluster() {
    const { invocation, service } = this;
    const { world } = invocation;
    const answer = invocation.call(this.names.describeGlobalCluster, service, ({ index }) => {
      if (service === 'ownRds') invocation.last.globalRead = index;
      return world.aurora.describeGlobal(index);
    });
    if (service === 'ownRds')
      answer.then((global) => {
        const { told } = invocation;
        // Only the look itself: what is asked again right before a call has no part in the quorum.
        if (told === undefined || told.sawGlobal) return;
        told.completeAt = world.time.now;
        told.sawGlobal = global !== undefined;
        told.sawOperation = global?.operation !== undefined;
        told.synchronization = global?.members.find(({ isWriter }) => !isWriter)?.synchronizationStatus;
      }, unheard);
    return answer;
  }

  describeCluster(clusterArn: string) {
    const { invocation, service } = this;
    const told = service === 'peerRds' ? invocation.look('peer') : undefined;
    const hear = (peer: Told['peer']) => {
      if (told === undefined) return;
      told.peer = peer;
      told.completeAt = invocation.world.time.now;
    };
    const answer = invocation.call(this.names.describeCluster, service, ({ index }) =>
      invocation.world.aurora.describeMember(sideOf(clusterArn), index),
    );
    if (service === 'peerRds')
      answer.then(
        ({ status, availableInstances: instances }) => hear({ status, instances }),
        (error: unknown) => {
          if (error instanceof CallError) hear({ failure: error.kind });
        },
      );
    return answer;
  }

  failover(_globalClusterId: string, targetClusterArn: string) {
    return this.start('failover', targetClusterArn);
  }

  switchover(_globalClusterId: string, targetClusterArn: string) {
    return this.start('switchover', targetClusterArn);
  }

  setMinimumCapacity(clusterArn: string, minAcu: number) {
    return this.invocation.call(this.names.setMinimumCapacity, this.service, () => {
      const { world } = this.invocation;
      world.minAcu[sideOf(clusterArn)] = minAcu;
    });
  }

  findFailoverSnapshot(clusterArn: string) {
    return this.invocation.call(this.names.findFailoverSnapshot, this.service, () => {
      const createdAt = this.invocation.world.aurora.snapshots[sideOf(clusterArn)];
      if (createdAt === undefined) return undefined;
      const creating = createdAt > this.invocation.world.time.now - 90 * SECOND;
      return {
        snapshotArn: `${clusterArn}:snapshot:${createdAt}`,
        createdAt,
        status: creating ? 'creating' : 'available',
      };
    });
  }

  copyFailoverSnapshot(snapshotArn: string) {
    return this.invocation.call(this.names.copyFailoverSnapshot, this.service, () => {
      this.invocation.world.copies.add(snapshotArn);
    });
  }

  private start(kind: 'failover' | 'switchover', targetClusterArn: string) {
    const { invocation, service, side } = this;
    const target = sideOf(targetClusterArn);
    return invocation.call(
      this.names[kind],
      service,
      (call) => {
        const failure =
          targetClusterArn === CLUSTER_ARNS[target]
            ? invocation.world.aurora.start(kind, target, side, call)
            : 'invalid';
        if (failure !== undefined) throw new CallError(`rds:${kind}`, failure, 'the state does not allow it');
      },
      { target },
    );
  }
}

class Metrics {
  constructor(private readonly invocation: Invocation) {}

  replicationLag() {
    const { world, side } = this.invocation;
    const told = this.invocation.look('lag');
    const answer = this.invocation.call('metrics.replicationLag', 'metrics', () =>
      world.lag.newest(side, world.time.now),
    );
    answer.then((reading) => {
      told.lag = reading ?? 'none';
      told.completeAt = world.time.now;
    }, unheard);
    return answer;
  }

  putTrafficEngaged(engaged: boolean) {
    const { invocation } = this;
    return invocation.call(
      'metrics.putTrafficEngaged',
      'metrics',
      () => invocation.world.putTraffic(engaged),
      { engaged },
    );
  }
}

class PeerMetrics {
  constructor(private readonly invocation: Invocation) {}

  replicationLag() {
    const { world, side } = this.invocation;
    return this.invocation.call('peerMetrics.replicationLag', 'peerRds', () =>
      world.lag.newest(other(side), world.time.now),
    );
  }
}

class Configuration {
  constructor(private readonly invocation: Invocation) {}

  readPolicy() {
    const { invocation } = this;
    return invocation.call('configuration.readPolicy', 'configuration', () => {
      const { parameters } = invocation.world;
      if (parameters.policy?.endsWith('}') !== true) invocation.disturbed = true;
      return parameters.readPolicy();
    });
  }

  readHold() {
    const { invocation } = this;
    return invocation.call('configuration.readHold', 'configuration', ({ index }) => {
      const { parameters } = invocation.world;
      invocation.last.holdRead = index;
      invocation.heldWhenRead = parameters.held > 0;
      return parameters.readHold();
    });
  }
}

class JournalTable {
  constructor(private readonly invocation: Invocation) {}

  read() {
    return this.invocation.call('journal.read', 'journal', () => this.store.journal);
  }

  acquire(owner: string, now: number, durationMs: number) {
    const { invocation } = this;
    return invocation.call('journal.acquire', 'journal', () => {
      const lease = this.store.acquire(owner, now, durationMs);
      if (lease === undefined) invocation.disturbed = true;
      else invocation.epoch = lease.epoch;
      return lease;
    });
  }

  release(lease: Parameters<Ports['journal']['release']>[0]) {
    return this.invocation
      .call('journal.release', 'journal', () => this.store.release(lease))
      .catch(() => undefined);
  }

  write(...[next, lease, entries]: Parameters<Ports['journal']['write']>) {
    const { world, side } = this.invocation;
    return this.invocation.call('journal.write', 'journal', (call) => {
      const before = this.store.journal;
      const after = this.store.write(next, lease, entries);
      this.invocation.last.journalWritten = call.index;
      world.journalled(call, before, after, entries, side);
      return after;
    });
  }

  private get store() {
    return this.invocation.world.journals[this.invocation.side];
  }
}
