import { changed, withIncident, withRequest } from './change';
import { type ClearSituation, count, type Decision, record, wait } from './decision';
import type { Command } from '../domain/events';
import { alreadyWrites, consentIsFor, operationRuns, quorumHolds, wasHandled } from './guards';
import { isOpen } from './incidents';
import type { Consent, Incident } from '../domain/journal';
import type { Runbook } from '../domain/messages';
import { valueOf } from '../domain/observation';
import { openPlanned, plannedObjection, targetOf, type PlannedKind } from './planned';
import { acceptanceInWords, openFailover } from './unplanned';
import { signalsInWords } from '../domain/signals';

type Asked = Exclude<Command, { operation: 'status' }>;

/** What makes a command that comes twice the same command. */
export const requestIdOf = (command: Asked): string =>
  command.operation === 'approve'
    ? (command.requestId ?? `approve/${command.incidentId}/${command.requestedBy}/${command.acceptDataLoss}`)
    : command.requestId;

/** A refusal is kept too: the same command must not succeed when it comes again later. */
function refuse(
  { at, journal, site }: ClearSituation,
  command: Asked,
  reason: string,
  runbook: Runbook,
): Decision {
  const event = `${command.operation} refused`;
  // A consent without a request id may be given again.
  if (command.operation === 'approve' && command.requestId === undefined) return wait(`${event}: ${reason}`);
  return count(
    `${event}: ${reason}`,
    changed(site, at, withRequest(journal, requestIdOf(command)), {
      event,
      reason,
      details: { requestedBy: command.requestedBy },
      notice: {
        severity: 'ticket',
        runbook,
        next: 'Nothing was done. A new command needs a new request id.',
      },
    }),
  );
}

function consent(situation: ClearSituation, command: Asked, incident: Incident, given: Consent): Decision {
  const { at, journal, site } = situation;
  const reason = `${given.by} consents${given.acceptDataLoss ? ' and accepts the loss of data' : ''}`;
  const next = withRequest(withIncident(journal, incident, { consent: given }), requestIdOf(command));
  return record(
    reason,
    changed(site, at, next, {
      event: 'consent given',
      reason,
      notice: {
        severity: 'ticket',
        runbook: 'failover',
        next: `The failover goes on if the signals still say that the Region is lost.${given.acceptDataLoss ? '' : ` ${acceptanceInWords(situation, incident)}`}`,
      },
    }),
  );
}

/** In the order in which an operator would ask. */
function failover(situation: ClearSituation, command: Extract<Asked, { operation: 'failover' }>): Decision {
  const { at, global, journal, policy, signals, site } = situation;
  const { incident } = journal;
  const no = (reason: string): Decision => refuse(situation, command, reason, 'failover');
  if (alreadyWrites(global, site.ownClusterArn)) return no(`already writer: ${site.ownClusterArn}`);
  if (isOpen(incident) && incident.kind !== 'failover')
    return no(`the ${incident.kind} ${incident.id} is open`);
  if (operationRuns(global)) return no('an operation runs on the global cluster');
  if (!quorumHolds(signals, policy))
    return no(
      `only ${signals.down} of 3 signals are down (${signalsInWords(signals)}), and ${policy.quorum} are needed; a planned switchover loses no data`,
    );
  const given: Consent = { by: command.requestedBy, at, acceptDataLoss: command.acceptDataLoss };
  if (isOpen(incident)) return consent(situation, command, incident, given);
  return openFailover(situation, { requestId: command.requestId, consent: given });
}

function approve(situation: ClearSituation, command: Extract<Asked, { operation: 'approve' }>): Decision {
  const { at, journal } = situation;
  const { incident } = journal;
  if (!isOpen(incident) || !consentIsFor(incident, command.incidentId))
    return wait(`approve refused: ${command.incidentId} is not the open incident`);
  if (incident.kind !== 'failover' || incident.writerMovedAt !== undefined)
    return wait(
      `approve refused: the ${incident.kind} needs no consent${incident.kind === 'failover' ? ' any more' : ''}`,
    );
  return consent(situation, command, incident, {
    by: command.requestedBy,
    at,
    acceptDataLoss: command.acceptDataLoss,
  });
}

function move(situation: ClearSituation, command: Extract<Asked, { operation: PlannedKind }>): Decision {
  const { global, journal, site } = situation;
  const { incident } = journal;
  const kind = command.operation;
  const no = (reason: string): Decision => refuse(situation, command, reason, kind);
  if (site.role === 'primary')
    return no(`planned operations are the controller's in ${site.peerRegion}: ask there`);
  if (alreadyWrites(global, targetOf(kind, site))) return no(`already writer: ${targetOf(kind, site)}`);
  if (isOpen(incident)) return no(`the ${incident.kind} ${incident.id} is open`);
  const objection = plannedObjection(situation, kind);
  if (objection !== undefined) return no(objection);
  return openPlanned(situation, kind, command.requestId, command.requestedBy);
}

/** What becomes of an operator's command. */
export function answer(situation: ClearSituation, command: Asked): Decision {
  const { journal, observation } = situation;
  if (wasHandled(journal, requestIdOf(command)))
    return wait(`${command.operation}: this request was taken already`);
  const hold = valueOf(observation.hold);
  if (hold?.held) return refuse(situation, command, `the hold is on: ${hold.reason}`, 'hold');
  switch (command.operation) {
    case 'failover':
      return failover(situation, command);
    case 'approve':
      return approve(situation, command);
    case 'switchover':
    case 'failback':
      return move(situation, command);
  }
}
