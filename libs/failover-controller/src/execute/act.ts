import type { Action } from '../decide/decision';
import { alreadyWrites, hasMoved, leaseHolds, memberOf, operationRuns, timeIsLeft } from '../decide/guards';
import type { GlobalCluster } from '../domain/cluster';
import { failureOf } from '../domain/observation';
import { parseHold } from '../domain/policy-parser';
import type { Lease, Ports } from '../domain/ports';
import type { WithheldReason } from '../domain/protocol';
import type { Result } from '../decide/settle';
import type { Site } from '../domain/site';

/** Within what a call is made. */
export interface Grounds {
  readonly site: Site;
  readonly ports: Ports;
  readonly lease: Lease;
  /** When the invocation ends: milliseconds since the epoch. */
  readonly deadline: number;
}

const DONE: Result = { kind: 'done' };
const NOT_YET: Result = { kind: 'not-yet' };

const withheld = (reason: WithheldReason): Result => ({ kind: 'withheld', reason });

/**
 * Makes the one call of an action, after a last look right before it: the global cluster where it matters, the hold switch, the
 * lease and the time that is left.
 */
export async function act(action: Action, grounds: Grounds): Promise<Result> {
  try {
    switch (action.kind) {
      case 'none':
      case 'record':
        return DONE;
      case 'failover':
      case 'switchover':
        return (
          (await lookBeforeMove(action, grounds)) ??
          (await lookBeforeCall(grounds)) ??
          (await make(action, grounds))
        );
      case 'traffic':
        return (
          (await lookBeforeTraffic(action.writerClusterArn, action.engaged, grounds)) ??
          (await lookBeforeCall(grounds)) ??
          (await make(action, grounds))
        );
      case 'tasks':
      case 'acu':
        return (await lookBeforeCall(grounds)) ?? (await make(action, grounds));
      case 'snapshot':
        return await copySnapshot(action, grounds);
    }
  } catch (error) {
    return { kind: 'failed', failure: failureOf(error, action.kind) };
  }
}

/** The one place where anything but the journal and the topic is changed. */
async function make(action: Action, { site, ports }: Grounds): Promise<Result> {
  switch (action.kind) {
    case 'failover':
      await ports.ownRds.failover(site.globalClusterId, action.targetClusterArn);
      return DONE;
    case 'switchover':
      await (action.endpoint === 'own' ? ports.ownRds : ports.peerRds).switchover(
        site.globalClusterId,
        action.targetClusterArn,
      );
      return DONE;
    case 'traffic':
      await ports.metrics.putTrafficEngaged(action.engaged);
      return DONE;
    case 'tasks':
      if (action.lowers) await ports.capacity.lowerMinimumTasks(action.minTasks);
      else await ports.capacity.raiseMinimumTasks(action.minTasks);
      return DONE;
    case 'acu':
      await ports.ownRds.setMinimumCapacity(action.clusterArn, action.minAcu);
      return DONE;
    default:
      return DONE;
  }
}

/** The hold is read again, and the lease and the invocation must outlive the call. */
async function lookBeforeCall({ ports, lease, deadline }: Grounds): Promise<Result | undefined> {
  const hold = await readHold(ports);
  if (hold !== undefined) return withheld(hold);
  const now = ports.clock.now();
  if (!leaseHolds(lease, now)) return withheld({ code: 'lease-ending' });
  if (!timeIsLeft(deadline, now)) return withheld({ code: 'invocation-ending' });
  return undefined;
}

/** Why the controller is paused; `undefined` if it is not. A switch that cannot be read pauses it. */
async function readHold(ports: Ports): Promise<WithheldReason | undefined> {
  try {
    const hold = parseHold(await ports.configuration.readHold());
    return hold.held ? { code: 'controller-paused', note: hold.reason } : undefined;
  } catch (error) {
    return { code: 'hold-unreadable', message: failureOf(error, 'hold').message };
  }
}

async function lookBeforeMove(
  action: Extract<Action, { kind: 'failover' | 'switchover' }>,
  { site, ports }: Grounds,
): Promise<Result | undefined> {
  const { targetClusterArn: target } = action;
  try {
    const global = await ports.ownRds.describeGlobalCluster(site.globalClusterId);
    if (global === undefined || memberOf(global, target) === undefined)
      return withheld({ code: 'not-a-member', clusterArn: target });
    if (alreadyWrites(global, target)) return withheld({ code: 'already-writer', clusterArn: target });
    if (operationRuns(global) && !(action.kind === 'failover' && action.despiteOperation))
      return withheld({ code: 'operation-running' });
    return undefined;
  } catch (error) {
    return withheld(notVisible(error));
  }
}

const notVisible = (error: unknown): WithheldReason => ({
  code: 'global-cluster-not-visible',
  message: failureOf(error, 'rds:DescribeGlobalClusters').message,
});

/** Traffic goes where the writer is. Before it is routed to primary, both Regions must see it there. */
async function lookBeforeTraffic(
  writer: string,
  engaged: boolean,
  { site, ports }: Grounds,
): Promise<Result | undefined> {
  try {
    for (const rds of engaged ? [ports.ownRds] : [ports.ownRds, ports.peerRds]) {
      const global = await rds.describeGlobalCluster(site.globalClusterId);
      if (
        global === undefined ||
        !(hasMoved(global, writer) || (engaged && (await writesOn(global, writer, ports))))
      )
        return withheld({ code: 'writer-not-confirmed', clusterArn: writer });
    }
    return undefined;
  } catch (error) {
    return withheld(notVisible(error));
  }
}

/** Whether the own cluster writes although AWS still shows the operation: traffic follows it all the same. */
const writesOn = async (global: GlobalCluster, writer: string, { ownRds }: Ports): Promise<boolean> =>
  alreadyWrites(global, writer) && (await ownRds.describeCluster(writer))?.status === 'available';

async function copySnapshot(
  { pending }: Extract<Action, { kind: 'snapshot' }>,
  grounds: Grounds,
): Promise<Result> {
  const { ports } = grounds;
  const snapshot = await ports.peerRds.findFailoverSnapshot(pending.clusterArn);
  if (snapshot === undefined || snapshot.createdAt < pending.since || snapshot.status !== 'available')
    return NOT_YET;
  const no = await lookBeforeCall(grounds);
  if (no) return no;
  await ports.peerRds.copyFailoverSnapshot(snapshot.snapshotArn, pending.incidentId);
  return DONE;
}
