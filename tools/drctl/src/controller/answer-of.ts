import type { Command, Incident, Outcome } from '@healthcare-dr/failover-controller';

/** A command that changes something. */
export type Order = Exclude<Command, { operation: 'status' }>;

/** What a controller made of a command. */
export type Reception =
  | { readonly kind: 'accepted'; readonly incident: Incident }
  | { readonly kind: 'refused'; readonly reason: string }
  /** Its answer does not say, or never came: the journal has to. */
  | { readonly kind: 'unclear'; readonly reason: string };

/** How the controller words that it will not. */
const REFUSED = /^(?:failover|switchover|failback|approve) refused: /;

/** Why a command would be refused, by the answer to its dry run; `undefined` if it would be taken. */
export function refusalOf({ action, reason, healthy }: Outcome): string | undefined {
  if (REFUSED.test(reason)) return reason;
  // Without a journal, a policy, a hold switch or a global cluster nothing is decided at all.
  if (!healthy) return `the controller cannot decide: ${reason}`;
  if (/^held: /.test(reason)) return reason;
  return action === 'would none' ? reason : undefined;
}

/** Reads the answer to a command by the journal that comes with it, which says more than words. */
export function receptionOf(order: Order, outcome: Outcome): Reception {
  const refusal = [outcome, ...outcome.steps]
    .map(({ reason }) => reason)
    .find((reason) => REFUSED.test(reason));
  if (refusal !== undefined) return { kind: 'refused', reason: refusal };
  const incident = outcome.journal?.incident;
  if (incident !== undefined && isOf(order, incident)) return { kind: 'accepted', incident };
  if (outcome.healthy) return { kind: 'refused', reason: outcome.reason };
  return { kind: 'unclear', reason: outcome.failures[0]?.message ?? outcome.reason };
}

/** Whether an incident is the one that an order is about. */
export function isOf(order: Order, incident: Incident): boolean {
  if (order.operation === 'approve') return incident.id === order.incidentId;
  if (incident.requestId === order.requestId) return true;
  // A failover that the signals have opened already takes the order as consent.
  return (
    order.operation === 'failover' &&
    incident.kind === 'failover' &&
    incident.consent?.by === order.requestedBy
  );
}
