import type { Notification } from '@healthcare-dr/failover-controller';
import type { Side } from '../schedule';
import { MINUTE, type Timeline } from './timeline';

/** How long dr's controller may say nothing healthy before the alarm outside dr pages somebody. */
export const SILENCE_MS = 10 * MINUTE;
/** How often an alarm that stands wakes somebody again. */
const AGAIN_MS = 15 * MINUTE;

/** What reached a person. */
export interface Reached {
  readonly at: number;
  /** Whose controller said it; nobody's, if it is the dead man's switch. */
  readonly from: Side | 'dead man';
  readonly notification: Notification | undefined;
  readonly severity: Notification['severity'];
}

/**
 * Who is on call: what the topics of both Regions deliver, and the dead man's switch, an alarm on the silence of the heartbeat of dr's
 * controller that is evaluated outside dr.
 */
export class People {
  readonly reached: Reached[] = [];
  /** Every run of dr's controller that came to its end. */
  readonly heartbeats: { readonly at: number; readonly healthy: boolean }[] = [];
  private healthyAt: number;
  private calledAt = -Infinity;

  constructor(
    private readonly time: Timeline,
    private readonly happened: (what: string) => void,
  ) {
    this.healthyAt = time.now;
  }

  hear(from: Side, notification: Notification): void {
    this.reached.push({ at: this.time.now, from, notification, severity: notification.severity });
  }

  /** A run of dr's controller came to its end. */
  heartbeat(healthy: boolean): void {
    this.heartbeats.push({ at: this.time.now, healthy });
    if (healthy) this.healthyAt = this.time.now;
  }

  /** The alarm is evaluated. */
  minute(): void {
    const { now } = this.time;
    if (now - this.healthyAt < SILENCE_MS || now - this.calledAt < AGAIN_MS) return;
    this.calledAt = now;
    this.happened("nothing healthy is heard of dr's controller, and a person is paged");
    this.reached.push({ at: now, from: 'dead man', notification: undefined, severity: 'page' });
  }

  /** When somebody was last woken; `-Infinity` if never. */
  get pagedAt(): number {
    return this.reached.findLast(({ severity }) => severity === 'page')?.at ?? -Infinity;
  }
}
