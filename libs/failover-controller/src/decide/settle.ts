import { type Account, type Change, changed, withIncident } from './change';
import type { Action } from './decision';
import { closing, isOpen, runbookOf } from './incidents';
import type { Chore, Incident, Journal } from '../domain/journal';
import type { Failure, Observation } from '../domain/observation';
import type { Policy } from '../domain/policy';
import type { Signals } from '../domain/signals';
import type { Site } from '../domain/site';

/** What became of an action's call. */
export type Result =
  | { readonly kind: 'done' }
  /** Nothing was there to be done yet. */
  | { readonly kind: 'not-yet' }
  /** The last look before the call said no; it was not made. */
  | { readonly kind: 'withheld'; readonly reason: string }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** What is at hand when a result is written down. */
export interface Settlement {
  readonly at: number;
  readonly site: Site;
  readonly policy: Policy;
  readonly observation: Observation;
  readonly signals: Signals;
  /** Before the intent was written, and after. */
  readonly before: Journal;
  readonly journal: Journal;
}

/** The call certainly had no effect, and may succeed when it is made again. */
const hadNoEffect = ({ kind }: Failure): boolean => kind === 'unreachable' || kind === 'throttled';

/** It had no effect, and no repetition mends it. */
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
      return settleChore(settlement, action.kind, result);
    case 'snapshot':
      return settleSnapshot(settlement, result);
    case 'none':
    case 'record':
      return undefined;
  }
}

const write = ({ at, site }: Settlement, next: Journal, account: Account): Change =>
  changed(site, at, next, account);

const faultOf = ({ operation, kind }: Failure): string => `${operation}/${kind}`;

/** A call that failed is told of once, until another one fails or another way. */
function failing(settlement: Settlement, next: Journal, failure: Failure, what: string): Change {
  const callFault = faultOf(failure);
  const { incident } = next;
  return write(
    settlement,
    { ...next, callFault },
    {
      event: `${what} in vain`,
      reason: failure.message,
      details: { operation: failure.operation, kind: failure.kind },
      ...(next.callFault !== callFault && {
        notice: {
          severity: isHopeless(failure) ? ('page' as const) : ('ticket' as const),
          runbook: incident && isOpen(incident) ? runbookOf(incident) : ('controller' as const),
          next: isHopeless(failure)
            ? 'No repetition mends this: give the permission, or do it by hand.'
            : 'The controller looks again and repeats it where that is safe.',
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
  // Neither was anything asked for: the next round may, without the delay that a call of unknown effect needs.
  const unasked = withIncident(journal, incident, {
    requestedAt: undefined,
    attempts: before.incident?.attempts ?? 0,
  });
  if (result.kind === 'withheld')
    return write(settlement, unasked, {
      event: 'promotion withheld',
      reason: result.reason,
      notice: {
        severity: 'page',
        runbook: 'failover',
        next: 'The call was not made. The controller looks again.',
      },
    });
  const { failure } = result;
  // The first time that the state did not allow it may pass in a minute.
  const isFirstConflict = failure.kind === 'conflict' && before.callFault !== faultOf(failure);
  if (hadNoEffect(failure) || isFirstConflict) return failing(settlement, unasked, failure, 'promotion');
  if (failure.kind === 'conflict')
    return failing(
      settlement,
      withIncident(journal, incident, { attempts: before.incident?.attempts ?? 0 }),
      failure,
      'promotion',
    );
  return failing(settlement, journal, failure, 'promotion');
}

function settlePlanned(settlement: Settlement, result: Result): Change | undefined {
  const { journal } = settlement;
  const { incident } = journal;
  if (incident === undefined || result.kind === 'done' || result.kind === 'not-yet') return undefined;
  const failed = (reason: string): Change =>
    closing(
      { ...settlement, journal },
      incident,
      'failed',
      reason,
      'Nothing moved; the writer is where it was. Ask for it again when the reason is mended.',
    );
  // An earlier call may still have its effect; only a first one that surely had none ends the operation.
  const isFirst = incident.attempts === 1;
  if (result.kind === 'withheld') return isFirst ? failed(result.reason) : undefined;
  const { failure } = result;
  if (isFirst && (isHopeless(failure) || failure.kind === 'conflict')) return failed(failure.message);
  if (hadNoEffect(failure))
    return failing(
      settlement,
      withIncident(journal, incident, { requestedAt: undefined }),
      failure,
      incident.kind,
    );
  return failing(settlement, journal, failure, incident.kind);
}

const afterTraffic = (incident: Incident | undefined): incident is Incident =>
  incident?.phase === 'engaging' || incident?.phase === 'releasing';

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
          { event: 'traffic withheld', reason: result.reason },
        );
  if (result.kind === 'failed') return failing(settlement, journal, result.failure, 'traffic');
  const settled: Journal = { ...journal, traffic: { ...journal.traffic, settled: true }, drift: undefined };
  const next = afterTraffic(incident)
    ? withIncident(settled, incident, { phase: 'completing', trafficMovedAt: at })
    : settled;
  return write(settlement, next, {
    event: engaged ? 'traffic engaged' : 'traffic released',
    reason: engaged ? 'the control metric holds traffic in dr' : 'the control metric lets traffic go home',
    notice: {
      severity: 'page',
      runbook: afterTraffic(incident) ? runbookOf(incident) : 'controller',
      next: engaged ? 'It stays there until a failback has completed.' : 'Nothing.',
    },
  });
}

/** What follows a promotion must not keep it from ending: what cannot succeed is given up and told. */
function settleChore(settlement: Settlement, chore: Chore, result: Result): Change | undefined {
  const { journal } = settlement;
  const { incident } = journal;
  if (incident === undefined || result.kind === 'not-yet' || result.kind === 'withheld') return undefined;
  const ticked = withIncident(journal, incident, { chores: [...incident.chores, chore] });
  if (result.kind === 'done')
    return write(settlement, ticked, {
      event: `${chore} raised`,
      reason: 'the policy names a least capacity',
    });
  const isGivenUp = isHopeless(result.failure) || incident.stuckReportedAt !== undefined;
  return failing(settlement, isGivenUp ? ticked : journal, result.failure, `capacity (${chore})`);
}

function settleSnapshot(settlement: Settlement, result: Result): Change | undefined {
  const { journal } = settlement;
  if (result.kind === 'not-yet' || result.kind === 'withheld') return undefined;
  if (result.kind === 'done')
    return write(
      settlement,
      { ...journal, snapshotDuty: undefined },
      {
        event: 'snapshot copied',
        reason: "the old primary's snapshot does not expire any more",
        notice: {
          severity: 'ticket',
          runbook: 'failover',
          next: 'Compare it with what was lost, then delete it.',
        },
      },
    );
  // It is tried every minute for days: the same failure again is no news.
  if (journal.callFault === faultOf(result.failure)) return undefined;
  return failing(settlement, journal, result.failure, 'snapshot');
}
