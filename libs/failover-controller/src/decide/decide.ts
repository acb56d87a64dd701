import { capacityRecord, restoreCapacity } from './capacity';
import { answer } from './commands';
import { complete, followWithTraffic } from './completion';
import { change } from './change';
import { type ClearSituation, type Decision, isMutating, record, type Situation, wait } from './decision';
import type { Trigger } from '../domain/events';
import { reportRecovered } from './faults';
import { isContrary } from './assessment';
import { alreadyWrites, isWhole, operationRuns, wasAskedFor } from './guards';
import { isOpen, reportStuck } from './incidents';
import type { Incident, Journal } from '../domain/journal';
import { type Observation, valueOf } from '../domain/observation';
import { planned } from './planned';
import type { Policy } from '../domain/policy';
import type { ActionReason } from '../domain/protocol';
import type { Site } from '../domain/site';
import { followDrift, releaseHome, rescueSnapshot } from './traffic';
import { confirm, mayBeLost, notLost, openFailover, unplanned } from './unplanned';
import { type WatchedRound, watchRound } from './watch-round';

/** One action and its reason, out of what is known; nothing else goes in. */
export function decide(
  observation: Observation,
  journal: Journal,
  policy: Policy,
  trigger: Trigger,
  site: Site,
): Decision {
  const watched = takeIn(observation, journal, trigger, site);
  const situation: Situation = {
    at: observation.at,
    observation,
    journal: watched.change.journal,
    policy,
    site,
    evidence: watched.evidence,
    assessment: watched.assessment,
  };
  return withWatch(watched, heldBack(situation, choose(situation, trigger)));
}

/** What one look has shown, of the peer and of the capacity. Needs neither policy nor hold switch. */
export const takeIn = (
  observation: Observation,
  journal: Journal,
  trigger: Trigger,
  site: Site,
): WatchedRound =>
  withCapacity(watchRound(site, observation, journal, trigger.kind === 'schedule'), observation);

/** The capacity is remembered beside what was seen. */
function withCapacity(watched: WatchedRound, observation: Observation): WatchedRound {
  const capacity = capacityRecord(observation, watched.assessment, watched.change.journal.capacity);
  if (capacity === undefined) return watched;
  const { change } = watched;
  return { ...watched, change: { ...change, journal: { ...change.journal, capacity } }, isNews: true };
}

/** What was seen is written together with what is decided, or alone where nothing is. */
export function withWatch({ change: watched, isNews }: WatchedRound, decision: Decision): Decision {
  const { intent } = decision;
  if (intent !== undefined)
    return { ...decision, intent: { ...intent, entries: [...watched.entries, ...intent.entries] } };
  if (!isNews) return decision;
  const action = decision.action.kind === 'none' ? ({ kind: 'record' } as const) : decision.action;
  return { ...decision, action, intent: watched };
}

/** While the hold is on, no mutating call is made, whatever the phase. */
function heldBack({ observation }: Situation, decision: Decision): Decision {
  const held = valueOf(observation.hold)?.held !== false;
  return held && isMutating(decision.action)
    ? wait({ code: 'held', otherwise: decision.reason }, 'held')
    : decision;
}

function choose(situation: Situation, trigger: Trigger): Decision {
  const { assessment, at, evidence, journal, observation, policy, site } = situation;
  const { incident } = journal;
  const command =
    trigger.kind === 'command' && trigger.command.operation !== 'status' ? trigger.command : undefined;
  const global = valueOf(observation.global);
  if (command !== undefined && global !== undefined) return answer({ ...situation, global }, command);
  if (journal.fault !== undefined) return reportRecovered(site, at, journal, journal.fault);
  const report = reportHold(situation) ?? (isOpen(incident) ? reportStuck(situation, incident) : undefined);
  if (report) return report;
  if (global === undefined) return inTheDark(situation);
  // Written out: it is made in every round, and a spread takes longer than all the rest of the decision.
  const clear: ClearSituation = {
    at,
    observation,
    journal,
    policy,
    site,
    evidence,
    assessment,
    global,
  };
  if (isOpen(incident)) return advance(clear, incident);
  return idle(clear);
}

/**
 * The own view of the global cluster is unknown. Nothing is moved, but what may be a loss is opened as an incident and its lag kept, so that it
 * can be acted upon when the view is back; and what turned out to be none is closed.
 */
function inTheDark(situation: Situation): Decision {
  const { evidence, journal, observation, site } = situation;
  const { incident } = journal;
  const unknown = wait({ code: 'own-view-unknown' });
  // No global cluster of that name: there is no pair, or none any more.
  if (observation.global.known) return wait({ code: 'pair-not-whole' });
  if (isOpen(incident)) {
    if (incident.kind !== 'failover' || wasAskedFor(incident)) return unknown;
    return isContrary(evidence) ? notLost(situation, incident) : confirm(situation, incident);
  }
  return site.role === 'dr' && !journal.traffic.engaged && mayBeLost(situation)
    ? openFailover(situation)
    : unknown;
}

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

/** Without an incident. The primary's controller promotes nothing by itself. */
function idle(situation: ClearSituation): Decision {
  const { global, site } = situation;
  const isSound = isWhole(global, site.ownClusterArn, site.peerClusterArn) && hasBeenWhole(situation);
  if (site.role === 'dr' && isSound && mayBeLost(situation) && !alreadyWrites(global, site.ownClusterArn))
    return operationRuns(global) ? wait({ code: 'operation-running' }) : openFailover(situation);
  const traffic = site.role === 'dr' ? followDrift(situation) : releaseHome(situation);
  if (traffic) return traffic;
  if (operationRuns(global)) return rescueSnapshot(situation) ?? wait({ code: 'operation-running' });
  return (
    restoreCapacity(situation) ??
    rescueSnapshot(situation) ??
    wait({ code: isSound ? 'nothing-to-do' : 'pair-not-whole' })
  );
}

/** Judged by what CloudWatch has of the lag, never by the journal: that may be new although the pair is old. */
const hasBeenWhole = ({ observation: { lag, replicated } }: Situation): boolean =>
  !(lag.known && lag.value === undefined && valueOf(replicated) === false);
