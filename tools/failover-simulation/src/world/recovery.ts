import { REPLICATION_STOPPED_MS } from '@healthcare-dr/failover-controller';
import type { Happening } from '../schedule';
import { DOCUMENTED_PROMOTION_MS } from '../promotion';
import { SHIPPED } from './deployment';
import { isGap } from './words';
import type { Surroundings } from './surroundings';
import { MINUTE } from './timeline';

/** What else had gone wrong in a run, of itself, with the policy that is deployed; or that several things had, or the policy is another one. */
export const RECOVERY_KINDS = ['alone', 'one more fault', 'mixed'] as const;
export type RecoveryKind = (typeof RECOVERY_KINDS)[number];

/** An outage lasts at least this long to count. */
const LONG_MS = 16 * MINUTE;
/** What is out of order for longer than this in dr itself forbids a recovery. */
const SHORT_MS = MINUTE;
/** What nobody needs to promote a Region. */
const HARMLESS: ReadonlySet<string> = new Set(['notifications', 'backupNotifications', 'capacity']);

/**
 * How long it takes until somebody writes again, in the runs in which an automatic failover is permitted at all: the mode is
 * automatic, the primary's Region is lost for long, nobody holds the controller or acts past it, dr stands, its own services
 * are not out of order for more than a minute, RDS carries out the first failover it is asked for within five minutes, and
 * what is lost until it can be confirmed is within the bound. Faults of single calls, crashes, duplicates, missed schedules and the like forbid nothing.
 */
export class Recovery {
  lostAt: number | undefined;
  private forbidden = false;
  /** How often anything of the primary was lost. */
  private losses = 0;
  /** Whether the last loss is none that permits a failover; one before it, that was over, does not count. */
  private lossForbids = false;

  constructor(private readonly world: Surroundings) {}

  /** @param furtherFaults - how many things have gone wrong beside the loss of the primary */
  kind(furtherFaults: number): RecoveryKind {
    const { nature, policy } = this.world;
    const isShipped =
      policy.confirmationMs === SHIPPED.confirmationMs && policy.reissueAfterMs === SHIPPED.reissueAfterMs;
    const faults = furtherFaults + (nature.operationMs > DOCUMENTED_PROMOTION_MS ? 1 : 0);
    if (!isShipped || faults > 1 || this.losses > 1) return 'mixed';
    return faults === 0 ? 'alone' : 'one more fault';
  }

  notice(what: Happening): void {
    const { world } = this;
    const { now } = world.time;
    switch (what.kind) {
      case 'lose':
        this.losses += 1;
        if (what.side === 'dr' || what.what === 'network') this.forbid();
        else if (what.what !== 'control' && (this.lostAt === undefined || world.regions.serves('primary'))) {
          this.lostAt = now;
          this.lossForbids = !this.mayBegin() || what.what !== 'region' || what.forMs < LONG_MS;
        }
        return;
      case 'service':
        if (!HARMLESS.has(what.service) && what.forMs > SHORT_MS) this.forbid();
        return;
      case 'no-schedule':
        if (!isGap(what)) this.forbid();
        return;
      case 'path':
        if (what.side === 'dr' && !isGap(what)) this.forbid();
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
    if (lostAt === undefined || this.forbidden || this.lossForbids) return undefined;
    const reign = world.aurora.reigns.find(({ side, from }) => side === 'dr' && from >= lostAt);
    return reign === undefined ? Infinity : reign.from - lostAt;
  }

  /** What comes after the recovery, or long after the loss, forbids nothing any more. */
  private forbid(): void {
    const { lostAt, world } = this;
    const recovered = lostAt !== undefined && world.aurora.writer === 'dr';
    if (!recovered && (lostAt === undefined || world.time.now < lostAt + LONG_MS)) this.forbidden = true;
  }

  /**
   * The loss is counted from what arrived last, and so is the time after which replication counts as stopped. Where the primary's database was
   * down until just before, nothing tells of what has arrived since: the loss may be of all that time.
   */
  private mayBegin(): boolean {
    const { aurora, policy, lag, time, nature } = this.world;
    const newest = lag.newest('dr', time.now);
    if (newest === undefined) return false;
    const unknownForMs = time.now - (newest.measuredAt - newest.lagMs);
    const untilLostMs = Math.max(REPLICATION_STOPPED_MS, unknownForMs + 3 * MINUTE);
    return (
      policy.mode === 'automatic' &&
      aurora.writer === 'primary' &&
      aurora.operations.length === 0 &&
      (nature.failing & 1) === 0 &&
      nature.operationMs <= 5 * MINUTE &&
      untilLostMs + policy.confirmationMs + 3 * MINUTE <= policy.lagBoundMs
    );
  }
}
