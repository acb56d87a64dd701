import fc from 'fast-check';
import type { Event, Happening, Side } from '../schedule';

const SECOND = 1_000;

/** A time or a duration between two numbers of seconds. */
export const seconds = (min: number, max: number): fc.Arbitrary<number> =>
  fc.integer({ min: min * 4, max: max * 4 }).map((quarters) => (quarters * SECOND) / 4);

export const at = (atMs: number, what: Happening): Event => ({ when: { at: atMs }, what });

export const lose = (
  what: Extract<Happening, { kind: 'lose' }>['what'],
  forMs: number,
  side: Side = 'primary',
): Happening => ({
  kind: 'lose',
  side,
  what,
  forMs,
});

export const weighted = <T>(...choices: readonly (readonly [weight: number, value: T])[]): fc.Arbitrary<T> =>
  fc.oneof(...choices.map(([weight, value]) => ({ weight, arbitrary: fc.constant(value) })));

export const parts = weighted<Extract<Happening, { kind: 'lose' }>['what']>(
  [6, 'region'],
  [2, 'data'],
  [2, 'network'],
);

export const begin = seconds(20, 150);
export const long = seconds(16 * 60, 22 * 60);
export const short = seconds(5, 6 * 60);

export const command = (
  operation: 'failover' | 'switchover' | 'failback',
  request: number,
  more: Partial<Extract<Happening, { kind: 'command' }>> = {},
): Happening => ({
  kind: 'command',
  side: 'dr',
  operation,
  request,
  acceptDataLoss: false,
  override: false,
  dryRun: false,
  copies: 1,
  apartMs: 0,
  ...more,
});
