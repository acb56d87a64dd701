import { formatReason, type Incident, type Phase } from '@healthcare-dr/failover-controller';
import { peerOf, type Environment } from '@healthcare-dr/topology';
import { valueOf } from '../../answer';
import type { PairFacts, SideFacts } from '../../facts';
import { approvalOf } from '../approval';
import { outlookOf } from '../outlook';
import { openIncidentOf } from '../pair-view';
import { alertText, signalName, signalsOf } from '../signals';
import { ago, clock, nameOfCaller } from '../words';
import { attention, DAY_MS, MINUTE_MS, ok, told, unknown, type Say } from './row';

/** The cluster of a Region. */
export function databaseRow(side: SideFacts): Say {
  return told(side.member, (member) => {
    if (member === undefined) return attention('there is no cluster');
    const text = `${member.status}, ${member.engineVersion}, ${member.availableInstances} of ${member.instances} instances available`;
    return member.status === 'available' && member.availableInstances > 0 ? ok(text) : attention(text);
  });
}

/** Whether the controller of a Region runs, and may act. */
export function controllerRow(
  { alarms }: Environment,
  { at }: PairFacts,
  { pulse, policy, journal }: SideFacts,
): Say {
  return told(pulse, ({ heartbeat }) => {
    const mode = policy.known ? `mode ${policy.value.mode}` : `mode unknown (${policy.reason})`;
    const fault = valueOf(journal)?.fault;
    const trouble = fault === undefined ? '' : `; it reports ${fault}`;
    if (heartbeat === undefined) return attention(`no heartbeat within the last hour; ${mode}${trouble}`);
    const text = `heartbeat ${ago(heartbeat.at, at)}; ${mode}${trouble}`;
    const isFresh = at - heartbeat.at <= (alarms.controller.silentMinutes + 3) * MINUTE_MS;
    return isFresh && policy.known && fault === undefined ? ok(text) : attention(text);
  });
}

const AT_WORK: Readonly<Record<Phase, string>> = {
  suspected: 'is being confirmed',
  'approval-required': 'waits for approval',
  promoting: 'moves the writer',
  'routing-to-dr': 'routes traffic to dr',
  'routing-to-primary': 'routes traffic to primary',
  completing: 'is being completed',
  closed: 'is closed',
};

/** What an open incident is at. */
export const atWork = ({ phase, stuckReportedAt }: Incident): string =>
  stuckReportedAt === undefined ? AT_WORK[phase] : `${AT_WORK[phase]}, and takes longer than it should`;

/** The incident of a Region's journal. A journal that does not answer does not say that there is none. */
export function incidentRow(facts: PairFacts, side: SideFacts): Say {
  const { at } = facts;
  if (!side.journal.known)
    return unknown(
      `cannot tell whether an incident is open: the journal does not answer (${side.journal.reason})`,
    );
  const { incident } = side.journal.value;
  if (incident === undefined) return ok('none so far');
  if (openIncidentOf(side) === undefined)
    return ok(`last: ${incident.id}, ${incident.result ?? 'closed'} ${ago(incident.closedAt ?? at, at)}`);
  const said = `${incident.id} ${atWork(incident)}, open since ${clock(incident.openedAt, at)}`;
  const outlook = outlookOf(incident, side, at);
  if (outlook !== undefined) return attention(`${said}. ${outlook.byItself} ${outlook.approvedNow}`);
  return attention(
    incident.phase === 'approval-required' ? `${said}. ${approvalText(incident, side, at)}` : said,
  );
}

/** Why an operator is asked, and until when an approval need not accept a loss. */
function approvalText(incident: Incident, side: SideFacts, at: number): string {
  const { objection, secondPersonAfter, acceptsDataLossFrom, pagedAgainAt } = approvalOf(incident, side, at);
  const why =
    secondPersonAfter !== undefined
      ? `${nameOfCaller(secondPersonAfter)} ordered it against the evidence, and somebody else must confirm it.`
      : objection === undefined
        ? ''
        : `Why: ${formatReason(objection)}.`;
  const until =
    acceptsDataLossFrom === undefined
      ? ''
      : ` Until ${clock(acceptsDataLossFrom, at)} without --accept-data-loss, then with it.`;
  const again = pagedAgainAt === undefined ? '' : ` Paged again at ${clock(pagedAgainAt, at)}.`;
  return `${why}${until}${again}`.trim();
}

/** Whether the controller of a Region is paused; by whom and since when. */
export const holdRow = ({ at }: PairFacts, { hold, holdOrigin }: SideFacts): Say =>
  told(hold, ({ held, reason }) => {
    if (!held) return ok('not paused');
    const { by, at: since } = valueOf(holdOrigin) ?? {};
    const whom = by === undefined ? '' : ` by ${nameOfCaller(by)}`;
    const when = since === undefined ? '' : ` since ${clock(since, at)} (${ago(since, at)})`;
    return attention(`paused${whom}${when}: ${reason}`);
  });

/** What the controller of a Region believes of the other one, signal by signal. */
export function signalsRow({ at }: PairFacts, side: SideFacts): Say {
  const found = signalsOf(side, at);
  if (found === undefined) return told(side.journal, () => unknown('not told'));
  const { lookedAt, signals, stale } = found;
  if (lookedAt === undefined || signals.length === 0) return unknown('no round so far');
  const named = signals.map(({ name, value }) => `${signalName(name)} ${value}`).join(', ');
  const text = `of ${peerOf(side.role)}, ${ago(lookedAt, at)}: ${named}`;
  if (stale) return unknown(`${text}; too old to say anything of now`);
  if (signals.some(({ state }) => state === 'attention')) return attention(text);
  return signals.some(({ state }) => state === 'unknown') ? unknown(text) : ok(text);
}

/** What of the evidence is reported and not over, the longest first. */
export function alertRow({ at }: PairFacts, side: SideFacts): Say {
  const alerts = signalsOf(side, at)?.alerts ?? [];
  if (alerts.length === 0) return told(side.journal, () => ok('none'));
  return attention(
    [...alerts]
      .sort((a, b) => a.since - b.since)
      .map((alert) => {
        const answered =
          alert.answeredBy === undefined ? '' : `, ${nameOfCaller(alert.answeredBy)} looks after it`;
        return `${alertText(alert)}, since ${clock(alert.since, at)}${answered}`;
      })
      .join('; '),
  );
}

/** The service of a Region. */
export function serviceRow({ service }: SideFacts): Say {
  return told(service, (found) => {
    if (found === undefined) return attention('there is no service');
    const least = Math.max(1, found.minimum ?? 1);
    const text = `${found.running} of ${found.desired} tasks run, ${least} must`;
    return found.status === 'ACTIVE' && found.running >= least ? ok(text) : attention(text);
  });
}

/** What S3 replicates to a Region, and from it. */
export function replicationRow({ alarms }: Environment, { at }: PairFacts, side: SideFacts): Say {
  return told(side.replication, ({ latencySeconds, pendingOperations, failedOfDay }) => {
    const from = peerOf(side.role);
    const arriving =
      latencySeconds === undefined
        ? `nothing came from ${from} within a day`
        : `from ${from} ${Math.round(latencySeconds.value)} s behind, ${pendingOperations?.value ?? 0} operations wait, ${ago(latencySeconds.at, at)}`;
    const text = `${arriving}; ${failedOfDay} given up to ${from} within a day`;
    const late = (latencySeconds?.value ?? 0) > alarms.dataReplication.latencySeconds;
    return failedOfDay > 0 || late ? attention(text) : ok(text);
  });
}

/** The newest recovery point of a Region, and what failed. */
export function backupsRow({ at }: PairFacts, { backups }: SideFacts): Say {
  return told(backups, ({ lastRecoveryPoint: last, failedOfDay: { backup, copy, restore } }) => {
    const newest =
      last === undefined ? 'no recovery point within a week' : `last recovery point ${ago(last.at, at)}`;
    const text = `${newest}; failed within a day: ${backup} backups, ${copy} copies, ${restore} restores`;
    const isFresh = last !== undefined && at - last.at <= DAY_MS;
    return isFresh && backup + copy + restore === 0 ? ok(text) : attention(text);
  });
}
