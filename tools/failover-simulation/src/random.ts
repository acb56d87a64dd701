/**
 * A 32-bit generator (splitmix32) in the shape fast-check asks for. It starts in no time, which counts when each of hundreds of
 * thousands of schedules has a seed of its own.
 */
export class SeededGenerator {
  constructor(private state: number) {}

  next(): number {
    this.state = (this.state + 0x9e3779b9) | 0;
    return mix(this.state);
  }

  clone(): SeededGenerator {
    return new SeededGenerator(this.state);
  }

  getState(): readonly number[] {
    return [this.state];
  }
}

/** A number in [0, 1) that depends on nothing but the two given: randomness without an order of drawing. */
export function noise(seed: number, index: number): number {
  return (mix((Math.imul(seed, 0x85ebca6b) + Math.imul(index, 0x9e3779b9)) | 0) >>> 0) / 2 ** 32;
}

function mix(state: number): number {
  let mixed = state ^ (state >>> 16);
  mixed = Math.imul(mixed, 0x21f0aaad);
  mixed ^= mixed >>> 15;
  mixed = Math.imul(mixed, 0x735a2d97);
  return (mixed ^ (mixed >>> 15)) | 0;
}
