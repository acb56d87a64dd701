import { gatewayCost } from './gateway-cost';
import type { Figure } from './goals';
import { CALL, startRoleSession } from './role-session';

/** What a request costs more at the gateway of the local AWS when whoever signed it is held to policies. */
export async function authorization({ signal }: { readonly signal: AbortSignal }): Promise<Figure[]> {
  return gatewayCost(
    { more: 'permissions evaluated', sides: 'evaluated / not evaluated', call: CALL },
    await startRoleSession({ authorization: true }, signal),
    await startRoleSession({ authorization: false }, signal),
  );
}
