import { change, type Change, changeSilently, withIncident } from './change';
import { count, type ClearSituation, type Decision, record, type Situation, wait } from './decision';
import { OBSERVATION_GAP_MS, PAGE_AGAIN_MS, STALE_VIEW_MS } from '../domain/limits';
import { alreadyWrites, isStuck, operationIsOurs, wasAskedFor } from './guards';
import { BLANK_INCIDENT, type Incident } from '../domain/journal';
import { valueOf } from '../domain/observation';
import { incidentIdOf, type Runbook } from '../domain/messages';
import type { ClosingReason, IncidentKind, IncidentResult, NextStep } from '../domain/protocol';

/** What opens an incident. */
export interface Opening {
  readonly kind: IncidentKind;
  readonly sourceClusterArn: string;
  readonly targetClusterArn: string;
  readonly requestId?: string;
  readonly requestedBy?: string;
}

/** A new incident, of which nothing is known yet but that it began. */
export const createIncident = ({ at, journal }: Situation, opening: Opening): Incident => ({
  ...BLANK_INCIDENT,
  ...opening,
  id: incidentIdOf(opening.kind, at, journal.version + 1),
  phase: 'suspected',
  openedAt: at,
});

export const isOpen = (incident: Incident | undefined): incident is Incident =>
  incident !== undefined && incident.phase !== 'closed';

export const runbookOf = (incident: Incident): Runbook => incident.kind;

/** The end of an incident. One that failed is left to an operator: it wakes somebody. */
export function closing(
  { at, journal, site }: Situation,
  incident: Incident,
  result: IncidentResult,
  reason: ClosingReason,
  next: NextStep,
): Change {
  // One that was asked for and is taken for recovered may have moved the writer while nobody could look.
  const mayHaveMoved = result === 'succeeded' || result === 'failed' || wasAskedFor(incident);
  const ended = incident.kind === 'failover' && mayHaveMoved;
  const closed = withIncident(journal, incident, { phase: 'closed', closedAt: at, result });
  return change(
    site,
    at,
    { ...closed, lastFailoverAt: ended ? at : journal.lastFailoverAt, drift: undefined },
    {
      event: `${incident.kind}-${result}`,
      reason,
      details: { attempts: incident.attempts },
      notification: {
        severity: result === 'recovered' ? 'ticket' : 'page',
        runbook: runbookOf(incident),
        next,
      },
    },
  );
}

export const close = (
  situation: Situation,
  incident: Incident,
  result: IncidentResult,
  reason: ClosingReason,
  next: NextStep,
): Decision => record(reason, closing(situation, incident, result, reason, next));

/** An operation that takes too long is reported, and again until it ends or somebody answers; it is watched further. */
export function reportStuck(
  { at, journal, site }: Pick<Situation, 'at' | 'journal' | 'site'>,
  incident: Incident,
): Decision | undefined {
  const { kind, phase, startedAt = at, deadlineAt = at, stuckReportedAt, stuckAnsweredBy } = incident;
  if (!isStuck(incident, at) || stuckAnsweredBy !== undefined) return undefined;
  if (stuckReportedAt !== undefined && at - stuckReportedAt < PAGE_AGAIN_MS) return undefined;
  const deadlineMs = deadlineAt - startedAt;
  const reason = { code: 'deadline-exceeded', kind, deadlineMs, phase } as const;
  return record(
    reason,
    change(site, at, withIncident(journal, incident, { stuckReportedAt: at }), {
      event: `${kind}-stuck`,
      reason,
      notification: { severity: 'page', runbook: runbookOf(incident), next: { code: 'look-at-rds' } },
    }),
  );
}

/**
 * Whether the target writes although AWS still shows the operation, which it may for as long as the old Region is dark **(u)**: seen twice,
 * and its own cluster is available. Clients need not wait for the state to be cleared.
 */
export function writesSteadily(
  { at, global, observation, site }: ClearSituation,
  { targetClusterArn, writerMovedAt }: Incident,
): boolean {
  const target = valueOf(
    targetClusterArn === site.ownClusterArn ? observation.ownCluster : observation.peerCluster,
  );
  return (
    alreadyWrites(global, targetClusterArn) &&
    writerMovedAt !== undefined &&
    at - writerMovedAt >= OBSERVATION_GAP_MS &&
    target?.status === 'available' &&
    target.availableInstances > 0
  );
}

/** AWS is at it. That it was seen is kept, because what ran and ended without a move is another thing than what never began. */
export function watchOperation(situation: ClearSituation, incident: Incident): Decision {
  const { at, journal, site, global } = situation;
  const reason = { code: 'operation-observed', status: global.operation?.status ?? '' } as const;
  const { targetClusterArn, requestedAt = 0, operationSeenAt: seenAt } = incident;
  if (!operationIsOurs(global, targetClusterArn)) {
    if (at - requestedAt < STALE_VIEW_MS) return wait(reason);
    return close(
      situation,
      incident,
      'failed',
      { code: 'writer-moving-elsewhere', clusterArn: global.operation?.toClusterArn },
      { code: 'left-to-others' },
    );
  }
  const hasArrived = incident.writerMovedAt === undefined && alreadyWrites(global, targetClusterArn);
  if (seenAt !== undefined && at - seenAt < OBSERVATION_GAP_MS && !hasArrived) return wait(reason);
  const next = withIncident(journal, incident, {
    operationSeenAt: at,
    writerMovedAt: hasArrived ? at : incident.writerMovedAt,
  });
  return count(
    reason,
    seenAt === undefined
      ? change(site, at, next, { event: 'operation-observed', reason })
      : changeSilently(next),
  );
}
