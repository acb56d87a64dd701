import type { Guarantee } from '../world/guarantee';
import { BEGINNING, MINUTE } from '../world/timeline';
import type { World } from '../world/world';

/** Within how long somebody is told of what the controller cannot see; and where several things keep it from seeing, one after another. */
const WITHIN_MS = 15 * MINUTE;
const WITHIN_ON_FAULTS_MS = 30 * MINUTE;

/** Guarantee 11, by truth: what keeps dr's controller from seeing, for long, reaches a person. */
export class Unknowns implements Guarantee {
  /** When the way out was last open. */
  private openAt: number;
  /** Since when the primary's Region is dark or cut off; `undefined` while it is neither. */
  private awaySince: number | undefined;

  constructor(private readonly world: World) {
    this.openAt = world.time.now;
  }

  minutePasses(): void {
    const { world } = this;
    const { now } = world.time;
    this.judgeHeartbeat();
    if (this.isBeside() || this.isHidden()) world.blindness.restart();
    const { since } = world.blindness;
    const withinMs = world.furtherFaults > 1 ? WITHIN_ON_FAULTS_MS : WITHIN_MS;
    if (since === undefined || now - since < withinMs) return;
    if (world.people.reached.some(({ at }) => at >= since)) return;
    world.violate(
      '11',
      `dr's controller has not seen ${world.blindness.names} since ${(since - BEGINNING) / 1000} s, and nobody was told`,
    );
  }

  /** A controller whose way out is closed cannot do what it is there for: its heartbeat is withheld. */
  private judgeHeartbeat(): void {
    const { world } = this;
    const isAlone = world.truth.unbroken && world.furtherFaults <= 1;
    if (world.paths.leaves('dr') || this.isBeside() || !isAlone) this.openAt = world.time.now;
    const beat = world.people.heartbeats.at(-1);
    if (beat?.healthy === true && beat.at - this.openAt > WITHIN_MS)
      world.violate(
        '11',
        `the heartbeat goes on ${(beat.at - this.openAt) / MINUTE} min after the way out was closed`,
      );
  }

  /**
   * What is asked of the primary's Region alone tells nothing of itself while that is away: who was paged of that is told of both, and what
   * is out of order beside it shows once the Region is back.
   */
  private isHidden(): boolean {
    const { regions, blindness, people, time } = this.world;
    if (regions.connected && regions.stands('primary')) this.awaySince = undefined;
    else this.awaySince ??= time.now;
    return this.awaySince !== undefined && blindness.isOfPeer && people.pagedAt >= this.awaySince;
  }

  /** Of a pair that dr writes for, or that is none, nothing is waited for; what was asked for has a deadline of its own. */
  private isBeside(): boolean {
    const { aurora, journals } = this.world;
    const { incident } = journals.dr.journal;
    const isAskedFor = incident?.phase !== 'closed' && incident?.requestedAt !== undefined;
    return aurora.writer === 'dr' || aurora.wholeSince === undefined || isAskedFor;
  }
}
