import type { LagReading } from '@healthcare-dr/failover-controller';
import { noise } from '../random';
import type { Side } from '../schedule';
import { MINUTE, SECOND } from './timeline';

interface Datapoint extends LagReading {
  readonly visibleAt: number;
}

const HOUR = 60 * MINUTE;

/** The datapoints of the replication lag: one a minute, in the Region of whoever is the secondary, seen some seconds later. */
export class LagMetric {
  missing = 0;
  /** By how much longer than they are used to datapoints take to be seen. */
  lateMs = 0;
  private readonly datapoints: Record<Side, Datapoint[]> = { primary: [], dr: [] };

  constructor(private readonly seed: number) {}

  measure(side: Side, lagMs: number, at: number): void {
    if (this.missing > 0) return;
    const delayMs = 5 * SECOND + 70 * SECOND * noise(this.seed + 29, at / MINUTE) + this.lateMs;
    this.datapoints[side].push({ lagMs, measuredAt: at, visibleAt: at + delayMs });
  }

  /** Whether a side was the secondary once; hours are kept for long. */
  everMeasured(side: Side): boolean {
    return this.datapoints[side].length > 0;
  }

  newest(side: Side, now: number): LagReading | undefined {
    const series = this.datapoints[side];
    for (let index = series.length - 1; index >= 0; index -= 1) {
      const { lagMs, measuredAt, visibleAt } = series[index] as Datapoint;
      if (measuredAt < now - HOUR) return undefined;
      if (visibleAt <= now) return { lagMs, measuredAt };
    }
    return undefined;
  }
}

/** For how many minutes without a datapoint an alarm makes do with an older one. */
const STALE_MINUTES = 3;

/**
 * A control metric, of which the alarm takes the maximum of each minute: a 1 counts at once, and a 0 only when its minute has passed
 * without a 1. A minute without a datapoint changes nothing; where nothing is kept, a few of them count as 0.
 */
export class ControlMetric {
  engaged: boolean;
  /** The newest datapoint, which the alarm may not have taken up yet. */
  newest: boolean;
  /** The last minute that has a datapoint, and its maximum. */
  private minute = -1;
  private maximum = false;
  /** The last minute with a datapoint that holds. */
  private heldMinute = -1;

  /** @param keeps - whether what was said last stands until something else is said */
  constructor(
    engaged: boolean,
    private readonly keeps: boolean,
  ) {
    this.engaged = engaged;
    this.newest = engaged;
  }

  /** @returns the change that this datapoint brings about; `undefined` if it brings none */
  put(value: boolean, now: number): boolean | undefined {
    const settled = this.settle(now);
    this.newest = value;
    const minute = Math.floor(now / MINUTE);
    this.maximum = minute === this.minute ? this.maximum || value : value;
    this.minute = minute;
    if (value) this.heldMinute = minute;
    if (!value || this.engaged) return settled;
    this.engaged = true;
    return true;
  }

  /** What CloudWatch answers who asks for the maximum of the last minutes; `undefined` without a datapoint in them. */
  heldWithin(forMs: number, now: number): boolean | undefined {
    const oldest = Math.floor((now - forMs) / MINUTE);
    return this.minute < oldest ? undefined : this.heldMinute >= oldest;
  }

  /** Takes account of a minute that has passed. */
  settle(now: number): boolean | undefined {
    const passed = Math.floor(now / MINUTE) - this.minute;
    if (this.minute < 0 || passed <= 0) return undefined;
    const value = this.maximum && (this.keeps || passed <= STALE_MINUTES);
    if (this.engaged === value) return undefined;
    this.engaged = value;
    return value;
  }
}
