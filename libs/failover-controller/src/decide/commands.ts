import { change, withIncident, withRequest } from './change';
import { type ClearSituation, count, type Decision, record, wait } from './decision';
import type { Command } from '../domain/events';
import { peerMayServe, permitsOrder } from './assessment';
import {
  alreadyWrites,
  approvalIsFor,
  isWhole,
  needsSecondPerson,
  operationRuns,
  wasHandled,
} from './guards';
import { closing, isOpen } from './incidents';
import type { Approval, Incident, Journal, Override } from '../domain/journal';
import type { Runbook } from '../domain/messages';
import { valueOf } from '../domain/observation';
import { openPlanned, plannedObjection, targetOf, type PlannedKind } from './planned';
import type { Refusal } from '../domain/protocol';
import { acceptanceOf, openFailover } from './unplanned';

type Order = Exclude<Command, { operation: 'status' }>;

/** What makes a command that comes twice the same command. */
export const requestIdOf = (command: Order): string =>
  command.operation === 'approve'
    ? (command.requestId ?? `approve/${command.incidentId}/${command.requestedBy}/${command.acceptDataLoss}`)
    : command.requestId;

/** A refusal is kept too: the same command must not succeed when it comes again later. */
function refuse(
  { at, journal, site }: ClearSituation,
  command: Order,
  reason: Refusal,
  runbook: Runbook,
): Decision {
  // An approval without a request id may be given again.
  if (command.operation === 'approve' && command.requestId === undefined) return wait(reason, 'refused');
  return {
    ...count(
      reason,
      change(site, at, withRequest(journal, requestIdOf(command)), {
        event: `${command.operation}-refused`,
        reason,
        details: { requestedBy: command.requestedBy },
        notification: { severity: 'ticket', runbook, next: { code: 'new-request' } },
      }),
    ),
    disposition: 'refused',
  };
}

function takeApproval(
  situation: ClearSituation,
  command: Order,
  incident: Incident,
  approval: Approval,
): Decision {
  const { at, journal, site } = situation;
  const { by, acceptDataLoss } = approval;
  const reason = { code: 'approved', by, acceptDataLoss } as const;
  const next = withRequest(withIncident(journal, incident, { approval }), requestIdOf(command));
  return {
    ...record(
      reason,
      change(site, at, next, {
        event: 'approved',
        reason,
        notification: {
          severity: 'ticket',
          runbook: 'failover',
          next: {
            code: 'approval-taken',
            acceptance: acceptDataLoss ? undefined : acceptanceOf(situation, incident),
          },
        },
      }),
    ),
    disposition: 'accepted',
  };
}

type FailoverOrder = Extract<Order, { operation: 'failover' }>;

/** In the order in which an operator would ask. */
function failover(situation: ClearSituation, command: FailoverOrder): Decision {
  const { at, assessment, evidence, global, journal, site } = situation;
  const { incident } = journal;
  const no = (reason: Refusal): Decision => refuse(situation, command, reason, 'failover');
  if (alreadyWrites(global, site.ownClusterArn))
    return no({ code: 'already-writer', clusterArn: site.ownClusterArn });
  if (!isWhole(global, site.ownClusterArn, site.peerClusterArn)) return no({ code: 'pair-not-whole' });
  const isPermitted = permitsOrder(assessment);
  if (!isPermitted && command.overrideReason === undefined)
    return no({ code: 'override-required', assessment, evidence });
  const override = command.overrideReason === undefined ? undefined : overrideOf(situation, command);
  // What hangs may be a planned operation whose Region was lost: whoever overrides lets AWS say whether it gives way.
  if (operationRuns(global) && override === undefined) return no({ code: 'operation-running' });
  if (isOpen(incident) && incident.kind !== 'failover') {
    if (!isPermitted && override === undefined)
      return no({ code: 'incident-open', kind: incident.kind, incidentId: incident.id });
    return openInstead(situation, incident, command, override);
  }
  const approval: Approval = { by: command.requestedBy, at, acceptDataLoss: command.acceptDataLoss };
  if (isOpen(incident)) return takeApproval(situation, command, { ...incident, override }, approval);
  return {
    ...openFailover(situation, { requestId: command.requestId, approval, override }),
    disposition: 'accepted',
  };
}

const overrideOf = ({ at, evidence }: ClearSituation, command: FailoverOrder): Override => ({
  by: command.requestedBy,
  at,
  note: command.overrideReason ?? '',
  needsSecondPerson: peerMayServe(evidence),
  confirmedBy: undefined,
});

/** The Region of a planned operation was lost in the middle of it: it ends as failed, and the failover takes its place. */
function openInstead(
  situation: ClearSituation,
  incident: Incident,
  command: FailoverOrder,
  override: Override | undefined,
): Decision {
  const { at } = situation;
  const closed = closing(
    situation,
    incident,
    'failed',
    { code: 'replaced-by-failover' },
    { code: 'keeps-looking' },
  );
  const approval: Approval = { by: command.requestedBy, at, acceptDataLoss: command.acceptDataLoss };
  const request = { requestId: command.requestId, approval, override };
  const opened = openFailover({ ...situation, journal: closed.journal }, request);
  return {
    ...opened,
    disposition: 'accepted',
    intent: opened.intent && {
      ...opened.intent,
      entries: [...closed.entries, ...opened.intent.entries],
    },
  };
}

function approve(situation: ClearSituation, command: Extract<Order, { operation: 'approve' }>): Decision {
  const { at, journal } = situation;
  const { incident } = journal;
  if (!isOpen(incident) || !approvalIsFor(incident, command.incidentId))
    return wait({ code: 'incident-not-open', incidentId: command.incidentId }, 'refused');
  if (incident.kind !== 'failover' || incident.writerMovedAt !== undefined) {
    const writerMoved = incident.kind === 'failover';
    return wait({ code: 'approval-not-needed', kind: incident.kind, writerMoved }, 'refused');
  }
  const { override } = incident;
  const isSecondPerson =
    override !== undefined &&
    override.confirmedBy === undefined &&
    needsSecondPerson(override, situation.evidence);
  if (isSecondPerson && override.by === command.requestedBy)
    return wait({ code: 'second-person-required', by: override.by }, 'refused');
  return takeApproval(
    situation,
    command,
    isSecondPerson ? { ...incident, override: { ...override, confirmedBy: command.requestedBy } } : incident,
    {
      by: command.requestedBy,
      at,
      acceptDataLoss:
        command.acceptDataLoss || (isSecondPerson && incident.approval?.acceptDataLoss === true),
    },
  );
}

/** Somebody looks after what is paged: it is not paged again. */
function acknowledge(
  situation: ClearSituation,
  command: Extract<Order, { operation: 'acknowledge' }>,
): Decision {
  const { at, journal, site } = situation;
  const { incident, watch } = journal;
  const by = command.requestedBy;
  const isReported = watch.alerts.some(({ reportedAt }) => reportedAt !== undefined);
  const isStuckReported = isOpen(incident) && incident.stuckReportedAt !== undefined;
  if (!isReported && !isStuckReported)
    return refuse(situation, command, { code: 'nothing-to-acknowledge' }, 'controller');
  const alerts = watch.alerts.map((alert) =>
    alert.reportedAt === undefined ? alert : { ...alert, answeredBy: by },
  );
  const reason = { code: 'acknowledged', by } as const;
  const answered: Journal = {
    ...journal,
    watch: { ...watch, alerts, answeredAt: at },
    incident: isStuckReported ? { ...incident, stuckAnsweredBy: by } : incident,
  };
  const next = withRequest(answered, requestIdOf(command));
  return {
    ...record(reason, change(site, at, next, { event: 'acknowledged', reason })),
    disposition: 'accepted',
    again: false,
  };
}

function move(situation: ClearSituation, command: Extract<Order, { operation: PlannedKind }>): Decision {
  const { global, journal, site } = situation;
  const { incident } = journal;
  const kind = command.operation;
  const no = (reason: Refusal): Decision => refuse(situation, command, reason, kind);
  if (site.role === 'primary') return no({ code: 'other-controller', region: site.peerRegion });
  if (alreadyWrites(global, targetOf(kind, site)))
    return no({ code: 'already-writer', clusterArn: targetOf(kind, site) });
  if (isOpen(incident)) return no({ code: 'incident-open', kind: incident.kind, incidentId: incident.id });
  const objection = plannedObjection(situation, kind);
  if (objection !== undefined) return no(objection);
  return {
    ...openPlanned(situation, kind, command.requestId, command.requestedBy),
    disposition: 'accepted',
  };
}

/** What becomes of an operator's command. */
export function answer(situation: ClearSituation, command: Order): Decision {
  const { journal, observation } = situation;
  if (wasHandled(journal, requestIdOf(command))) return wait({ code: 'already-handled' }, 'duplicate');
  const hold = valueOf(observation.hold);
  if (hold?.held && command.operation !== 'acknowledge')
    return refuse(situation, command, { code: 'controller-paused', note: hold.reason }, 'hold');
  switch (command.operation) {
    case 'failover':
      return failover(situation, command);
    case 'approve':
      return approve(situation, command);
    case 'acknowledge':
      return acknowledge(situation, command);
    case 'switchover':
    case 'failback':
      return move(situation, command);
  }
}
