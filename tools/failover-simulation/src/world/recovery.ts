import type { Happening } from '../schedule';
import type { Surroundings } from './surroundings';
import { MINUTE, SECOND } from './timeline';

/** An outage lasts at least this long to count. */
const LONG_MS = 15 * MINUTE;
/** Within how long two signals are down: where the control plane is one of them, and where replication has to fall silent first. */
const SEEN_AT_ONCE_MS = 2 * MINUTE;
const SEEN_LATE_MS = 6 * MINUTE;
/** What is out of order for longer than this in dr itself forbids a recovery. */
const SHORT_MS = 2 * MINUTE;

/**
 * How long it takes until somebody writes again, in the runs in which an automatic failover is permitted at all: the mode is
 * automatic, the primary's database is lost for long, nobody holds the controller or acts past it, dr stands, its own services
 * are not out of order for more than two minutes, RDS carries out the first failover it is asked for within five minutes, and
 * the quorum can hold and the data loss is known and within the bound. Faults of single calls, crashes, duplicates, missed schedules and the like forbid nothing.
 */
export class Recovery {
  lostAt: number | undefined;
  private forbidden = false;

  constructor(private readonly world: Surroundings) {}

  notice(what: Happening): void {
    const { world } = this;
    const { now } = world.time;
    switch (what.kind) {
      case 'lose':
        if (what.side === 'dr' || what.what === 'network') this.forbid();
        else if (what.what !== 'control' && this.lostAt === undefined) {
          this.lostAt = now;
          const quorumMayHold = what.what === 'region' || world.policy.quorum === 2;
          if (
            !this.mayBegin(what.what === 'region' ? SEEN_AT_ONCE_MS : SEEN_LATE_MS) ||
            !quorumMayHold ||
            what.forMs < LONG_MS
          )
            this.forbidden = true;
        }
        return;
      case 'service':
        if (what.service !== 'notifications' && what.service !== 'capacity' && what.forMs > SHORT_MS)
          this.forbid();
        return;
      case 'no-schedule':
        if (what.forMs > SHORT_MS) this.forbid();
        return;
      case 'path':
        if (what.side === 'dr') this.forbid();
        return;
      case 'database':
        if (what.side === 'dr') this.forbid();
        return;
      case 'bad-deployment':
      case 'check':
      case 'late-datapoints':
      case 'hold':
      case 'policy':
      case 'lag':
      case 'missing-datapoints':
      case 'unknown-status':
      case 'no-global-cluster':
      case 'no-instance':
      case 'versions-differ':
      case 'console':
      case 'journal-lost':
        this.forbid();
        return;
      case 'command':
        if (what.operation === 'switchover' || what.operation === 'failback') this.forbid();
    }
  }

  /** How long the outage lasted, in ms; `Infinity` if it did not end with a writer in dr; `undefined` if it does not count. */
  timeMs(): number | undefined {
    const { lostAt, world } = this;
    if (lostAt === undefined || this.forbidden) return undefined;
    const reign = world.aurora.reigns.find(({ side, from }) => side === 'dr' && from >= lostAt);
    return reign === undefined ? Infinity : reign.from - lostAt;
  }

  /** What comes after the recovery, or long after the loss, forbids nothing any more. */
  private forbid(): void {
    const { lostAt, world } = this;
    const recovered = lostAt !== undefined && world.aurora.writer === 'dr';
    if (!recovered && (lostAt === undefined || world.time.now < lostAt + LONG_MS)) this.forbidden = true;
  }

  /** @param seenWithinMs - within how long the controller takes the loss for one */
  private mayBegin(seenWithinMs: number): boolean {
    const { aurora, policy, lag, time, nature } = this.world;
    const newest = lag.newest('dr', time.now);
    return (
      policy.mode === 'automatic' &&
      aurora.writer === 'primary' &&
      aurora.operations.length === 0 &&
      (nature.failing & 1) === 0 &&
      nature.operationMs <= 5 * MINUTE &&
      newest !== undefined &&
      time.now - newest.measuredAt + seenWithinMs <= policy.lagMaxAgeMs &&
      newest.lagMs + (time.now - newest.measuredAt) + 6 * MINUTE + 30 * SECOND <= policy.lagBoundMs
    );
  }
}
