import type { Nature, Side } from '../schedule';
import type { Regions } from './regions';

/** What the service of a Region answers whoever asks for its health. */
export class Health {
  private readonly expired: Record<Side, number> = { primary: 0, dr: 0 };

  constructor(
    private readonly regions: Regions,
    private readonly nature: Nature,
  ) {}

  expire(side: Side, by: 1 | -1): void {
    this.expired[side] += by;
  }

  /** Whether it answers somebody outside both Regions who does not look at the certificate. */
  answers(side: Side): boolean {
    return this.regions.runs(side) && (!this.nature.deep || this.regions.keepsData(side));
  }

  /** Whether it answers somebody in the other Region who verifies the certificate. */
  answersPeer(side: Side): boolean {
    return this.regions.connected && this.expired[side] === 0 && this.answers(side);
  }
}
