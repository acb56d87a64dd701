import type { Figure } from './goals';
import { mediansOfCalls } from './measure';
import { CALL, startRoleSession } from './role-session';

const ROUNDS = 300;

/** What a request costs more at the gateway of the local AWS when whoever signed it is held to policies. */
export async function authorization({ signal }: { readonly signal: AbortSignal }): Promise<Figure[]> {
  const [held, free] = [
    await startRoleSession({ authorization: true }, signal),
    await startRoleSession({ authorization: false }, signal),
  ];
  try {
    const { heldMs, freeMs } = await mediansOfCalls(
      { heldMs: () => held.call(), freeMs: () => free.call() },
      ROUNDS,
    );
    return [
      {
        title: 'a request at the gateway: more with permissions evaluated',
        value: heldMs - freeMs,
        unit: 'ms',
        goal: { atMost: 3 },
        from: `${heldMs.toFixed(2)} ms / ${freeMs.toFixed(2)} ms, medians of ${ROUNDS} in turn`,
      },
      {
        title: 'a request at the gateway: evaluated / not evaluated',
        value: heldMs / freeMs,
        unit: '×',
        from: CALL,
      },
    ];
  } finally {
    await Promise.all([held.aws.stop(), free.aws.stop()]);
  }
}
