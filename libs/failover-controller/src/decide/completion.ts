import { changed, withIncident } from './change';
import { call, type ClearSituation, type Decision, record, wait } from './decision';
import { hasMoved, isLostAgain, mayStillShow, operationRuns } from './guards';
import { close, closing, runbookOf } from './incidents';
import type { Incident } from '../domain/journal';
import { valueOf } from '../domain/observation';
import { signalsInWords } from '../domain/signals';
import { setTraffic } from './traffic';

/** Where traffic goes once the writer has moved: to dr, home, or nowhere, since only dr's controller moves it. */
const phaseAfterMove = (
  { site }: ClearSituation,
  incident: Incident,
): 'engaging' | 'releasing' | 'completing' => {
  if (site.role === 'primary') return 'completing';
  return incident.kind === 'failback' ? 'releasing' : 'engaging';
};

/** The target writes and nothing runs any more: the operation has succeeded, whatever its call returned. */
export function moved(situation: ClearSituation, incident: Incident): Decision {
  const { at, journal, site } = situation;
  const phase = phaseAfterMove(situation, incident);
  const reason = `${incident.targetClusterArn} writes and no operation runs`;
  return record(
    reason,
    changed(site, at, withIncident(journal, incident, { phase, writerMovedAt: at }), {
      event: 'writer moved',
      reason,
      notice: {
        severity: 'ticket',
        runbook: runbookOf(incident),
        next:
          site.role === 'primary'
            ? 'The controller of the dr Region lets traffic go once that Region answers.'
            : `Traffic is moved ${phase === 'releasing' ? 'home' : 'to dr'}.`,
      },
    }),
  );
}

/** The writer has moved: traffic follows, and only then. */
export function followWithTraffic(situation: ClearSituation, incident: Incident): Decision {
  const { at, global, observation, policy, signals } = situation;
  const { targetClusterArn } = incident;
  if (!hasMoved(global, targetClusterArn)) {
    if (operationRuns(global)) return wait('an operation runs on the global cluster');
    if (mayStillShow({ ...incident, operationSeenAt: incident.writerMovedAt }, policy, at))
      return wait('the view of the global cluster does not show the move; it may be old');
    return close(
      situation,
      incident,
      'failed',
      `${targetClusterArn} does not write any more`,
      'Find out who moved the writer. Traffic follows the writer once that is confirmed.',
    );
  }
  if (incident.phase === 'releasing' && isLostAgain(signals, policy))
    return close(
      situation,
      incident,
      'failed',
      `the primary was lost again before traffic went home (${signalsInWords(signals)})`,
      'Traffic stays in dr. A failover is opened as long as the signals hold.',
    );
  if (incident.phase === 'releasing' && valueOf(observation.serves) !== true)
    return wait('traffic is not let go home before the primary serves');
  return setTraffic(
    situation,
    incident.phase === 'engaging',
    targetClusterArn,
    `${targetClusterArn} writes and no operation runs`,
  );
}

/** What follows a promotion of the own cluster, one step a round, and the end. */
export function complete(situation: ClearSituation, incident: Incident): Decision {
  const { policy, site } = situation;
  const { chores, targetClusterArn } = incident;
  const { minTasks, minAcu } = policy.capacity;
  if (targetClusterArn === site.ownClusterArn) {
    if (minTasks !== undefined && !chores.includes('tasks'))
      return call({ kind: 'tasks', minTasks }, `the service's least number of tasks is to be ${minTasks}`);
    if (minAcu !== undefined && !chores.includes('acu'))
      return call(
        { kind: 'acu', clusterArn: targetClusterArn, minAcu },
        `the cluster's least capacity is to be ${minAcu} ACU`,
      );
  }
  return end(situation, incident);
}

function end(situation: ClearSituation, incident: Incident): Decision {
  const reason = `${incident.targetClusterArn} writes, and all that follows is done`;
  const next =
    incident.kind === 'failover'
      ? 'Nothing fails back by itself. Once the other Region is sound, its cluster has been added again and the lag is low, ask for the way back.'
      : 'Nothing.';
  const change = closing(situation, incident, 'succeeded', reason, next);
  if (incident.kind !== 'failover') return record(reason, change);
  const snapshotDuty = {
    incidentId: incident.id,
    clusterArn: incident.sourceClusterArn,
    since: incident.openedAt,
  };
  return record(reason, { ...change, journal: { ...change.journal, snapshotDuty } });
}
