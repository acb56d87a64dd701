import type { Command, Incident, Reply } from '@healthcare-dr/failover-controller';

/** A command that changes something. */
export type Order = Exclude<Command, { operation: 'status' | 'acknowledge' }>;

/** What a controller made of a command. */
export type Reception =
  | { readonly kind: 'accepted'; readonly incident: Incident }
  | { readonly kind: 'refused'; readonly reason: string }
  /** Its answer does not say, or never came: the journal has to. */
  | { readonly kind: 'unclear'; readonly reason: string };

/** Why a command would be refused, by the answer to its dry run; `undefined` if it would be taken. */
export function refusalOf({ disposition, message, healthy }: Reply): string | undefined {
  if (disposition === 'refused') return message;
  // Without a journal, a policy, a hold switch or a global cluster nothing is decided at all.
  if (!healthy || disposition === 'failed') return `the controller cannot decide: ${message}`;
  return disposition === 'accepted' ? undefined : message;
}

/** Reads the answer to a command by its disposition and by the journal that comes with it. */
export function receptionOf(
  order: Order,
  { disposition, message, healthy, failures, journal }: Reply,
): Reception {
  if (disposition === 'refused' || disposition === 'ignored') return { kind: 'refused', reason: message };
  const incident = journal?.incident;
  if (incident !== undefined && isOf(order, incident)) return { kind: 'accepted', incident };
  if (healthy && disposition !== 'unconfirmed') return { kind: 'refused', reason: message };
  return { kind: 'unclear', reason: failures[0]?.message ?? message };
}

/** Whether an incident is the one that an order is about. */
export function isOf(order: Order, incident: Incident): boolean {
  if (order.operation === 'approve') return incident.id === order.incidentId;
  if (incident.requestId === order.requestId) return true;
  // A failover that the signals have opened already takes the order as an approval.
  return (
    order.operation === 'failover' &&
    incident.kind === 'failover' &&
    incident.approval?.by === order.requestedBy
  );
}
