import { closeSync, openSync, writeSync } from 'node:fs';

/** What time it is: real time and so many milliseconds, or one moment while the clock stands still. */
export type ClockReading = { readonly offsetMs: number } | { readonly at: number };

/** As long as every reading, so that nobody reads half of one. */
const LENGTH = 32;

/** A file that tells tasks what time it is, as `task-preload.cjs` reads it: at each look, so that all jump at once. */
export class ClockFile {
  readonly #file: number;

  /** @param path - absolute; it is made */
  constructor(readonly path: string) {
    this.#file = openSync(path, 'w', 0o600);
    this.write({ offsetMs: 0 });
  }

  write(reading: ClockReading): void {
    const [kind, ms] = 'at' in reading ? ['at', reading.at] : ['offset', reading.offsetMs];
    writeSync(this.#file, `${kind} ${Math.round(ms)}`.padEnd(LENGTH), 0, 'latin1');
  }

  close(): void {
    closeSync(this.#file);
  }
}
