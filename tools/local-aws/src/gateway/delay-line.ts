import type { Readable, Writable } from 'node:stream';

/** How much waits in a line before its source is asked to pause. */
const MAX_WAITING_BYTES = 16 * 1024 * 1024;

/** How often a line looks at a clock that may be put forward, in real milliseconds. */
const LOOK_EVERY_MS = 10;

/** The longest piece that a narrow line passes on at once, in seconds of its bandwidth. */
const PIECE_SECONDS = 0.05;

/** What a {@link DelayLine} asks each time it could pass something on. */
export interface Conditions {
  /** How long each byte waits, in milliseconds of the clock. */
  readonly delayMs: number;
  /** @default - undefined: as many as come */
  readonly bytesPerSecond?: number;
}

/** What waits: data, or `undefined` for the end of it. */
interface Waiting {
  readonly data: Buffer | undefined;
  /** When it came, on the clock. */
  readonly at: number;
}

/**
 * Passes what a stream says on to another, in order and as late as the conditions of the moment ask for. A delay that is taken away
 * lets go of what waits.
 */
export class DelayLine {
  readonly #waiting: Waiting[] = [];
  #bytes = 0;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;
  /** When a narrow line may pass the next piece on, in real milliseconds. */
  #freeAt = 0;

  constructor(
    private readonly source: Readable,
    private readonly sink: Writable,
    private readonly conditions: () => Conditions,
    private readonly now: () => number,
  ) {
    source.on('data', (data: Buffer) => this.#enter(data));
    source.once('end', () => this.#enter(undefined));
    sink.on('drain', () => this.look());
  }

  /** How many bytes have come and were not passed on. */
  get waitingBytes(): number {
    return this.#bytes;
  }

  /** Passes on what is due: after a change of the conditions. */
  look(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (let [next] = this.#waiting; next !== undefined; [next] = this.#waiting) {
      if (this.#stopped || this.sink.writableNeedDrain) return;
      const { delayMs, bytesPerSecond } = this.conditions();
      // Without a delay, the clock does not matter: it may have been set back.
      if (delayMs > 0 && this.now() < next.at + delayMs) return this.#lookLater(LOOK_EVERY_MS);
      const realNow = performance.now();
      if (bytesPerSecond !== undefined && realNow < this.#freeAt)
        return this.#lookLater(this.#freeAt - realNow);
      this.#pass(next, bytesPerSecond, realNow);
    }
  }

  /** Passes nothing on any more; what the source says is thrown away. */
  stop(): void {
    this.#stopped = true;
    this.#waiting.length = 0;
    this.#bytes = 0;
    clearTimeout(this.#timer);
    this.source.resume();
  }

  #enter(data: Buffer | undefined): void {
    if (this.#stopped) return;
    this.#waiting.push({ data, at: this.now() });
    this.#bytes += data?.length ?? 0;
    if (this.#bytes > MAX_WAITING_BYTES) this.source.pause();
    if (this.#timer === undefined) this.look();
  }

  #pass(next: Waiting, bytesPerSecond: number | undefined, realNow: number): void {
    if (next.data === undefined) {
      this.#waiting.shift();
      this.sink.end();
      return;
    }
    const most =
      bytesPerSecond === undefined ? next.data.length : Math.max(1, bytesPerSecond * PIECE_SECONDS);
    const piece = next.data.subarray(0, most);
    const rest = next.data.subarray(most);
    if (rest.length === 0) this.#waiting.shift();
    else this.#waiting[0] = { data: rest, at: next.at };
    this.#bytes -= piece.length;
    if (bytesPerSecond !== undefined) this.#freeAt = realNow + (piece.length / bytesPerSecond) * 1000;
    this.sink.write(piece);
    if (this.#bytes <= MAX_WAITING_BYTES && this.source.isPaused()) this.source.resume();
  }

  #lookLater(ms: number): void {
    this.#timer = setTimeout(() => this.look(), ms);
  }
}
