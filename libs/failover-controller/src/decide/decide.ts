import { answer } from './commands';
import { complete, followWithTraffic } from './completion';
import { changed } from './change';
import { type ClearSituation, type Decision, isMutating, record, type Situation, wait } from './decision';
import type { Trigger } from '../domain/events';
import { reportMended } from './faults';
import { alreadyWrites, operationRuns, quorumHolds, wasAskedFor } from './guards';
import { isOpen, reportStuck } from './incidents';
import type { Incident, Journal } from '../domain/journal';
import { type Observation, valueOf } from '../domain/observation';
import { planned } from './planned';
import type { Policy } from '../domain/policy';
import { readSignals } from '../domain/signals';
import type { Site } from '../domain/site';
import { followDrift, rescueSnapshot } from './traffic';
import { belowQuorum, openFailover, unplanned } from './unplanned';

/** One action and its reason, out of what is known; nothing else goes in. */
export function decide(
  observation: Observation,
  journal: Journal,
  policy: Policy,
  trigger: Trigger,
  site: Site,
): Decision {
  const signals = readSignals(observation, site);
  const situation: Situation = { at: observation.at, observation, journal, policy, site, signals };
  return heldBack(situation, choose(situation, trigger));
}

/** While the hold is on, no mutating call is made, whatever the phase. */
function heldBack({ observation }: Situation, decision: Decision): Decision {
  const held = valueOf(observation.hold)?.held !== false;
  return held && isMutating(decision.action) ? wait(`held: otherwise ${decision.reason}`) : decision;
}

function choose(situation: Situation, trigger: Trigger): Decision {
  const { journal, observation, site, at } = situation;
  const { incident } = journal;
  const stuck = isOpen(incident) ? reportStuck(situation, incident) : undefined;
  const global = valueOf(observation.global);
  if (global === undefined && isUnasked(incident) && !quorumHolds(situation.signals, situation.policy))
    return belowQuorum(situation, incident);
  if (global === undefined) return stuck ?? wait('the own view of the global cluster is unknown');
  const clear: ClearSituation = { ...situation, global };
  if (trigger.kind === 'command' && trigger.command.operation !== 'status')
    return answer(clear, trigger.command);
  if (journal.fault !== undefined) return reportMended(site, at, journal);
  const hold = reportHold(situation);
  if (hold) return hold;
  if (stuck) return stuck;
  if (isOpen(incident)) return advance(clear, incident);
  return idle(clear);
}

/** A failover that nobody has asked AWS for yet: it ends with the quorum, whether or not the own view is known. */
const isUnasked = (incident: Incident | undefined): incident is Incident =>
  isOpen(incident) && incident.kind === 'failover' && !wasAskedFor(incident);

/** That it is held is told once, and that it is not held any more. */
function reportHold({ at, journal, observation, site }: Situation): Decision | undefined {
  const hold = valueOf(observation.hold);
  if (hold === undefined || hold.held === journal.holdReported) return undefined;
  const event = hold.held ? 'hold is on' : 'hold is off';
  const reason = hold.held
    ? `an operator holds the controller: ${hold.reason}`
    : 'an operator let the controller go';
  return record(
    reason,
    changed(
      site,
      at,
      { ...journal, holdReported: hold.held },
      {
        event,
        reason,
        notice: {
          severity: hold.held ? 'page' : 'ticket',
          runbook: 'hold',
          next: hold.held
            ? 'No mutating call is made. Traffic is kept where it is.'
            : 'The controller acts again as its policy says.',
        },
      },
    ),
  );
}

/** The next step of the open incident. */
function advance(situation: ClearSituation, incident: Incident): Decision {
  switch (incident.phase) {
    case 'suspected':
    case 'awaiting-consent':
    case 'promoting':
      return incident.kind === 'failover' ? unplanned(situation, incident) : planned(situation, incident);
    case 'engaging':
    case 'releasing':
      return followWithTraffic(situation, incident);
    case 'completing':
      return complete(situation, incident);
    case 'closed':
      return wait('the incident is closed');
  }
}

/** Without an incident. The primary's controller does nothing by itself. */
function idle(situation: ClearSituation): Decision {
  const { global, policy, signals, site } = situation;
  if (site.role === 'dr' && quorumHolds(signals, policy) && !alreadyWrites(global, site.ownClusterArn))
    return operationRuns(global) ? wait('an operation runs on the global cluster') : openFailover(situation);
  const drift = site.role === 'dr' ? followDrift(situation) : undefined;
  return (
    drift ??
    rescueSnapshot(situation) ??
    wait(operationRuns(global) ? 'an operation runs on the global cluster' : 'nothing is to be done')
  );
}
