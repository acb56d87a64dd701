import { answer } from './commands';
import { complete, followWithTraffic } from './completion';
import { change } from './change';
import { type ClearSituation, type Decision, isMutating, record, type Situation, wait } from './decision';
import type { Trigger } from '../domain/events';
import { reportRecovered } from './faults';
import { alreadyWrites, operationRuns, quorumHolds, wasAskedFor } from './guards';
import { isOpen, reportStuck } from './incidents';
import type { Incident, Journal } from '../domain/journal';
import { type Observation, valueOf } from '../domain/observation';
import { planned } from './planned';
import type { Policy } from '../domain/policy';
import type { ActionReason } from '../domain/protocol';
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
  return held && isMutating(decision.action)
    ? wait({ code: 'held', otherwise: decision.reason }, 'held')
    : decision;
}

function choose(situation: Situation, trigger: Trigger): Decision {
  const { journal, observation, site, at } = situation;
  const { incident } = journal;
  const stuck = isOpen(incident) ? reportStuck(situation, incident) : undefined;
  const global = valueOf(observation.global);
  if (global === undefined && isUnasked(incident) && !quorumHolds(situation.signals, situation.policy))
    return belowQuorum(situation, incident);
  if (global === undefined) return stuck ?? wait({ code: 'own-view-unknown' });
  const clear: ClearSituation = { ...situation, global };
  if (trigger.kind === 'command' && trigger.command.operation !== 'status')
    return answer(clear, trigger.command);
  if (journal.fault !== undefined) return reportRecovered(site, at, journal, journal.fault);
  const hold = reportHold(situation);
  if (hold) return hold;
  if (stuck) return stuck;
  if (isOpen(incident)) return advance(clear, incident);
  return idle(clear);
}

/** A failover that nobody has asked AWS for yet: it ends with the quorum, whether or not the own view is known. */
const isUnasked = (incident: Incident | undefined): incident is Incident =>
  isOpen(incident) && incident.kind === 'failover' && !wasAskedFor(incident);

/** That it is paused is told once, and that it is resumed. */
function reportHold({ at, journal, observation, site }: Situation): Decision | undefined {
  const hold = valueOf(observation.hold);
  if (hold === undefined || hold.held === journal.holdReported) return undefined;
  const reason: ActionReason = hold.held ? { code: 'paused', note: hold.reason } : { code: 'resumed' };
  return record(
    reason,
    change(
      site,
      at,
      { ...journal, holdReported: hold.held },
      {
        event: hold.held ? 'controller-paused' : 'controller-resumed',
        reason,
        notification: {
          severity: hold.held ? 'page' : 'ticket',
          runbook: 'hold',
          next: { code: hold.held ? 'paused' : 'resumed' },
        },
      },
    ),
  );
}

/** The next step of the open incident. */
function advance(situation: ClearSituation, incident: Incident): Decision {
  switch (incident.phase) {
    case 'suspected':
    case 'approval-required':
    case 'promoting':
      return incident.kind === 'failover' ? unplanned(situation, incident) : planned(situation, incident);
    case 'routing-to-dr':
    case 'routing-to-primary':
      return followWithTraffic(situation, incident);
    case 'completing':
      return complete(situation, incident);
    case 'closed':
      return wait({ code: 'incident-closed' });
  }
}

/** Without an incident. The primary's controller does nothing by itself. */
function idle(situation: ClearSituation): Decision {
  const { global, policy, signals, site } = situation;
  if (site.role === 'dr' && quorumHolds(signals, policy) && !alreadyWrites(global, site.ownClusterArn))
    return operationRuns(global) ? wait({ code: 'operation-running' }) : openFailover(situation);
  const drift = site.role === 'dr' ? followDrift(situation) : undefined;
  return (
    drift ??
    rescueSnapshot(situation) ??
    wait({ code: operationRuns(global) ? 'operation-running' : 'nothing-to-do' })
  );
}
