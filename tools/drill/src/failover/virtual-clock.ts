import type { ClockReading } from '@healthcare-dr/local-aws';

/**
 * The time of day in the drill's failovers: it flows as real time does and is put forward where there is only waiting. It begins in
 * the past, so that it never gets ahead of what the local AWS stamps with the real time, such as snapshots.
 */
export class VirtualClock {
  #offsetMs: number;
  #stoppedAt: number | undefined;
  readonly #listeners: ((reading: ClockReading) => void)[] = [];

  /** @param realNow - the real time, in milliseconds since the epoch */
  constructor(
    startMs: number,
    private readonly realNow: () => number = Date.now,
  ) {
    this.#offsetMs = startMs - realNow();
  }

  /** Milliseconds since the epoch. */
  now(): number {
    return this.#stoppedAt ?? this.realNow() + this.#offsetMs;
  }

  /** What has to be added to the real time. */
  get offsetMs(): number {
    return this.now() - this.realNow();
  }

  /** Puts the clock forward; never back. */
  advanceTo(ms: number): void {
    this.resume();
    this.#offsetMs += Math.max(0, ms - this.now());
    this.#changed();
  }

  /** Tells a listener now and after each change how the time of day is to be read off the real one. */
  tell(listener: (reading: ClockReading) => void): void {
    this.#listeners.push(listener);
    listener(this.#reading);
  }

  /** Stands still, while the drill does what takes no part in the story. */
  stop(): void {
    this.#stoppedAt ??= this.now();
    this.#changed();
  }

  /** Goes on from where it stood. */
  resume(): void {
    if (this.#stoppedAt === undefined) return;
    this.#offsetMs = this.#stoppedAt - this.realNow();
    this.#stoppedAt = undefined;
    this.#changed();
  }

  get #reading(): ClockReading {
    return this.#stoppedAt === undefined ? { offsetMs: this.#offsetMs } : { at: this.#stoppedAt };
  }

  #changed(): void {
    for (const listener of this.#listeners) listener(this.#reading);
  }
}
