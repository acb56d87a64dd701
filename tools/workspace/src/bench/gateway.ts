import type { Figure } from './goals';
import { mediansOfCalls } from './measure';
import { CALL, startRoleSession } from './role-session';

const ROUNDS = 300;

/** What a request costs more at the gateway of the local AWS with everything on that judges it, permissions and the model of its service. */
export async function gateway({ signal }: { readonly signal: AbortSignal }): Promise<Figure[]> {
  const [on, off] = [
    await startRoleSession({ authorization: true, validation: 'refuse' }, signal),
    await startRoleSession({ authorization: false, validation: 'off' }, signal),
  ];
  try {
    const { onMs, offMs } = await mediansOfCalls({ onMs: () => on.call(), offMs: () => off.call() }, ROUNDS);
    return [
      {
        title: 'a request at the gateway: more with everything on',
        value: onMs - offMs,
        unit: 'ms',
        goal: { atMost: 3 },
        from: `${onMs.toFixed(2)} ms / ${offMs.toFixed(2)} ms, medians of ${ROUNDS} in turn`,
      },
      {
        title: 'a request at the gateway: everything on / off',
        value: onMs / offMs,
        unit: '×',
        from: CALL,
      },
    ];
  } finally {
    await Promise.all([on.aws.stop(), off.aws.stop()]);
  }
}
