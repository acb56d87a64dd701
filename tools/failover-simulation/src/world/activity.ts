import { BEGINNING, type Timeline } from './timeline';

/** When something happened last, and until when something is in store: what rest is measured from. */
export class Activity {
  /** When something in the world, or the journal, changed last. */
  changedAt = BEGINNING;
  /** For how many minutes in a row everything has been at rest. */
  calm = 0;
  /** When the last fault that has begun is over. */
  private until = BEGINNING;
  private readonly planned: number[] = [];

  constructor(private readonly time: Timeline) {}

  /** Something will happen then. */
  plan(at: number): void {
    this.planned.push(at);
  }

  /** What happens now is over, or leads to something else, only after a while. */
  lasts(forMs: number): void {
    this.until = Math.max(this.until, this.time.now + forMs);
  }

  /** Something changes. */
  change(): void {
    this.changedAt = this.time.now;
  }

  /** Whether nothing is in store any more. */
  get over(): boolean {
    const { now } = this.time;
    return now > this.until && this.planned.every((at) => at < now);
  }

  /** When the last of all that was in store was over. */
  get last(): number {
    return Math.max(this.until, ...this.planned);
  }
}
