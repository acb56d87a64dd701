import type { Incident } from '@healthcare-dr/failover-controller';
import { other, type CallName, type Side } from '../schedule';
import type { World } from '../world/world';
import type { Call } from '../world/call';

export const MINUTE_MS = 60_000;

const MOVES: ReadonlySet<CallName> = new Set([
  'ownRds.failover',
  'ownRds.switchover',
  'peerRds.failover',
  'peerRds.switchover',
]);

const MUTATING: ReadonlySet<CallName> = new Set([
  ...MOVES,
  'ownRds.setMinimumCapacity',
  'peerRds.setMinimumCapacity',
  'ownRds.copyFailoverSnapshot',
  'peerRds.copyFailoverSnapshot',
  'capacity.raiseMinimumTasks',
]);

const WRITING: ReadonlySet<CallName> = new Set([
  ...MUTATING,
  'metrics.putTrafficEngaged',
  'journal.acquire',
  'journal.write',
  'journal.release',
  'notifications.publish',
  'backupNotifications.publish',
]);

/** Whether a call asks RDS to move the writer. */
export const isMove = (name: CallName): boolean => MOVES.has(name);

/** Whether a call changes AWS's resources; that it changes where traffic goes is another matter. */
export const isMutating = (name: CallName): boolean => MUTATING.has(name);

/** Whether a call writes anything at all. */
export const isWriting = (name: CallName): boolean => WRITING.has(name);

export const isFailover = (name: CallName): boolean =>
  name === 'ownRds.failover' || name === 'peerRds.failover';

/** At which Region's endpoint a call to RDS is made. */
export const endpointOf = ({ name, invocation }: Call): Side =>
  name.startsWith('own') ? invocation.side : other(invocation.side);

/** The approval that stands for an incident: its own command's, or an approval of it, not older than the policy allows. */
export function approvalOf(
  { delivered, time, policy, nature }: World,
  incident: Incident,
  side: Side,
): { readonly acceptDataLoss: boolean } | undefined {
  const oldest = time.now - policy.approvalMs - MINUTE_MS - nature.skewMs;
  let approval: { readonly acceptDataLoss: boolean } | undefined;
  for (const { at, side: there, command } of delivered) {
    if (there !== side || at < oldest) continue;
    const counts =
      (command.operation === 'approve' && command.incidentId === incident.id) ||
      (command.operation === 'failover' &&
        !command.dryRun &&
        at >= incident.openedAt - MINUTE_MS - nature.skewMs);
    if (counts && !approval?.acceptDataLoss && 'acceptDataLoss' in command) approval = command;
  }
  return approval;
}

/** How many people ordered a failover of an incident, or approved of it. */
export function peopleWhoOrdered({ delivered, nature }: World, incident: Incident, side: Side): number {
  const people = new Set<string>();
  for (const { at, side: there, command } of delivered) {
    if (there !== side) continue;
    const counts =
      (command.operation === 'approve' && command.incidentId === incident.id) ||
      (command.operation === 'failover' &&
        !command.dryRun &&
        at >= incident.openedAt - MINUTE_MS - nature.skewMs);
    if (counts && 'requestedBy' in command) people.add(command.requestedBy);
  }
  return people.size;
}
