import type { State } from '@healthcare-dr/cli-kit';
import { peerOf, ROLES, serviceNames, type Environment, type Role } from '@healthcare-dr/topology';
import { valueOf, type Answer } from '../answer';
import type { PairFacts, SideFacts } from '../facts';
import { expectedAnswer } from './dns';
import { isSilent, openIncidentOf, standbyOf, viewOf, writerOf } from './pair-view';
import { ago, duration, lagInWords } from './words';

/** One line of the status. */
export interface StatusRow {
  readonly subject: string;
  /** The Region it is about; `undefined` for the pair. */
  readonly region: string | undefined;
  readonly state: State;
  readonly text: string;
}

/** What stands and runs, at one moment. */
export interface StatusReport {
  readonly environment: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly writer: { readonly role: Role; readonly region: string } | undefined;
  readonly standby: Role;
  /** The Regions that did not answer a single question. */
  readonly silent: readonly string[];
  readonly rows: readonly StatusRow[];
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

type Say = Pick<StatusRow, 'state' | 'text'>;
const ok = (text: string): Say => ({ state: 'ok', text });
const attention = (text: string): Say => ({ state: 'attention', text });
const unknown = (text: string): Say => ({ state: 'unknown', text });

function told<T>(answer: Answer<T>, say: (value: T) => Say): Say {
  if (answer.known) return say(answer.value);
  return unknown(answer.dark ? `does not answer (${answer.reason})` : answer.reason);
}

/** Turns the facts into lines. Pure. */
export function assessStatus(environment: Environment, facts: PairFacts): StatusReport {
  const writer = writerOf(facts);
  const standby = standbyOf(facts);
  const sides = ROLES.map((role) => facts.sides[role]);
  const perSide = (subject: string, say: (side: SideFacts) => Say): StatusRow[] =>
    sides.map((side) => ({ subject, region: side.region, ...say(side) }));
  const ofPair = (subject: string, says: Say): StatusRow => ({ subject, region: undefined, ...says });
  return {
    environment: environment.suffix,
    at: new Date(facts.at).toISOString(),
    writer: writer === undefined ? undefined : { role: writer, region: facts.sides[writer].region },
    standby,
    silent: sides.filter(isSilent).map(({ region }) => region),
    rows: [
      ofPair('writer', writerRow(facts)),
      ofPair('operation', operationRow(facts)),
      {
        subject: 'replication lag',
        region: facts.sides[standby].region,
        ...lagRow(environment, facts, standby),
      },
      ...perSide('database', databaseRow),
      ...perSide('controller', (side) => controllerRow(environment, facts, side)),
      ...perSide('incident', (side) => incidentRow(facts, side)),
      ...perSide('hold', ({ hold }) =>
        told(hold, ({ held, reason }) => (held ? attention(`held: ${reason}`) : ok('off'))),
      ),
      ofPair('traffic', trafficRow(facts)),
      ofPair('dns answer', dnsRow(environment, facts)),
      ...perSide('service', serviceRow),
      ...perSide('data replication', (side) => replicationRow(environment, facts, side)),
      ...perSide('backups', (side) => backupsRow(facts, side)),
    ],
  };
}

function writerRow(facts: PairFacts): Say {
  return told(viewOf(facts), (view) => {
    if (view === undefined) return attention('there is no global cluster');
    const writer = writerOf(facts);
    const source = `as ${facts.sides[view.toldBy].region} tells`;
    if (writer === undefined) return attention(`nobody writes, ${source}`);
    const text = `${writer} (${facts.sides[writer].region}), ${source}`;
    return writer === 'primary' ? ok(text) : attention(text);
  });
}

function operationRow(facts: PairFacts): Say {
  return told(viewOf(facts), (view) => {
    const operation = view?.global.operation;
    if (operation === undefined) return ok('none');
    return attention(
      `${operation.status} to ${operation.toClusterArn ?? 'an unnamed cluster'}${operation.dataLossAllowed ? ', with possible loss of data' : ''}`,
    );
  });
}

function lagRow({ failover }: Environment, facts: PairFacts, standby: Role): Say {
  const side = facts.sides[standby];
  const policy = valueOf(side.policy);
  const boundMs = policy?.lagBoundMs ?? failover.lagBoundSeconds * 1000;
  const maxAgeMs = policy?.lagMaxAgeMs ?? failover.lagMaxAgeSeconds * 1000;
  const bound = `the bound is ${duration(boundMs)}`;
  return told(side.lag, (lag) => {
    if (lag === undefined) return unknown(`no datapoint within the last hour; ${bound}`);
    const text = `${lagInWords(lag.lagMs)}, measured ${ago(lag.measuredAt, facts.at)}; ${bound}`;
    const age = facts.at - lag.measuredAt;
    return age <= maxAgeMs && lag.lagMs + Math.max(0, age) <= boundMs ? ok(text) : attention(text);
  });
}

function databaseRow(side: SideFacts): Say {
  return told(side.member, (member) => {
    if (member === undefined) return attention('there is no cluster');
    const text = `${member.status}, ${member.engineVersion}, ${member.availableInstances} of ${member.instances} instances available`;
    return member.status === 'available' && member.availableInstances > 0 ? ok(text) : attention(text);
  });
}

function controllerRow(
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

function incidentRow({ at }: PairFacts, side: SideFacts): Say {
  return told(side.journal, ({ incident }) => {
    if (incident === undefined) return ok('none so far');
    if (openIncidentOf(side) === undefined)
      return ok(`last: ${incident.id}, ${incident.result ?? 'closed'} ${ago(incident.closedAt ?? at, at)}`);
    const since = `${incident.id} is at "${incident.phase}" since ${ago(incident.openedAt, at).replace(' ago', '')}`;
    return attention(
      incident.phase === 'approval-required' ? `${since}: drctl approve ${incident.id}` : since,
    );
  });
}

/** Traffic is where the writer is, or somebody has to look. */
function trafficRow(facts: PairFacts): Say {
  const { journal, pulse } = facts.sides.dr;
  return told(journal, ({ traffic }) => {
    const newest = valueOf(pulse)?.trafficEngaged;
    const metric =
      newest === undefined
        ? 'no control metric'
        : `control metric ${newest.value}, ${ago(newest.at, facts.at)}`;
    const text = `${traffic.engaged ? 'routed to dr' : 'routed to primary, by its health'}; ${metric}`;
    const writer = writerOf(facts);
    const agrees = newest !== undefined && newest.value >= 1 === traffic.engaged;
    if (!agrees || (writer !== undefined && (writer === 'dr') !== traffic.engaged)) return attention(text);
    return writer === undefined ? unknown(text) : ok(text);
  });
}

function dnsRow(environment: Environment, facts: PairFacts): Say {
  const { expected, problem } = expectedAnswer(environment, facts);
  const name = serviceNames(environment).service;
  const byRules =
    expected === undefined
      ? `by its records unknown (${problem ?? 'no reason given'})`
      : `by its records and the control metric ${expected}`;
  const { resolved } = facts;
  const byResolver = resolved.known
    ? resolved.value === undefined
      ? 'resolved here to neither Region'
      : `resolved here to ${resolved.value}`
    : `not resolved here (${resolved.reason})`;
  const text = `${name}: ${byRules}; ${byResolver}`;
  const actual = valueOf(resolved) ?? expected;
  if (actual === undefined) return unknown(text);
  const writer = writerOf(facts);
  if (expected !== undefined && actual !== expected) return attention(text);
  return writer === undefined ? unknown(text) : actual === writer ? ok(text) : attention(text);
}

function serviceRow({ service }: SideFacts): Say {
  return told(service, (found) => {
    if (found === undefined) return attention('there is no service');
    const least = Math.max(1, found.minimum ?? 1);
    const text = `${found.running} of ${found.desired} tasks run, ${least} must`;
    return found.status === 'ACTIVE' && found.running >= least ? ok(text) : attention(text);
  });
}

function replicationRow({ alarms }: Environment, { at }: PairFacts, side: SideFacts): Say {
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

function backupsRow({ at }: PairFacts, { backups }: SideFacts): Say {
  return told(backups, ({ lastRecoveryPoint: last, failedOfDay: { backup, copy, restore } }) => {
    const newest =
      last === undefined ? 'no recovery point within a week' : `last recovery point ${ago(last.at, at)}`;
    const text = `${newest}; failed within a day: ${backup} backups, ${copy} copies, ${restore} restores`;
    const isFresh = last !== undefined && at - last.at <= DAY_MS;
    return isFresh && backup + copy + restore === 0 ? ok(text) : attention(text);
  });
}
