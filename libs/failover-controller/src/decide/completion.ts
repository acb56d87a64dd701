import { raiseCapacity } from './capacity';
import { change, withIncident } from './change';
import { type ClearSituation, type Decision, record, wait } from './decision';
import { alreadyWrites, mayStillShow, operationRuns } from './guards';
import { close, closing, runbookOf, writesSteadily } from './incidents';
import type { Incident } from '../domain/journal';
import { valueOf } from '../domain/observation';
import { setTraffic } from './traffic';

/** Where traffic goes once the writer has moved. The primary's controller, which promoted the primary, keeps clients away from dr. */
const phaseAfterMove = (
  { site }: ClearSituation,
  incident: Incident,
): 'routing-to-dr' | 'routing-to-primary' =>
  site.role === 'primary' || incident.kind === 'failback' ? 'routing-to-primary' : 'routing-to-dr';

/** The target writes and nothing runs any more: the operation has succeeded, whatever its call returned. */
export function recordMove(situation: ClearSituation, incident: Incident): Decision {
  const { at, journal, site } = situation;
  const phase = phaseAfterMove(situation, incident);
  const reason = { code: 'target-writes', clusterArn: incident.targetClusterArn } as const;
  return record(
    reason,
    change(
      site,
      at,
      withIncident(journal, incident, { phase, writerMovedAt: incident.writerMovedAt ?? at }),
      {
        event: 'writer-moved',
        reason,
        notification: {
          severity: 'ticket',
          runbook: runbookOf(incident),
          next: { code: 'traffic-follows', to: phase === 'routing-to-primary' ? 'primary' : 'dr' },
        },
      },
    ),
  );
}

/** The writer has moved: traffic follows, and only then. */
export function followWithTraffic(situation: ClearSituation, incident: Incident): Decision {
  const { at, assessment, evidence, global, observation, policy, site } = situation;
  const { targetClusterArn } = incident;
  const isThere = operationRuns(global)
    ? writesSteadily(situation, incident)
    : alreadyWrites(global, targetClusterArn);
  if (!isThere) {
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
  const isFailback = incident.kind === 'failback';
  if (isFailback && (assessment === 'lost' || assessment === 'lost-replicating'))
    return close(
      situation,
      incident,
      'failed',
      { code: 'primary-lost-again', evidence },
      { code: 'stays-in-dr-failover-next' },
    );
  if (isFailback && valueOf(observation.serves) !== true) return wait({ code: 'primary-not-serving' });
  return setTraffic(situation, targetClusterArn === site.ownClusterArn, targetClusterArn, {
    code: 'target-writes',
    clusterArn: targetClusterArn,
  });
}

/** What follows a promotion of the own cluster, one step a round, and the end. */
export function complete(situation: ClearSituation, incident: Incident): Decision {
  const isOwn = incident.targetClusterArn === situation.site.ownClusterArn;
  const raise = isOwn ? raiseCapacity(situation, incident) : undefined;
  if (raise !== undefined) return raise;
  // The old Region may be dark for long, and AWS show the operation for as long: only then is it over.
  return operationRuns(situation.global) ? wait({ code: 'operation-running' }) : end(situation, incident);
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
