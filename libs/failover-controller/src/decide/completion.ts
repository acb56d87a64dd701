import { change, withIncident } from './change';
import { call, type ClearSituation, type Decision, record, wait } from './decision';
import { hasMoved, isLostAgain, mayStillShow, operationRuns } from './guards';
import { close, closing, runbookOf } from './incidents';
import type { Incident } from '../domain/journal';
import { valueOf } from '../domain/observation';
import { setTraffic } from './traffic';

/** Where traffic goes once the writer has moved: to dr, to primary, or nowhere, since only dr's controller routes it. */
const phaseAfterMove = (
  { site }: ClearSituation,
  incident: Incident,
): 'routing-to-dr' | 'routing-to-primary' | 'completing' => {
  if (site.role === 'primary') return 'completing';
  return incident.kind === 'failback' ? 'routing-to-primary' : 'routing-to-dr';
};

/** The target writes and nothing runs any more: the operation has succeeded, whatever its call returned. */
export function recordMove(situation: ClearSituation, incident: Incident): Decision {
  const { at, journal, site } = situation;
  const phase = phaseAfterMove(situation, incident);
  const reason = { code: 'target-writes', clusterArn: incident.targetClusterArn } as const;
  return record(
    reason,
    change(site, at, withIncident(journal, incident, { phase, writerMovedAt: at }), {
      event: 'writer-moved',
      reason,
      notification: {
        severity: 'ticket',
        runbook: runbookOf(incident),
        next:
          site.role === 'primary'
            ? { code: 'dr-controller-routes' }
            : { code: 'traffic-follows', to: phase === 'routing-to-primary' ? 'primary' : 'dr' },
      },
    }),
  );
}

/** The writer has moved: traffic follows, and only then. */
export function followWithTraffic(situation: ClearSituation, incident: Incident): Decision {
  const { at, global, observation, policy, signals } = situation;
  const { targetClusterArn } = incident;
  if (!hasMoved(global, targetClusterArn)) {
    if (operationRuns(global)) return wait({ code: 'operation-running' });
    if (mayStillShow({ ...incident, operationSeenAt: incident.writerMovedAt }, policy, at))
      return wait({ code: 'move-not-visible' });
    return close(
      situation,
      incident,
      'failed',
      { code: 'writer-lost', clusterArn: targetClusterArn },
      { code: 'find-who-moved' },
    );
  }
  if (incident.phase === 'routing-to-primary' && isLostAgain(signals, policy))
    return close(
      situation,
      incident,
      'failed',
      { code: 'primary-lost-again', signals },
      { code: 'stays-in-dr-failover-next' },
    );
  if (incident.phase === 'routing-to-primary' && valueOf(observation.serves) !== true)
    return wait({ code: 'primary-not-serving' });
  return setTraffic(situation, incident.phase === 'routing-to-dr', targetClusterArn, {
    code: 'target-writes',
    clusterArn: targetClusterArn,
  });
}

/** What follows a promotion of the own cluster, one step a round, and the end. */
export function complete(situation: ClearSituation, incident: Incident): Decision {
  const { policy, site } = situation;
  const { followUpsDone, targetClusterArn } = incident;
  const { minTasks, minAcu } = policy.capacity;
  if (targetClusterArn === site.ownClusterArn) {
    if (minTasks !== undefined && !followUpsDone.includes('tasks'))
      return call({ kind: 'tasks', minTasks }, { code: 'minimum-tasks', minTasks });
    if (minAcu !== undefined && !followUpsDone.includes('acu'))
      return call(
        { kind: 'acu', clusterArn: targetClusterArn, minAcu },
        { code: 'minimum-capacity', minAcu },
      );
  }
  return end(situation, incident);
}

function end(situation: ClearSituation, incident: Incident): Decision {
  const reason = { code: 'completed', clusterArn: incident.targetClusterArn } as const;
  const next = { code: incident.kind === 'failover' ? 'failback-when-ready' : 'nothing' } as const;
  const closed = closing(situation, incident, 'succeeded', reason, next);
  if (incident.kind !== 'failover') return record(reason, closed);
  const pendingSnapshot = {
    incidentId: incident.id,
    clusterArn: incident.sourceClusterArn,
    since: incident.openedAt,
  };
  return record(reason, { ...closed, journal: { ...closed.journal, pendingSnapshot } });
}
