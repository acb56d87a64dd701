import { gatewayCost } from './gateway-cost';
import type { Figure } from './goals';
import { CALL, startRoleSession } from './role-session';

/** What a request costs more at the gateway of the local AWS with everything on that judges it, permissions and the model of its service. */
export async function gateway({ signal }: { readonly signal: AbortSignal }): Promise<Figure[]> {
  return gatewayCost(
    { more: 'everything on', sides: 'everything on / off', call: CALL },
    await startRoleSession({ authorization: true, validation: 'refuse' }, signal),
    await startRoleSession({ authorization: false, validation: 'off' }, signal),
  );
}
