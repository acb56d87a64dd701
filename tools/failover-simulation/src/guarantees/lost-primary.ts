import type { Guarantee } from '../world/guarantee';
import { SILENCE_MS } from '../world/people';
import { BEGINNING, MINUTE } from '../world/timeline';
import type { World } from '../world/world';

/**
 * Within how long a lost primary is failed over, or a person is paged, whatever one thing more has failed: what it takes to confirm the
 * loss, and the ten minutes within which an unknown is reported that comes just before the end of that. And if several have.
 */
const WITHIN_MS = 21 * MINUTE;
const WITHIN_ON_FAULTS_MS = 40 * MINUTE;
/** How often a page is repeated until somebody answers, and what it may be late by. */
const AGAIN_MS = 15 * MINUTE + 6 * MINUTE;

/**
 * Guarantee 9, by truth: a primary that does not serve and write for long is failed over, or a person is paged, whatever else has
 * failed; and the page is repeated until somebody answers, somebody writes, or the loss ends.
 */
export class LostPrimary implements Guarantee {
  /** When the loss last looked like none, whoever looked. */
  private hiddenAt = -Infinity;

  constructor(private readonly world: World) {}

  minutePasses(): void {
    const { world } = this;
    const { now } = world.time;
    if (this.isHidden()) this.hiddenAt = now;
    const { wholeSince } = world.aurora;
    if (world.truth.lostSince === undefined || wholeSince === undefined) return;
    // Nothing was ever replicated: there is nothing yet that could be lost.
    if (!world.lag.everMeasured('dr')) return;
    const lostSince = Math.max(world.truth.lostSince, wholeSince, this.hiddenAt);
    const withinMs = world.furtherFaults > 1 ? WITHIN_ON_FAULTS_MS : WITHIN_MS;
    // While RDS is at something it was asked for, the deadline of that counts.
    const deadlineMs =
      world.aurora.operation === undefined ? 0 : world.policy.operationDeadlineMs + 3 * MINUTE;
    if (now - lostSince < Math.max(withinMs, deadlineMs)) return;
    const { pagedAt } = world.people;
    // Whoever was paged of it before there was a whole pair again, or before it could be seen, and has answered looks after it.
    if (pagedAt >= world.truth.lostSince && this.wasAnswered(pagedAt)) return;
    if (pagedAt < lostSince)
      world.violate(
        '9',
        `the primary has been lost for ${(now - lostSince) / MINUTE} min since ${(lostSince - BEGINNING) / 1000} s, and nobody was paged`,
      );
    else if (now - pagedAt > this.againMs(deadlineMs) && !this.wasAnswered(lostSince))
      world.violate(
        '9',
        `the primary is lost, and nobody was paged again for ${(now - pagedAt) / MINUTE} min`,
      );
  }

  /** That an operation is stuck is the first page after its deadline; then it is one like any other. */
  private againMs(deadlineMs: number): number {
    const { aurora, time } = this.world;
    const isLongStuck =
      aurora.operation !== undefined && time.now - aurora.operation.startedAt > deadlineMs + AGAIN_MS;
    return isLongStuck ? AGAIN_MS : Math.max(AGAIN_MS, deadlineMs + SILENCE_MS);
  }

  /**
   * Somebody has falsified the check by which the checkers would see it, which an alarm of its own pages, and the control plane answers: the
   * probe alone finds no service, and may be out of order itself.
   */
  private isHidden(): boolean {
    const { checkers, regions } = this.world;
    return checkers.isFalsified('primary') && regions.controls('primary', 'dr');
  }

  /** Somebody ordered something, or said that he looks after it, since it was lost. */
  private wasAnswered(since: number): boolean {
    return this.world.delivered.some(({ at, command }) => at >= since && command.operation !== 'status');
  }
}
