import { restored } from './capacity';
import { type Change, change, type HistoryRecord, withIncident } from './change';
import type { Action } from './decision';
import { closing, isOpen, runbookOf } from './incidents';
import type { Incident, Journal } from '../domain/journal';
import type { Failure, Observation } from '../domain/observation';
import type { Policy } from '../domain/policy';
import type {
  CallFailed,
  CallFaultCode,
  ClosingReason,
  FollowUpTask,
  JournalEvent,
  WithheldReason,
} from '../domain/protocol';
import type { Assessment, Evidence } from '../domain/evidence';
import type { Site } from '../domain/site';

/** What became of an action's call. */
export type Result =
  | { readonly kind: 'done' }
  /** Nothing was there to be done yet. */
  | { readonly kind: 'not-yet' }
  /** The last look before the call said no; it was not made. */
  | { readonly kind: 'withheld'; readonly reason: WithheldReason }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** What is at hand when a result is written down. */
export interface Settlement {
  readonly at: number;
  readonly site: Site;
  readonly policy: Policy;
  readonly observation: Observation;
  readonly evidence: Evidence;
  readonly assessment: Assessment;
  /** Before the intent was written, and after. */
  readonly before: Journal;
  readonly journal: Journal;
}

/** The call certainly had no effect, and may succeed when it is made again. */
const hadNoEffect = ({ kind }: Failure): boolean => kind === 'unreachable' || kind === 'throttled';

/** It had no effect, and no repetition resolves it. */
const isHopeless = ({ kind }: Failure): boolean =>
  kind === 'denied' || kind === 'invalid' || kind === 'not-found';

/** What is to be written down of an action's result; `undefined` if the next observation tells all. */
export function settle(settlement: Settlement, action: Action, result: Result): Change | undefined {
  switch (action.kind) {
    case 'failover':
      return settleFailover(settlement, result);
    case 'switchover':
      return settlePlanned(settlement, result);
    case 'traffic':
      return settleTraffic(settlement, action.engaged, result);
    case 'tasks':
    case 'acu':
      return action.lowers
        ? settleRestore(settlement, action.kind, result)
        : settleFollowUp(settlement, action.kind, result);
    case 'snapshot':
      return settleSnapshot(settlement, result);
    case 'none':
    case 'record':
      return undefined;
  }
}

const write = ({ at, site }: Settlement, next: Journal, record: HistoryRecord): Change =>
  change(site, at, next, record);

const faultOf = ({ operation, kind }: Failure): CallFaultCode => `${operation}/${kind}`;

const callFailed = ({ operation, kind, message }: Failure): CallFailed => ({
  code: 'call-failed',
  operation,
  kind,
  message,
});

/** What AWS does not allow in the state that it is in may be brought about by taking the cluster out of the global one. */
function nextOf(
  failure: Failure,
  needsHands: boolean,
): 'detach-by-hand' | 'not-repeated' | 'repeated-where-safe' {
  if (!needsHands) return 'repeated-where-safe';
  return failure.kind === 'conflict' ? 'detach-by-hand' : 'not-repeated';
}

/** A call that failed is told of once, until another one fails or another way. */
function recordFailure(
  settlement: Settlement,
  next: Journal,
  failure: Failure,
  event: JournalEvent,
  needsHands = isHopeless(failure),
): Change {
  const callFault = faultOf(failure);
  const { incident } = next;
  return write(
    settlement,
    { ...next, callFault },
    {
      event,
      reason: callFailed(failure),
      details: { operation: failure.operation, kind: failure.kind },
      ...(next.callFault !== callFault && {
        notification: {
          severity: needsHands ? ('page' as const) : ('ticket' as const),
          runbook: incident && isOpen(incident) ? runbookOf(incident) : ('controller' as const),
          next: { code: nextOf(failure, needsHands) },
        },
      }),
    },
  );
}

/** That the call was accepted proves nothing; only what is observed next does. */
function settleFailover(settlement: Settlement, result: Result): Change | undefined {
  const { before, journal } = settlement;
  const { incident } = journal;
  if (incident === undefined || result.kind === 'done' || result.kind === 'not-yet') return undefined;
  // Nothing was requested: the next round may, without the delay that a call of unknown effect needs.
  const unasked = withIncident(journal, incident, {
    requestedAt: undefined,
    attempts: before.incident?.attempts ?? 0,
  });
  if (result.kind === 'withheld')
    return write(settlement, unasked, {
      event: 'promotion-withheld',
      reason: result.reason,
      notification: { severity: 'page', runbook: 'failover', next: { code: 'look-again' } },
    });
  const { failure } = result;
  // The first time that the state did not allow it may pass in a minute.
  const isFirstConflict = failure.kind === 'conflict' && before.callFault !== faultOf(failure);
  // Somebody ordered it, against the evidence or what runs, and AWS does not take it: that person has to know at once.
  const needsHands = isHopeless(failure) || (failure.kind === 'conflict' && incident.override !== undefined);
  if (hadNoEffect(failure) || isFirstConflict)
    return recordFailure(settlement, unasked, failure, 'promotion-failed', needsHands);
  if (failure.kind === 'conflict')
    return recordFailure(
      settlement,
      withIncident(journal, incident, { attempts: before.incident?.attempts ?? 0 }),
      failure,
      'promotion-failed',
      needsHands,
    );
  return recordFailure(settlement, journal, failure, 'promotion-failed');
}

function settlePlanned(settlement: Settlement, result: Result): Change | undefined {
  const { journal } = settlement;
  const { incident } = journal;
  if (incident === undefined || result.kind === 'done' || result.kind === 'not-yet') return undefined;
  const fail = (reason: ClosingReason): Change =>
    closing({ ...settlement, journal }, incident, 'failed', reason, { code: 'ask-again' });
  // An earlier call may still have its effect; only a first one that surely had none ends the operation.
  const isFirst = incident.attempts === 1;
  if (result.kind === 'withheld') return isFirst ? fail(result.reason) : undefined;
  const { failure } = result;
  const event = incident.kind === 'switchover' ? 'switchover-call-failed' : 'failback-call-failed';
  if (isFirst && (isHopeless(failure) || failure.kind === 'conflict')) return fail(callFailed(failure));
  if (hadNoEffect(failure))
    return recordFailure(
      settlement,
      withIncident(journal, incident, { requestedAt: undefined }),
      failure,
      event,
    );
  return recordFailure(settlement, journal, failure, event);
}

const afterTraffic = (incident: Incident | undefined): incident is Incident =>
  incident?.phase === 'routing-to-dr' || incident?.phase === 'routing-to-primary';

function settleTraffic(settlement: Settlement, engaged: boolean, result: Result): Change | undefined {
  const { at, before, journal } = settlement;
  const { incident } = journal;
  if (result.kind === 'not-yet') return undefined;
  // The metric was not touched: what stood before still stands.
  if (result.kind === 'withheld')
    return before.traffic === journal.traffic
      ? undefined
      : write(
          settlement,
          { ...journal, traffic: before.traffic },
          { event: 'traffic-withheld', reason: result.reason },
        );
  if (result.kind === 'failed')
    return recordFailure(settlement, journal, result.failure, 'traffic-switch-failed');
  const settled: Journal = { ...journal, traffic: { ...journal.traffic, settled: true }, drift: undefined };
  const next = afterTraffic(incident)
    ? withIncident(settled, incident, { phase: 'completing', trafficMovedAt: at })
    : settled;
  return write(settlement, next, {
    ...trafficRecord(settlement.site, engaged),
    notification: {
      severity: 'page',
      runbook: afterTraffic(incident) ? runbookOf(incident) : 'controller',
      next: { code: engaged && settlement.site.role === 'dr' ? 'stays-until-failback' : 'nothing' },
    },
  });
}

/** dr's controller has routed traffic; the primary's keeps clients away from dr, or lets them go there again. */
function trafficRecord({ role }: Site, engaged: boolean): Pick<HistoryRecord, 'event' | 'reason'> {
  if (role === 'primary')
    return engaged
      ? { event: 'traffic-hold-on', reason: { code: 'traffic-held' } }
      : { event: 'traffic-hold-off', reason: { code: 'traffic-hold-released' } };
  const to = engaged ? 'dr' : 'primary';
  return { event: `traffic-routed-to-${to}`, reason: { code: 'traffic-routed', to } };
}

/** What follows a promotion must not keep it from ending: what cannot succeed is given up and told. */
function settleFollowUp(settlement: Settlement, task: FollowUpTask, result: Result): Change | undefined {
  const { journal } = settlement;
  const { incident } = journal;
  if (incident === undefined || result.kind === 'not-yet' || result.kind === 'withheld') return undefined;
  const ticked = withIncident(journal, incident, { followUpsDone: [...incident.followUpsDone, task] });
  if (result.kind === 'done')
    return write(settlement, ticked, {
      event: task === 'tasks' ? 'tasks-raised' : 'capacity-raised',
      reason: { code: 'minimum-raised' },
    });
  const isGivenUp = isHopeless(result.failure) || incident.stuckReportedAt !== undefined;
  return recordFailure(
    settlement,
    isGivenUp ? ticked : journal,
    result.failure,
    task === 'tasks' ? 'tasks-raise-failed' : 'capacity-raise-failed',
  );
}

/** What was raised for a failover is lowered again. It is tried every minute: the same failure again is no news. */
function settleRestore(settlement: Settlement, task: FollowUpTask, result: Result): Change | undefined {
  const { journal } = settlement;
  if (result.kind === 'not-yet' || result.kind === 'withheld') return undefined;
  const next: Journal = { ...journal, raised: restored(journal.raised, task) };
  if (result.kind === 'done')
    return write(settlement, next, {
      event: task === 'tasks' ? 'tasks-restored' : 'capacity-restored',
      reason: { code: 'minimum-restored' },
    });
  const { failure } = result;
  const event = task === 'tasks' ? 'tasks-restore-failed' : 'capacity-restore-failed';
  if (isHopeless(failure)) return recordFailure(settlement, next, failure, event);
  return journal.callFault === faultOf(failure)
    ? undefined
    : recordFailure(settlement, journal, failure, event);
}

function settleSnapshot(settlement: Settlement, result: Result): Change | undefined {
  const { journal } = settlement;
  if (result.kind === 'not-yet' || result.kind === 'withheld') return undefined;
  if (result.kind === 'done')
    return write(
      settlement,
      { ...journal, pendingSnapshot: undefined },
      {
        event: 'snapshot-copied',
        reason: { code: 'snapshot-kept' },
        notification: { severity: 'ticket', runbook: 'failover', next: { code: 'compare-snapshot' } },
      },
    );
  // It is tried every minute for days: the same failure again is no news.
  if (journal.callFault === faultOf(result.failure)) return undefined;
  return recordFailure(settlement, journal, result.failure, 'snapshot-copy-failed');
}
