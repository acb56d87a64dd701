import { alertsOf, degradedAfter, isPage, ruleOf, type Seen, watchAlerts } from './alerts';
import { assess, isContrary } from './assessment';
import { type Change, change } from './change';
import { adverseAfter, confirmAfter, isRound } from './confirmation';
import { alreadyWrites, isStuck, isWhole, mayStillShow, operationRuns } from './guards';
import { isOpen } from './incidents';
import { isPagedAgain, pagesAfter } from './pages';
import { CONFIRMATION_GAP_MS } from '../domain/limits';
import { type Assessment, type Evidence, isAdverse } from '../domain/evidence';
import { readEvidence } from '../domain/read-evidence';
import type { Journal } from '../domain/journal';
import type { Runbook } from '../domain/messages';
import { type Observation, valueOf } from '../domain/observation';
import type { AlertEvent } from '../domain/protocol';
import type { Site } from '../domain/site';
import { type Alert, type AlertCode, EMPTY_WATCH, type Watch } from '../domain/watch';

/** A look that is no round counts for nothing; but what it shows to the contrary ends a confirmation, as it ends an incident. */
function contradict(journal: Journal, evidence: Evidence): Pick<WatchedRound, 'change' | 'isNews'> {
  const { watch } = journal;
  const isNews = isContrary(evidence) && (watch.lost !== undefined || watch.replicating !== undefined);
  const next = isNews
    ? { ...journal, watch: { ...watch, lost: undefined, replicating: undefined } }
    : journal;
  return { change: { journal: next, entries: [] }, isNews };
}

/** What a look has shown of the peer, and what is to be written of it. */
export interface WatchedRound {
  readonly evidence: Evidence;
  readonly assessment: Assessment;
  /** The journal after it, with the notifications that are due. */
  readonly change: Change;
  /** Whether there is anything to write. */
  readonly isNews: boolean;
}

/** What an alert wants looked up. */
const RUNBOOK_OF: Readonly<Partial<Record<AlertCode, Runbook>>> = {
  'service-down': 'service',
  'clients-diverted': 'service',
  'database-down': 'database',
  isolated: 'controller',
  'own-view-unknown': 'controller',
  'peer-holds-traffic': 'controller',
};

const eventOf = (code: AlertCode): AlertEvent =>
  code.startsWith('signal-unknown/')
    ? 'signal-unknown'
    : (code as Exclude<AlertCode, `signal-unknown/${string}`>);

/**
 * Takes one look into account: what it says of the peer, whether it confirms, and what has lasted long enough to be reported. Needs neither
 * policy nor hold switch: what cannot be acted upon is reported all the same.
 *
 * @param isScheduled - whether the look is one of the schedule; only those count
 */
export function watchRound(
  site: Site,
  observation: Observation,
  journal: Journal,
  isScheduled: boolean,
): WatchedRound {
  const { at } = observation;
  const before = journal.watch;
  const evidence = readEvidence(observation, site, before.adverseSince);
  const assessment = assess(evidence);
  const unchanged = { evidence, assessment, change: { journal, entries: [] }, isNews: false };
  if (!isScheduled || !isRound(before, at)) return { ...unchanged, ...contradict(journal, evidence) };
  if (mayBeBlip(site, observation, before)) return unchanged;
  if (!isStandby(site, observation, journal))
    return { ...unchanged, ...watchOwnView(site, observation, journal, evidence) };
  const witnessed = before.witnessed || observation.peerWitness.known || observation.ownWitness.known;
  const seen = isMoving(observation, journal)
    ? NOTHING_SEEN
    : seenIn(assessment, evidence, observation, witnessed);
  const { alerts, due, over } = watchAlerts(before.alerts, seen, at, isPagedAgain(journal, at));
  const adverse = adverseAfter(before, isAdverse(evidence), at);
  const watch: Watch = {
    lookedAt: at,
    ...adverse,
    ...confirmAfter(before, evidence, assessment, at),
    ...pagesAfter(before, due.some(isPage), adverse.adverseSince !== undefined, at),
    alerts,
    degraded: degradedAfter(before, alerts, at),
    evidence,
    witnessed,
  };
  let next: Change = { journal: { ...journal, watch }, entries: [] };
  for (const alert of due) next = report(site, at, next, alert, evidence, false);
  for (const alert of over) next = report(site, at, next, alert, evidence, true);
  return { evidence, assessment, change: next, isNews: !isQuiet(before, watch) };
}

/**
 * The own cluster writes, or there is no pair: nothing of the peer is waited for. What concerns the own side is reported all the same: that
 * its view is unknown, so that traffic cannot follow whoever writes; and that clients would be led to a peer that does not.
 */
function watchOwnView(
  site: Site,
  observation: Observation,
  journal: Journal,
  evidence: Evidence,
): Pick<WatchedRound, 'change' | 'isNews'> {
  const { at, global } = observation;
  const before = journal.watch;
  const known = before.alerts.filter(({ code }) => OF_THE_OWN_SIDE.has(code));
  const seen: AlertCode[] = [];
  if (!global.known) seen.push('own-view-unknown');
  if (peerHoldsTraffic(site, observation, journal)) seen.push('peer-holds-traffic');
  const { alerts, due, over } = watchAlerts(known, { codes: seen, covered: [] }, at, false);
  const watch: Watch = {
    ...EMPTY_WATCH,
    witnessed: before.witnessed,
    alerts,
    degraded: degradedAfter(before, alerts, at),
    lookedAt: alerts.length === 0 ? undefined : at,
  };
  let next: Change = { journal: { ...journal, watch }, entries: [] };
  for (const alert of due) next = report(site, at, next, alert, evidence, false);
  for (const alert of over) next = report(site, at, next, alert, evidence, true);
  return { change: next, isNews: before.lookedAt !== undefined || alerts.length > 0 };
}

const OF_THE_OWN_SIDE: ReadonlySet<AlertCode> = new Set(['own-view-unknown', 'peer-holds-traffic']);

/** The primary's controller keeps clients away from dr, which answers and has not been seen to let go of them. */
const peerHoldsTraffic = (
  site: Site,
  { global, peerCluster, peerEngaged }: Observation,
  { traffic }: Journal,
): boolean =>
  traffic.engaged &&
  peerEngaged !== undefined &&
  valueOf(peerEngaged) !== false &&
  valueOf(peerCluster) !== undefined &&
  valueOf(global)?.members.some(
    ({ clusterArn, isWriter }) => isWriter && clusterArn === site.ownClusterArn,
  ) === true;

/**
 * AWS says that there is no such global cluster, or not both members of it, where a moment ago something was watched: that may be a wrong
 * answer, or a member that is made anew. Nothing is counted meanwhile, and nothing that was seen is forgotten before a gap would be one.
 */
function mayBeBlip(site: Site, { at, global }: Observation, { lookedAt }: Watch): boolean {
  const isTorn =
    global.known &&
    (global.value === undefined || !isWhole(global.value, site.ownClusterArn, site.peerClusterArn));
  return isTorn && lookedAt !== undefined && at - lookedAt <= CONFIRMATION_GAP_MS;
}

/** Whether the own cluster is the one that would be promoted, so that the peer's loss is its matter. */
function isStandby(site: Site, { global, lag, replicated }: Observation, journal: Journal): boolean {
  // Where the own view is unknown, what the controller itself has brought about is the best there is.
  if (!global.known) return !journal.traffic.engaged;
  const { value } = global;
  if (value === undefined || !isWhole(value, site.ownClusterArn, site.peerClusterArn)) return false;
  if (alreadyWrites(value, site.ownClusterArn)) return false;
  const wasNeverWhole = lag.known && lag.value === undefined && valueOf(replicated) === false;
  return !wasNeverWhole;
}

/**
 * While a move of ours is under way AWS takes both sides apart and puts them together: how long that may take is watched elsewhere. What was
 * asked for and is not seen any more is no move that is under way.
 */
function isMoving({ at, global, policy }: Observation, { incident }: Journal): boolean {
  if (!isOpen(incident) || incident.requestedAt === undefined) return false;
  if (!global.known || !policy.known) return !isStuck(incident, at);
  return (
    (global.value !== undefined && operationRuns(global.value)) || mayStillShow(incident, policy.value, at)
  );
}

const NOTHING_SEEN: Seen = { codes: [], covered: [] };

function seenIn(
  assessment: Assessment,
  evidence: Evidence,
  { global, ownWitness, policy, hold }: Observation,
  witnessed: boolean,
): Seen {
  // What somebody else has asked for may hang: whoever is on call has to know that nothing is done beside it.
  const runsElsewhere = global.known && global.value !== undefined && operationRuns(global.value);
  const canAct = policy.known && hold.known && !hold.value.held && !runsElsewhere;
  const { codes, covered } = alertsOf(assessment, evidence, global.known, canAct);
  // The own witness is what the other controller relies upon.
  const all =
    ownWitness.known || codes.includes('signal-unknown/checkers')
      ? codes
      : [...codes, 'signal-unknown/checkers' as const];
  // Until the names of the service exist nobody can have asked the checkers: a first deployment is no loss of them.
  return { codes: witnessed ? all : all.filter((code) => code !== 'signal-unknown/checkers'), covered };
}

/** Nothing that lasts has been seen, before or now: such a round is not worth a write. */
const isQuiet = (before: Watch, after: Watch): boolean =>
  [before, after].every(
    ({ adverseSince, alerts, lost, replicating }) =>
      adverseSince === undefined && alerts.length === 0 && lost === undefined && replicating === undefined,
  ) && before.witnessed === after.witnessed;

function report(
  site: Site,
  at: number,
  { journal, entries }: Change,
  { code, since }: Alert,
  evidence: Evidence,
  isOver: boolean,
): Change {
  const { severity } = ruleOf(code);
  const event = eventOf(code);
  const reported = change(site, at, journal, {
    event: isOver ? `${event}-over` : event,
    reason: { code: 'alert', alert: code, evidence, lastedMs: at - since },
    notification: {
      severity: isOver ? 'ticket' : severity,
      runbook: RUNBOOK_OF[code] ?? (event === 'signal-unknown' ? 'controller' : 'failover'),
      next: isOver
        ? { code: 'nothing' }
        : {
            code: 'alert',
            alert: code,
            replicates: evidence.replication === 'fresh',
            environment: site.environment,
            severity,
          },
    },
  });
  return { journal: reported.journal, entries: [...entries, ...reported.entries] };
}
