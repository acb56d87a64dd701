import type { LocalAws } from '@healthcare-dr/local-aws';
import type { Figure } from './goals';
import { mediansOfCalls } from './measure';

const ROUNDS = 300;

/** A local AWS, and a request of it. */
export interface Asked {
  readonly aws: Pick<LocalAws, 'stop'>;
  /** @throws Error if it is refused */
  call(): Promise<void>;
}

/** What is measured, in words. */
export interface GatewayCost {
  /** What a request costs more with, such as `permissions evaluated`. */
  readonly more: string;
  /** The two sides, such as `evaluated / not evaluated`. */
  readonly sides: string;
  /** What is asked. */
  readonly call: string;
}

/** What a request costs more at the gateway of one local AWS than of another, which are stopped then. */
export async function gatewayCost(
  { more, sides, call }: GatewayCost,
  on: Asked,
  off: Asked,
): Promise<Figure[]> {
  try {
    const { onMs, offMs } = await mediansOfCalls({ onMs: () => on.call(), offMs: () => off.call() }, ROUNDS);
    return [
      {
        title: `a request at the gateway: more with ${more}`,
        value: onMs - offMs,
        unit: 'ms',
        goal: { atMost: 3 },
        from: `${onMs.toFixed(2)} ms / ${offMs.toFixed(2)} ms, medians of ${ROUNDS} in turn`,
      },
      { title: `a request at the gateway: ${sides}`, value: onMs / offMs, unit: '×', from: call },
    ];
  } finally {
    await Promise.all([on.aws.stop(), off.aws.stop()]);
  }
}
