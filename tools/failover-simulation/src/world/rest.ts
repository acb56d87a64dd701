import { sideOf } from './clusters';
import type { Invocation } from './call';
import type { Surroundings } from './surroundings';

/** What has to come to rest. */
export interface Resting extends Pick<Surroundings, 'aurora' | 'controls' | 'journals'> {
  readonly invocations: readonly Invocation[];
}

/** What is not as it should be in the end; nothing, if all is. */
export function unrest({ aurora, controls, journals, invocations }: Resting): string {
  const { dr, primary } = journals;
  if (aurora.operation !== undefined) return 'RDS is at an operation';
  if (aurora.resyncing) return 'RDS adds the old primary again';
  if (invocations.some(({ finished }) => !finished)) return 'an invocation runs';
  for (const [side, { journal }] of [
    ['dr', dr],
    ['primary', primary],
  ] as const) {
    const { incident, outbox, pendingSnapshot, raised, fault, holdReported, watch } = journal;
    if (incident !== undefined && incident.phase !== 'closed')
      return `the incident in ${side} is ${incident.phase}`;
    const createdAt = pendingSnapshot && aurora.snapshots[sideOf(pendingSnapshot.clusterArn)];
    if (pendingSnapshot !== undefined && createdAt !== undefined && createdAt >= pendingSnapshot.since)
      return `the snapshot that ${side} has to copy is there`;
    if (fault !== undefined || holdReported) return `${side} reports ${fault ?? 'a hold'}`;
    if (raised !== undefined && side !== aurora.writer && side === 'dr')
      return `${side} is to lower its capacity again`;
    const [alert] = watch.alerts;
    if (alert !== undefined) return `${side} watches ${alert.code}`;
    if (outbox.length > 0) return `the outbox in ${side} is not empty`;
  }
  const engaged = aurora.writer === 'dr';
  if (dr.journal.traffic.engaged !== engaged || controls.dr.engaged !== engaged)
    return `${aurora.writer} writes and traffic is ${controls.dr.engaged ? 'held in dr' : 'with the primary'}`;
  if (controls.primary.engaged || primary.journal.traffic.engaged) return 'clients are kept away from dr';
  return '';
}
