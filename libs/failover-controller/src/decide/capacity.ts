import { changeSilently } from './change';
import { call, type ClearSituation, type Decision } from './decision';
import { alreadyWrites } from './guards';
import type { CapacityRecord, Incident, Journal, Raised } from '../domain/journal';
import { type Observation, valueOf } from '../domain/observation';
import type { Policy } from '../domain/policy';
import type { FollowUpTask } from '../domain/protocol';
import type { Assessment } from '../domain/evidence';

/**
 * What is worth remembering of the capacity before it matters: how many tasks the peer's service runs, which nobody can ask any more once
 * it is lost, and the own minima, to which they return after a failback. What is not told this time, as by a peer that is lost while it is
 * asked, leaves what was told before; and a peer that is not well may run fewer tasks than its clients need, never more. `undefined` if it
 * was not asked for in this round, or the own minimum is not told.
 */
export function capacityRecord(
  { at, capacity, ownCluster }: Observation,
  assessment: Assessment,
  before: CapacityRecord | undefined,
): CapacityRecord | undefined {
  const minTasks = valueOf(capacity?.minTasks);
  if (minTasks === undefined) return undefined;
  const told = valueOf(capacity?.peerTasks) ?? before?.peerTasks;
  const peerTasks =
    assessment === 'well' || told === undefined ? told : Math.max(told, before?.peerTasks ?? 0);
  return { at, peerTasks, minTasks, minAcu: valueOf(ownCluster)?.minAcu ?? before?.minAcu };
}

/** The least number of tasks after a promotion: what the policy names, and at least as many as the peer ran. `undefined` leaves it as it is. */
function wantedTasks(
  { capacity: { minTasks = 0 } }: Policy,
  record: CapacityRecord | undefined,
): number | undefined {
  const wanted = Math.max(minTasks, record?.peerTasks ?? 0);
  return wanted > (record?.minTasks ?? 0) ? wanted : undefined;
}

/** What stood before is written before the call: whoever comes after a crash returns to that, and not to what was raised. */
function raising(journal: Journal, before: Raised) {
  const minTasks = journal.raised?.minTasks ?? before.minTasks;
  const minAcu = journal.raised?.minAcu ?? before.minAcu;
  // Where nobody knows what stood before, nothing is to be restored.
  const raised = minTasks === undefined && minAcu === undefined ? undefined : { minTasks, minAcu };
  return changeSilently({ ...journal, raised });
}

/** The next step of raising the capacity of the Region that was promoted; `undefined` if there is none. */
export function raiseCapacity(
  { journal, observation, policy }: ClearSituation,
  { followUpsDone, targetClusterArn }: Incident,
): Decision | undefined {
  const record = journal.capacity;
  const { minAcu } = policy.capacity;
  const minTasks = wantedTasks(policy, record);
  if (minTasks !== undefined && !followUpsDone.includes('tasks'))
    return call(
      { kind: 'tasks', minTasks, lowers: false },
      { code: 'minimum-tasks', minTasks },
      raising(journal, { minTasks: record?.minTasks, minAcu: undefined }),
    );
  if (minAcu !== undefined && !followUpsDone.includes('acu'))
    return call(
      { kind: 'acu', clusterArn: targetClusterArn, minAcu, lowers: false },
      { code: 'minimum-capacity', minAcu },
      raising(journal, {
        minTasks: undefined,
        minAcu: record?.minAcu ?? valueOf(observation.ownCluster)?.minAcu,
      }),
    );
  return undefined;
}

/** Without an incident: once the peer writes again and clients are there, what was raised for a failover returns to what it was. */
export function restoreCapacity({ global, journal, site }: ClearSituation): Decision | undefined {
  const { raised, traffic } = journal;
  if (raised === undefined || traffic.engaged || !traffic.settled) return undefined;
  if (!alreadyWrites(global, site.peerClusterArn)) return undefined;
  const { minTasks, minAcu } = raised;
  if (minTasks !== undefined)
    return call({ kind: 'tasks', minTasks, lowers: true }, { code: 'minimum-tasks', minTasks });
  if (minAcu !== undefined)
    return call(
      { kind: 'acu', clusterArn: site.ownClusterArn, minAcu, lowers: true },
      { code: 'minimum-capacity', minAcu },
    );
  return undefined;
}

/** What is still to be restored once one of both was. */
export function restored(raised: Raised | undefined, task: FollowUpTask): Raised | undefined {
  const { minTasks, minAcu } = raised ?? {};
  const left: Raised = task === 'tasks' ? { minTasks: undefined, minAcu } : { minTasks, minAcu: undefined };
  return left.minTasks === undefined && left.minAcu === undefined ? undefined : left;
}
