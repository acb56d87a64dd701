import type { Assessment } from './assessment';
import { type Evidence, unknownSignals } from '../domain/evidence';
import { CALM_MS, PAGE_AGAIN_MS } from '../domain/limits';
import type { Notification } from '../domain/notification';
import type { Alert, AlertCode, Watch } from '../domain/watch';

const MINUTE_MS = 60_000;

/** How an alert is reported. */
export interface AlertRule {
  /** How long it must have lasted, in milliseconds. */
  readonly afterMs: number;
  readonly severity: Notification['severity'];
  /** Whether the heartbeat is withheld once it was reported: the controller cannot do what it is there for. */
  readonly degrades: boolean;
}

/** Each is reported within ten minutes; a round comes once a minute, and the message after it. */
const WITHIN_TEN_MINUTES_MS = 7 * MINUTE_MS;

const SIGNAL_RULE: AlertRule = { afterMs: WITHIN_TEN_MINUTES_MS, severity: 'ticket', degrades: true };

const RULES: Readonly<Record<Exclude<AlertCode, `signal-unknown/${string}`>, AlertRule>> = {
  'service-down': { afterMs: 5 * MINUTE_MS, severity: 'page', degrades: false },
  'database-down': { afterMs: 5 * MINUTE_MS, severity: 'page', degrades: false },
  'clients-diverted': { afterMs: 0, severity: 'page', degrades: false },
  unreachable: { afterMs: 3 * MINUTE_MS, severity: 'page', degrades: false },
  isolated: { afterMs: WITHIN_TEN_MINUTES_MS, severity: 'ticket', degrades: true },
  'isolated-peer-unhealthy': { afterMs: 3 * MINUTE_MS, severity: 'page', degrades: true },
  'isolated-peer-lost': { afterMs: MINUTE_MS, severity: 'page', degrades: true },
  lost: { afterMs: 2 * MINUTE_MS, severity: 'page', degrades: false },
  'lost-replicating': { afterMs: 0, severity: 'page', degrades: false },
  undetermined: { afterMs: WITHIN_TEN_MINUTES_MS, severity: 'page', degrades: true },
  'own-view-unknown': { afterMs: WITHIN_TEN_MINUTES_MS, severity: 'page', degrades: true },
  'peer-holds-traffic': { afterMs: 15 * MINUTE_MS, severity: 'ticket', degrades: false },
};

const isOfSignal = (code: AlertCode): code is Extract<AlertCode, `signal-unknown/${string}`> =>
  code.startsWith('signal-unknown/');

/** How an alert is reported. */
export const ruleOf = (code: AlertCode): AlertRule => (isOfSignal(code) ? SIGNAL_RULE : RULES[code]);

/** What a round shows. */
export interface Seen {
  /** What is to be reported once it has lasted. */
  readonly codes: readonly AlertCode[];
  /** What holds as well, and is reported by another name for as long as that does: it goes on, and is reported itself only after that. */
  readonly covered: readonly AlertCode[];
}

/** What of this round is to be reported once it has lasted. */
export function alertsOf(
  assessment: Assessment,
  evidence: Evidence,
  ownViewIsKnown: boolean,
  canAct: boolean,
): Seen {
  const codes: AlertCode[] = [];
  // A lost Region is an incident, which reports for itself where it can be acted upon.
  if (assessment !== 'well' && (assessment !== 'lost' || !canAct)) codes.push(assessment);
  if (!ownViewIsKnown) codes.push('own-view-unknown');
  // A way out that is closed is reported as the isolation that it is, whatever else is seen meanwhile.
  const isIsolated = assessment.startsWith('isolated');
  if (isIsolated && assessment !== 'isolated') codes.push('isolated');
  const unknown = unknownSignals(evidence).map((name): AlertCode => `signal-unknown/${name}`);
  return {
    codes: [...codes, ...unknown.filter((code) => !isCovered(code, codes))],
    covered: [
      ...unknown.filter((code) => isCovered(code, codes)),
      ...(mayBeDatabaseDown(evidence, codes) ? (['database-down'] as const) : []),
    ],
  };
}

/**
 * Whether the database may be down, while nothing is known of its control plane: it lasts from here on, so that nobody waits anew once the control
 * plane says so. What pages already is paged again by its own name.
 */
const mayBeDatabaseDown = (
  { controlPlane, database, replication }: Evidence,
  codes: readonly AlertCode[],
): boolean =>
  controlPlane === 'unknown' &&
  database === 'unknown' &&
  replication === 'stopped' &&
  !codes.some((code) => isPage({ code }));

/** Whether an alert is reported by the name of another one that stands: a way out that is closed takes along what leaves by it. */
export const isCovered = (code: AlertCode, by: readonly AlertCode[]): boolean =>
  isOfSignal(code) &&
  code !== 'signal-unknown/checkers' &&
  by.some((standing) => standing.startsWith('isolated'));

/** The alerts that stand after one more round, and those of them that are to be reported now. */
export interface Watched {
  readonly alerts: readonly Alert[];
  readonly due: readonly Alert[];
  /** Those that were reported and are over. */
  readonly over: readonly Alert[];
}

/**
 * One more round. An alert that was not seen in it stands until it has been away for {@link CALM_MS}.
 *
 * @param pagesAgain - whether somebody is to be paged again of what has another name by now: the first page of this round does not wait
 */
export function watchAlerts(
  before: readonly Alert[],
  { codes, covered }: Seen,
  at: number,
  pagesAgain: boolean,
): Watched {
  const alerts = [...codes, ...covered].map((code) => seenAgain(before, code, at));
  const seen = alerts.slice(0, codes.length);
  const due = seen.filter((alert) => isDue(alert, at));
  if (pagesAgain && !due.some(isPage)) {
    const next = seen.find((alert) => isPage(alert) && alert.reportedAt === undefined);
    if (next !== undefined) due.push(next);
  }
  const over: Alert[] = [];
  for (const alert of before) {
    if (alerts.some(({ code }) => code === alert.code)) continue;
    if (at - alert.seenAt < CALM_MS) alerts.push(alert);
    else if (alert.reportedAt !== undefined) over.push(alert);
  }
  return {
    alerts: alerts.map((alert) => (due.includes(alert) ? { ...alert, reportedAt: at } : alert)),
    due,
    over,
  };
}

function seenAgain(before: readonly Alert[], code: AlertCode, at: number): Alert {
  const standing = before.find((alert) => alert.code === code);
  return {
    code,
    since: standing?.since ?? at,
    seenAt: at,
    rounds: (standing?.rounds ?? 0) + 1,
    reportedAt: standing?.reportedAt,
    answeredBy: standing?.answeredBy,
  };
}

/** Whether it wakes somebody. */
export const isPage = ({ code }: Pick<Alert, 'code'>): boolean => ruleOf(code).severity === 'page';

function isDue({ code, since, reportedAt, answeredBy }: Alert, at: number): boolean {
  const { afterMs, severity } = ruleOf(code);
  if (reportedAt === undefined) return at - since >= afterMs;
  return severity === 'page' && answeredBy === undefined && at - reportedAt >= PAGE_AGAIN_MS;
}

/**
 * Whether the controller is degraded after a round: by what was reported and stood in it, and from then on until a round in which nothing
 * degrades. One such state may turn into another, which has not lasted long enough to be reported itself.
 */
export function degradedAfter(
  { degraded }: Pick<Watch, 'degraded'>,
  alerts: readonly Alert[],
  at: number,
): boolean {
  const standing = alerts.filter(({ code, seenAt }) => seenAt === at && ruleOf(code).degrades);
  return standing.length > 0 && (degraded || standing.some(({ reportedAt }) => reportedAt !== undefined));
}
