import type { Guarantee } from '../world/guarantee';
import { BEGINNING, MINUTE } from '../world/timeline';
import type { World } from '../world/world';

/** Within how long somebody is told of what the controller cannot see; and where several things keep it from seeing, one after another. */
const WITHIN_MS = 15 * MINUTE;
const WITHIN_ON_FAULTS_MS = 30 * MINUTE;
/** How often a page is repeated until somebody answers, and what it may be late by. */
const AGAIN_MS = 15 * MINUTE + 6 * MINUTE;

/** Guarantee 11, by truth: what keeps dr's controller from seeing, for long, reaches a person. */
export class Unknowns implements Guarantee {
  /** When the way out was last open. */
  private openAt: number;
  /** Since when the primary has not answered all that it is asked; `undefined` while it does. */
  private awaySince: number | undefined;
  /** Until when a primary that gave no answer hid what is out of order, and when somebody was last paged of that. */
  private hidden: { readonly until: number; readonly pagedAt: number } | undefined;

  constructor(private readonly world: World) {
    this.openAt = world.time.now;
  }

  minutePasses(): void {
    const { world } = this;
    const { now } = world.time;
    this.judgeHeartbeat();
    const isHidden = this.isHidden();
    if (isHidden) this.hidden = { until: now, pagedAt: world.people.pagedAt };
    if (this.isBeside() || isHidden) world.blindness.restart();
    const { since } = world.blindness;
    const withinMs = world.furtherFaults > 1 ? WITHIN_ON_FAULTS_MS : WITHIN_MS;
    if (since === undefined || now - since < withinMs) return;
    if (world.people.reached.some(({ at }) => at >= since)) return;
    if (this.hidden?.until === since && this.knowsOf(this.hidden.pagedAt)) return;
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
   * A question to which the primary gives no answer just now tells nothing of what it is asked along: whoever was paged of the primary is told
   * of both, and what is out of order beside it shows once the primary answers again.
   */
  private isHidden(): boolean {
    const { regions, health, blindness, people, time } = this.world;
    const hidesProbe = !regions.connected || !health.answersPeer('primary');
    const hidesRds = !regions.controls('primary', 'dr');
    if (hidesProbe || hidesRds) this.awaySince ??= time.now;
    else this.awaySince = undefined;
    const isHidden = (name: string) => (name === 'probe' && hidesProbe) || (name === 'peerRds' && hidesRds);
    return this.awaySince !== undefined && blindness.isAll(isHidden) && people.pagedAt >= this.awaySince;
  }

  /**
   * What does not answer for another reason now is as silent to the controller as it was, and nobody was told that this is over: whoever was paged
   * of it has said that he looks after it, or is paged again.
   */
  private knowsOf(pagedAt: number): boolean {
    const { time, delivered } = this.world;
    const isAnswered = delivered.some(({ at, command }) => at >= pagedAt && command.operation !== 'status');
    return isAnswered || time.now - pagedAt < AGAIN_MS;
  }

  /** Of a pair that dr writes for, or that is none, nothing is waited for; what was asked for has a deadline of its own. */
  private isBeside(): boolean {
    const { aurora, journals } = this.world;
    const { incident } = journals.dr.journal;
    const isAskedFor = incident?.phase !== 'closed' && incident?.requestedAt !== undefined;
    return aurora.writer === 'dr' || aurora.wholeSince === undefined || isAskedFor;
  }
}
