import type { FailureKind, GlobalCluster, MemberCluster } from '@healthcare-dr/failover-controller';
import { other, type Nature, type Side } from '../schedule';
import type { Operation, Requester } from './call';
import { Members } from './members';
import type { Regions } from './regions';
import { MINUTE, SECOND, type Timeline } from './timeline';
import { CLUSTER_ARNS } from './clusters';
import { shown } from './shown';
import { Views } from './views';

/** A time during which one side was the writer. */
export interface Reign {
  readonly side: Side;
  readonly from: number;
  until: number | undefined;
  /** When the operation that brought it about had come to its end. */
  settledAt: number | undefined;
}

/** Who is told of what RDS does. */
export interface Listener {
  happened(what: string): void;
  starts(operation: Operation): void;
  /** An operation has come to its end, which RDS tells by an event some seconds later. */
  ended(operation: Operation): void;
  /** Somebody else writes, or what is written is read elsewhere. */
  changed(): void;
}

/** How long RDS shows an operation as running after the writer has moved. */
const SETTLING_MS = 12 * SECOND;
const RESYNC_MS = 2 * MINUTE;
const CATCH_UP_MS = 20 * SECOND;
/** How long the old primary is no member, where it is made anew. */
const RECREATION_MS = 3 * MINUTE;

/** The truth about the global database, and what each Region's control plane says of it, some seconds late. */
export class Aurora {
  operation: Operation | undefined;
  readonly operations: Operation[] = [];
  readonly reigns: Reign[];
  readonly members = new Members();
  speaksUnknown = false;
  deleted = false;
  /** Since when RDS has shown a whole pair; `undefined` while it does not: then nothing of it is lost. */
  wholeSince: number | undefined;
  /** When the snapshot of an old primary was there; by the side it is of. */
  readonly snapshots: Partial<Record<Side, number>> = {};
  private writerSide: Side;
  private stalls = 0;
  /** The old primary comes back as a reader. */
  resyncing = false;
  /** Up to when the secondary has the writer's commits, while replication is cut. */
  private cutAt: number | undefined;
  private lastCommitAt: number | undefined;
  private readonly views: Views;

  constructor(
    private readonly time: Timeline,
    private readonly regions: Regions,
    private readonly nature: Nature,
    private readonly listener: Listener,
    private readonly minAcu: Readonly<Record<Side, number>>,
  ) {
    this.views = new Views(time, nature);
    this.writerSide = nature.writer;
    this.reigns = [{ side: nature.writer, from: time.now, until: undefined, settledAt: time.now }];
    this.paint();
  }

  get writer(): Side {
    return this.writerSide;
  }

  /** What is committed and not replicated, as time. */
  lossMs(): number {
    return this.cutAt === undefined ? this.nature.lagMs : (this.lastCommitAt ?? this.time.now) - this.cutAt;
  }

  /** What the metric says where it is published; `undefined` where it is not. */
  lagMetric(): number | undefined {
    if (this.cutAt === undefined) return this.nature.lagMs;
    if (this.stalls > 0 && this.regions.replicates && !this.resyncing) return this.time.now - this.cutAt;
    return this.nature.metricGrows ? this.time.now - this.cutAt : undefined;
  }

  stall(by: 1 | -1): void {
    this.stalls += by;
    this.changed();
  }

  /** To be called whenever something of the Regions or of the members has changed. */
  changed(): void {
    const { now } = this.time;
    const cut = this.stalls > 0 || this.resyncing || !this.regions.replicates;
    if (cut && this.cutAt === undefined) this.cutAt = now - this.nature.lagMs;
    if (this.regions.keepsData(this.writerSide)) this.lastCommitAt = undefined;
    else this.lastCommitAt ??= now;
    if (!cut && this.cutAt !== undefined) {
      const since = this.cutAt;
      this.time.after(CATCH_UP_MS, () => {
        const still = this.stalls > 0 || this.resyncing || !this.regions.replicates;
        if (!still && this.cutAt === since) {
          this.cutAt = undefined;
          this.paint();
        }
      });
    }
    this.paint();
    this.listener.changed();
  }

  /** The global cluster as the control plane of a side tells it at this moment. */
  describeGlobal(call: number): GlobalCluster | undefined {
    return this.deleted ? undefined : this.views.seenBy(call).global;
  }

  describeMember(side: Side, call: number): MemberCluster {
    const { members, views } = this;
    return {
      clusterArn: CLUSTER_ARNS[side],
      status: views.seenBy(call).status[side],
      engineVersion: members.engineVersion(side),
      availableInstances: members.available(side),
      minAcu: this.minAcu[side],
    };
  }

  /** @returns what RDS answers instead of taking it on; `undefined` if it does */
  start(kind: Operation['kind'], target: Side, endpoint: Side, by: Requester): FailureKind | undefined {
    if (this.deleted) return 'not-found';
    if (this.operation !== undefined || this.writerSide === target) return 'conflict';
    const { members } = this;
    if (members.available(target) === 0 || members.versionsDiffer || members.absent === target)
      return 'conflict';
    if (kind === 'failover' && endpoint !== target) return 'conflict';
    if (kind === 'switchover' && (endpoint === target || !this.regions.replicates || this.resyncing))
      return 'conflict';
    const operation: Operation = {
      index: this.operations.length,
      kind,
      target,
      by,
      startedAt: this.time.now,
      status: 'pending',
      endedAt: undefined,
      succeeded: undefined,
      lossMs: kind === 'failover' ? this.lossMs() : 0,
    };
    this.operation = operation;
    this.operations.push(operation);
    this.listener.starts(operation);
    this.listener.happened(
      `RDS takes on the ${kind} to ${target} (${by === 'console' ? by : `invocation ${by.invocation.id}`})`,
    );
    this.paint();
    this.time.after(this.nature.operationMs * 0.1, () => {
      operation.status = kind === 'failover' ? 'failing-over' : 'switching-over';
      this.paint();
    });
    this.time.after(this.nature.operationMs, () => this.bringToAnEnd(operation));
    return undefined;
  }

  private bringToAnEnd(operation: Operation): void {
    const { target, kind } = operation;
    const targetStands = this.regions.keepsData(target) && this.members.available(target) > 0;
    if (kind === 'failover' && !targetStands) {
      // RDS goes on trying; it neither succeeds nor gives up while the target is away.
      this.time.after(MINUTE / 2, () => this.bringToAnEnd(operation));
      return;
    }
    const fails =
      ((this.nature.failing >> operation.index) & 1) === 1 ||
      (kind === 'switchover' && !this.regions.replicates);
    if (fails) operation.status = 'cancelling';
    else this.moveWriter(operation);
    this.paint();
    const lingersUntil = fails || kind === 'switchover' ? 0 : this.time.now + this.nature.lingerMs;
    this.time.after(SETTLING_MS, () => this.settle(operation, !fails, lingersUntil));
  }

  /** The operation ends, once RDS has nothing to do with the old Region any more. */
  private settle(operation: Operation, succeeded: boolean, lingersUntil: number): void {
    const { target, kind } = operation;
    if (this.time.now < lingersUntil && !this.regions.stands(other(target))) {
      this.time.after(MINUTE / 2, () => this.settle(operation, succeeded, lingersUntil));
      return;
    }
    operation.endedAt = this.time.now;
    operation.succeeded = succeeded;
    const reign = this.reigns.at(-1) as Reign;
    reign.settledAt ??= this.time.now;
    this.operation = undefined;
    this.listener.ended(operation);
    this.listener.happened(`the ${kind} to ${target} ${succeeded ? 'is complete' : 'failed'}`);
    this.changed();
  }

  private moveWriter({ target, kind }: Operation): void {
    const { now } = this.time;
    (this.reigns.at(-1) as Reign).until = now;
    this.reigns.push({ side: target, from: now, until: undefined, settledAt: undefined });
    this.writerSide = target;
    this.listener.happened(`${target} writes`);
    this.lastCommitAt = undefined;
    this.cutAt = undefined;
    if (kind === 'failover') this.resync();
    this.changed();
  }

  /** The old primary comes back by itself, as a reader, once it stands: its snapshot is attempted, then it is synchronized anew. */
  private resync(): void {
    const old = other(this.writerSide);
    const writer = this.writerSide;
    this.resyncing = true;
    const proceed = () => {
      if (this.writerSide !== writer) return;
      if (!this.regions.replicates) {
        this.time.after(MINUTE / 2, proceed);
        return;
      }
      if (this.nature.snapshot) this.snapshots[old] = this.time.now;
      if (this.nature.recreates) this.recreate(old);
      this.time.after(RESYNC_MS, () => {
        if (this.writerSide !== writer) return;
        this.resyncing = false;
        this.changed();
      });
    };
    proceed();
  }

  /** The old primary is made anew, under its name. */
  private recreate(side: Side): void {
    this.members.absent = side;
    this.paint();
    this.time.after(RECREATION_MS, () => {
      this.members.absent = undefined;
      this.paint();
    });
  }

  private paint(): void {
    if (this.deleted || this.members.absent !== undefined) this.wholeSince = undefined;
    else this.wholeSince ??= this.time.now;
    const { operation, writerSide } = this;
    const global = shown({
      writer: writerSide,
      absent: this.members.absent,
      operation,
      speaksUnknown: this.speaksUnknown,
      synchronization: this.synchronization(),
    });
    const status = (side: Side) => {
      // The target is done as soon as it writes, whatever is still to be done elsewhere.
      const isDone = operation?.target === side && writerSide === side;
      if (operation !== undefined && !isDone)
        return operation.kind === 'failover' ? 'failing-over' : 'switching-over';
      if (this.speaksUnknown) return 'recalibrating';
      const own = this.members.status(side);
      if (own !== undefined) return own;
      return this.nature.notices && !this.regions.keepsData(side) ? 'inaccessible' : 'available';
    };
    this.views.paint({ global, status: { primary: status('primary'), dr: status('dr') } });
  }

  private synchronization(): string {
    if (this.resyncing) return 'pending-resync';
    return this.nature.notices && !this.regions.replicates ? 'pending-resync' : 'connected';
  }
}
