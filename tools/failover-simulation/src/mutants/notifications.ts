import type { Mutant } from './mutant';

/** Who is told, when, how, and how often. */
export const NOTIFICATIONS: readonly Mutant[] = [
  {
    name: 'a cut network pages nobody',
    breaks: ['9'],
    find: "unreachable: { afterMs: 3 * MINUTE_MS, severity: 'page',",
    replace: "unreachable: { afterMs: 3 * MINUTE_MS, severity: 'ticket',",
  },
  {
    name: 'isolation is not in the heartbeat',
    breaks: ['11'],
    find: "isolated: { afterMs: WITHIN_TEN_MINUTES_MS, severity: 'ticket', degrades: true }",
    replace: "isolated: { afterMs: WITHIN_TEN_MINUTES_MS, severity: 'ticket', degrades: false }",
  },
  {
    name: 'whatever runs is a heartbeat',
    breaks: ['11'],
    find: "kind === 'schedule' && healthy",
    replace: "kind !== 'unknown' && healthy",
  },
  {
    name: 'the heartbeat comes back when one degraded state turns into another',
    breaks: ['11'],
    find: 'standing.length > 0 && (degraded || standing.some(',
    replace: 'standing.length > 0 && (standing.length > 9 || standing.some(',
  },
  {
    name: 'a message is taken off that was not published',
    breaks: ['7'],
    find: "      this.#failed.set(topic, failureOf(error, 'sns:Publish'));\n      return false;",
    replace: "      this.#failed.set(topic, failureOf(error, 'sns:Publish'));\n      return true;",
  },
  {
    name: 'no history',
    breaks: ['7'],
    find: 'entries: [{ at, incidentId: incident?.id, event, reason, details }],',
    replace: 'entries: [],',
  },
  {
    name: 'a stuck operation is not reported',
    breaks: ['7'],
    find: '  deadlineAt !== undefined && now >= deadlineAt;',
    replace: '  deadlineAt !== undefined && now < 0;',
  },
  {
    name: 'nothing is reported while a fault stands',
    breaks: ['7'],
    find: '  const stuck = isOpen(incident) ? reportStuck({ at, site, journal: seen }, incident) : undefined;',
    replace:
      '  const stuck = isOpen(incident) && at === 0 ? reportStuck({ at, site, journal: seen }, incident) : undefined;',
  },
  {
    name: 'a failover wakes nobody',
    breaks: ['10'],
    find: "      details: {\n        attempt: attempts,\n        approvedBy: incident.approval?.by,\n        overriddenBy: incident.override?.by,\n        confirmedBy: incident.override?.confirmedBy,\n      },\n      notification: {\n        severity: 'page',",
    replace: "      details: { attempt: attempts },\n      notification: {\n        severity: 'ticket',",
  },
  {
    name: 'an approval is asked for by ticket',
    breaks: ['9'],
    find: "      event: 'approval-required',\n      reason,\n      notification: {\n        severity: 'page',",
    replace:
      "      event: 'approval-required',\n      reason,\n      notification: {\n        severity: 'ticket',",
  },
  {
    name: 'a dead service pages nobody',
    breaks: ['9'],
    find: "'service-down': { afterMs: 5 * MINUTE_MS, severity: 'page',",
    replace: "'service-down': { afterMs: 5 * MINUTE_MS, severity: 'ticket',",
  },
  {
    name: 'a dead database pages nobody',
    breaks: ['9'],
    find: "'database-down': { afterMs: 5 * MINUTE_MS, severity: 'page',",
    replace: "'database-down': { afterMs: 5 * MINUTE_MS, severity: 'ticket',",
  },
  {
    name: 'a dead service is paged after an hour',
    breaks: ['9'],
    find: "'service-down': { afterMs: 5 * MINUTE_MS,",
    replace: "'service-down': { afterMs: 60 * MINUTE_MS,",
  },
  {
    name: 'isolation begins anew when the checkers change',
    breaks: ['11'],
    find: "  if (isIsolated && assessment !== 'isolated') codes.push('isolated');",
    replace: "  if (isIsolated && codes.length > 9) codes.push('isolated');",
  },
  {
    name: 'isolation is not reported',
    breaks: ['11'],
    find: '  isolated: { afterMs: WITHIN_TEN_MINUTES_MS,',
    replace: '  isolated: { afterMs: 100 * WITHIN_TEN_MINUTES_MS,',
  },
  {
    name: 'isolation pages at once',
    breaks: ['10'],
    find: "  isolated: { afterMs: WITHIN_TEN_MINUTES_MS, severity: 'ticket',",
    replace: "  isolated: { afterMs: 0, severity: 'page',",
  },
  {
    name: 'unknown signals are not reported',
    breaks: ['11'],
    find: 'const SIGNAL_RULE: AlertRule = { afterMs: WITHIN_TEN_MINUTES_MS,',
    replace: 'const SIGNAL_RULE: AlertRule = { afterMs: 100 * WITHIN_TEN_MINUTES_MS,',
  },
  {
    name: 'a page is not repeated',
    breaks: ['9'],
    find: "  return severity === 'page' && answeredBy === undefined && at - reportedAt >= PAGE_AGAIN_MS;",
    replace: "  return severity === 'page' && answeredBy !== undefined && at - reportedAt >= PAGE_AGAIN_MS;",
  },
  {
    name: 'the heart beats whatever has failed',
    breaks: ['9', '11'],
    find: '  if (isDegrading) run.healthy = false;',
    replace: '  if (isDegrading && run.failures.length > 100) run.healthy = false;',
  },
  {
    name: 'an own view that is unknown is not reported',
    breaks: ['11', '9'],
    find: "  if (!ownViewIsKnown) codes.push('own-view-unknown');",
    replace: "  if (!ownViewIsKnown && assessment === 'isolated') codes.push('own-view-unknown');",
  },
  {
    name: 'the pages of a loss begin anew whenever it has another name',
    breaks: ['9'],
    find: 'paged !== undefined && at - paged >= PAGE_AGAIN_MS &&',
    replace: 'paged !== undefined && at - paged >= 100 * PAGE_AGAIN_MS &&',
  },
  {
    name: 'the pages of a loss wait for its confirmation',
    breaks: ['9'],
    find: '  if (isPagedAgain(journal, at)) {',
    replace: '  if (at === 0 && isPagedAgain(journal, at)) {',
  },
  {
    name: 'a stuck operation is paged once',
    breaks: ['9'],
    find: 'at - stuckReportedAt < PAGE_AGAIN_MS',
    replace: 'at - stuckReportedAt < 100 * PAGE_AGAIN_MS',
  },
  {
    name: 'what was asked for and is not seen any more is watched no further',
    breaks: ['9', '11'],
    find: '|| mayStillShow(incident, policy.value, at)',
    replace: '|| mayStillShow(incident, policy.value, 0)',
  },
  {
    name: 'an unknown signal begins anew when isolation is over',
    breaks: ['11'],
    find: '      ...unknown.filter((code) => isCovered(code, codes)),',
    replace: '      ...unknown.filter((code) => isCovered(code, codes) && codes.length > 9),',
  },
  {
    name: 'a dead database waits anew once its control plane says so',
    breaks: ['9'],
    find: "mayBeDatabaseDown(evidence, codes) ? (['database-down'] as const)",
    replace: "mayBeDatabaseDown(evidence, codes) && codes.length > 9 ? (['database-down'] as const)",
  },
];
