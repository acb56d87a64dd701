import { witnessText } from '@healthcare-dr/dns/contract';
import { readWitness, type WitnessAnswer } from '@healthcare-dr/failover-controller';
import { noise } from '../random';
import { other, type CheckTrouble, type Nature, type Side } from '../schedule';
import type { Health } from './health';
import { RefusedCallError } from './sdk-errors';
import { SECOND, type Timeline } from './timeline';

const SIDES = ['primary', 'dr'] as const;
/** Some checks are seen this much later than the others. */
const DELAYED_MS = 30 * SECOND;

const textsOf = (side: Side) => ({
  healthy: witnessText(side, 'healthy'),
  unhealthy: witnessText(side, 'unhealthy'),
});

/** What each record may hold. */
const TEXTS: Readonly<Record<Side, Readonly<Record<WitnessAnswer, string>>>> = {
  primary: textsOf('primary'),
  dr: textsOf('dr'),
};

/** What the adapter has read in each text: the same again. */
const READ: Readonly<Record<Side, Map<string, WitnessAnswer>>> = { primary: new Map(), dr: new Map() };

const untroubled = (): Record<CheckTrouble, number> => ({
  inverted: 0,
  disabled: 0,
  missing: 0,
  garbled: 0,
  slow: 0,
});

/**
 * Route 53's health checkers, which stand outside both Regions, and the witness records that tell what they find. They need some
 * seconds to find it: the threshold of failures, and what resolvers keep.
 */
export class Checkers {
  /** What the records say, were nothing wrong with them. */
  private readonly found: Record<Side, boolean> = { primary: true, dr: true };
  private readonly finding: Record<Side, boolean> = { primary: true, dr: true };
  private readonly changes: Record<Side, number> = { primary: 0, dr: 0 };
  private readonly troubles: Record<Side, Record<CheckTrouble, number>> = {
    primary: untroubled(),
    dr: untroubled(),
  };

  /** When the check of a Region last stopped to say something else than what the checkers find. */
  private readonly falsifiedUntil: Record<Side, number> = { primary: -Infinity, dr: -Infinity };

  constructor(
    private readonly time: Timeline,
    private readonly health: Health,
    private readonly nature: Nature,
  ) {}

  trouble(side: Side, how: CheckTrouble, by: 1 | -1): void {
    if (this.isFalsified(side)) this.falsifiedUntil[side] = this.time.now;
    this.troubles[side][how] += by;
  }

  /** Something that the checkers look at may have changed. */
  changed(): void {
    for (const side of SIDES) {
      const answers = this.health.answers(side);
      if (answers === this.finding[side]) continue;
      this.finding[side] = answers;
      this.silentSince[side] = answers ? undefined : this.time.now;
      const change = ++this.changes[side];
      const delayed = noise(this.nature.jitter + 41, change) < 0.25 || this.troubles[side].slow > 0;
      this.time.after(this.nature.checkMs + (delayed ? DELAYED_MS : 0), () => {
        if (this.changes[side] === change) this.found[side] = answers;
      });
    }
  }

  /** Whether the checkers have found all that there is to find. */
  get settled(): boolean {
    return SIDES.every((side) => this.found[side] === this.finding[side]);
  }

  /** Since when a Region has not answered them; `undefined` while it does. */
  readonly silentSince: Record<Side, number | undefined> = { primary: undefined, dr: undefined };

  /** Whether the check of a Region says something else than what the checkers find, or did within this time. */
  isFalsified(side: Side, withinMs = 0): boolean {
    const { inverted, disabled } = this.troubles[side];
    return inverted + disabled > 0 || this.time.now - this.falsifiedUntil[side] < withinMs;
  }

  /** What an adapter reads in the witness record of a Region. */
  witness(side: Side): WitnessAnswer {
    const text = this.text(side);
    const known = READ[side].get(text);
    if (known !== undefined) return known;
    const answer = readWitness(side, [[text]], 'dns:ResolveWitness');
    READ[side].set(text, answer);
    return answer;
  }

  private text(side: Side): string {
    const { inverted, disabled, missing, garbled } = this.troubles[side];
    if (missing > 0) throw new RefusedCallError('not-found', 'there is no such record');
    // A text of the other record is a text, and says nothing of this Region.
    if (garbled > 0) return TEXTS[other(side)].unhealthy;
    // Route 53 takes a disabled check for healthy, and inverts what comes of it afterwards.
    const healthy = disabled > 0 || this.found[side];
    return TEXTS[side][healthy === inverted > 0 ? 'unhealthy' : 'healthy'];
  }
}
