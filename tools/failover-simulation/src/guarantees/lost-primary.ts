import type { Guarantee } from '../world/guarantee';
import { BEGINNING, MINUTE } from '../world/timeline';
import type { World } from '../world/world';

/** Within how long a lost primary is failed over, or a person is paged, whatever else has failed. */
const WITHIN_MS = 15 * MINUTE;
/** How often a page is repeated until somebody answers, and what it may be late by. */
const AGAIN_MS = 15 * MINUTE + 6 * MINUTE;

/**
 * Guarantee 9, by truth: a primary that does not serve and write for long is failed over, or a person is paged, whatever else has
 * failed; and the page is repeated until somebody answers, somebody writes, or the loss ends.
 */
export class LostPrimary implements Guarantee {
  constructor(private readonly world: World) {}

  minutePasses(): void {
    const { world } = this;
    const { now } = world.time;
    const { lostSince } = world.truth;
    if (lostSince === undefined || now - lostSince < WITHIN_MS) return;
    const { pagedAt } = world.people;
    if (pagedAt < lostSince)
      world.violate(
        '9',
        `the primary has been lost for ${(now - lostSince) / MINUTE} min since ${(lostSince - BEGINNING) / 1000} s, and nobody was paged`,
      );
    else if (now - pagedAt > AGAIN_MS && !this.wasAnswered(lostSince))
      world.violate(
        '9',
        `the primary is lost, and nobody was paged again for ${(now - pagedAt) / MINUTE} min`,
      );
  }

  /** Somebody ordered something, or held the controller, since it was lost. */
  private wasAnswered(since: number): boolean {
    const { delivered, parameters } = this.world;
    return (
      parameters.held > 0 ||
      delivered.some(({ at, command }) => at >= since && command.operation !== 'status')
    );
  }
}
