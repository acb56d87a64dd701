import type { Guarantee } from '../world/guarantee';
import { BEGINNING, MINUTE } from '../world/timeline';
import type { World } from '../world/world';

/** Within how long somebody is told of what the controller cannot see. */
const WITHIN_MS = 15 * MINUTE;

/** Guarantee 11, by truth: what keeps dr's controller from seeing, for long, reaches a person. */
export class Unknowns implements Guarantee {
  constructor(private readonly world: World) {}

  minutePasses(): void {
    const { world } = this;
    const { now } = world.time;
    const since = world.blindness.since;
    if (since === undefined || now - since < WITHIN_MS) return;
    if (world.people.reached.some(({ at }) => at >= since)) return;
    world.violate(
      '11',
      `dr's controller has not seen ${world.blindness.names} since ${(since - BEGINNING) / 1000} s, and nobody was told`,
    );
  }
}
