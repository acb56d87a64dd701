import { other } from '../schedule';
import type { Operation } from '../world/call';
import type { Guarantee } from '../world/guarantee';
import { MINUTE } from '../world/timeline';
import type { World } from '../world/world';
import { peopleWhoOrdered } from './judgement';

/**
 * Within how long after a Region came back it can be seen by nobody: what Route 53's checkers find and resolvers keep is up to two
 * minutes old.
 */
const UNSEEN_MS = 2 * MINUTE;

/**
 * Guarantee 8, by truth: a writer that serves and writes is never failed over without an operator, and with one only if two people
 * order it.
 */
export class ServingPrimary implements Guarantee {
  constructor(private readonly world: World) {}

  operationStarts({ kind, target, by }: Operation): void {
    if (kind !== 'failover' || by === 'console') return;
    const { world } = this;
    const since = world.truth.servesSince[other(target)];
    if (since === undefined || world.time.now - since < UNSEEN_MS) return;
    // Somebody has falsified the one witness there is, which an alarm of its own tells of; nothing could tell this from a loss. What the
    // run that promotes has read is as old as the run.
    if (world.checkers.isFalsified(other(target), UNSEEN_MS)) return;
    const { side } = by.invocation;
    const incident = world.journals[side].journal.incident;
    const people = incident === undefined ? 0 : peopleWhoOrdered(world, incident, side);
    if (people >= 2) return;
    world.falseFailovers += 1;
    world.violate(
      '8',
      people === 0
        ? `a failover to ${target} that nobody ordered, although ${other(target)} serves and writes`
        : `a failover to ${target} that one person ordered, although ${other(target)} serves and writes`,
    );
  }
}
