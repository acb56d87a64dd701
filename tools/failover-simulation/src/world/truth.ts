import type { Side } from '../schedule';
import type { Aurora } from './aurora';
import type { Regions } from './regions';
import type { Timeline } from './timeline';

/** Whether somebody serves and writes, whatever anybody was told. */
export class Truth {
  /** Since when each side has served and written without a break; `undefined` while it does not. */
  readonly servesSince: Record<Side, number | undefined> = { primary: undefined, dr: undefined };
  /** Since when the primary, as the writer, has not served and written; `undefined` while it does, or while dr writes. */
  lostSince: number | undefined;
  /** Whether the primary has served and written all the time. */
  unbroken = true;

  constructor(
    private readonly time: Timeline,
    private readonly regions: Regions,
    private readonly aurora: Aurora,
  ) {
    this.changed();
  }

  /** Whether a side writes, and serves its users. */
  serves(side: Side): boolean {
    return this.aurora.writer === side && this.regions.serves(side);
  }

  /** To be called whenever something of the Regions or of the writer has changed. */
  changed(): void {
    const { now } = this.time;
    for (const side of ['primary', 'dr'] as const)
      if (this.serves(side)) this.servesSince[side] ??= now;
      else this.servesSince[side] = undefined;
    if (this.aurora.writer === 'dr' || this.servesSince.primary !== undefined) this.lostSince = undefined;
    else this.lostSince ??= now;
    if (this.servesSince.primary === undefined) this.unbroken = false;
  }
}
