import { serviceNames, type Environment, type Role } from '@healthcare-dr/topology';
import { valueOf } from '../../answer';
import type { PairFacts } from '../../facts';
import type { Clients } from '../clients';
import { expectedAnswer } from '../dns';
import { viewOf, writerOf } from '../pair-view';
import { ago, clock, duration, lagInWords, regionOfArn } from '../words';
import { attention, ok, told, unknown, type Say } from './row';

/** Who writes, and which Region says so. */
export function writerRow(facts: PairFacts): Say {
  return told(viewOf(facts), (view) => {
    if (view === undefined) return attention('there is no global cluster');
    const writer = writerOf(facts);
    const source = `as ${facts.sides[view.toldBy].region} tells`;
    if (writer === undefined) return attention(`nobody writes, ${source}`);
    const since = writingSince(facts, writer);
    const text = `${writer} (${facts.sides[writer].region})${since === undefined ? '' : ` since ${clock(since, facts.at)}`}, ${source}`;
    return writer === 'primary' ? ok(text) : attention(text);
  });
}

/** Since when a side has written: as the journals tell of the last move to it. Milliseconds since the epoch. */
export function writingSince({ sides }: Pick<PairFacts, 'sides'>, writer: Role): number | undefined {
  const { region } = sides[writer];
  const moves = Object.values(sides).flatMap(({ journal }) => {
    const incident = valueOf(journal)?.incident;
    return incident?.writerMovedAt !== undefined && regionOfArn(incident.targetClusterArn) === region
      ? [incident.writerMovedAt]
      : [];
  });
  return moves.length === 0 ? undefined : Math.max(...moves);
}

const SERVED: Readonly<Record<Clients['service'], (text: string) => Say>> = {
  full: (text) => ok(`read and write, ${text}`),
  'read-only': (text) => attention(`can only read, ${text}, which does not write`),
  none: (text) => attention(`are without service, ${text}`),
  unknown: (text) => unknown(`nobody can tell whether they are served, ${text}`),
};

/** Whether clients have a service. */
export const clientsRow = (facts: PairFacts, { service, ledTo }: Clients): Say =>
  SERVED[service](
    ledTo === undefined ? 'nor where they are led' : `led to ${ledTo} (${facts.sides[ledTo].region})`,
  );

/** What AWS is at on the global cluster. */
export function operationRow(facts: PairFacts): Say {
  return told(viewOf(facts), (view) => {
    const operation = view?.global.operation;
    if (operation === undefined) return ok('none');
    return attention(
      `${operation.status} to ${operation.toClusterArn === undefined ? 'an unnamed cluster' : regionOfArn(operation.toClusterArn)}${operation.dataLossAllowed ? ', with possible loss of data' : ''}`,
    );
  });
}

/** How far the standby is behind, and whether the bound would hold now. */
export function lagRow({ failover }: Environment, facts: PairFacts, standby: Role): Say {
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

/** Traffic is where the writer is, or somebody has to look. */
export function trafficRow(facts: PairFacts): Say {
  const { journal, pulse } = facts.sides.dr;
  return told(journal, ({ traffic }) => {
    const newest = valueOf(pulse)?.trafficEngaged;
    const metric =
      newest === undefined
        ? 'no control metric'
        : `control metric ${newest.value}, ${ago(newest.at, facts.at)}`;
    const since = traffic.since > 0 ? ` since ${clock(traffic.since, facts.at)}` : '';
    const text = `${traffic.engaged ? 'routed to dr' : 'routed to primary, by its health'}${since}; ${metric}`;
    const writer = writerOf(facts);
    const agrees = newest !== undefined && newest.value >= 1 === traffic.engaged;
    if (!agrees || (writer !== undefined && (writer === 'dr') !== traffic.engaged)) return attention(text);
    return writer === undefined ? unknown(text) : ok(text);
  });
}

/** Where the records, the control metric and this machine lead clients. */
export function dnsRow(environment: Environment, facts: PairFacts): Say {
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
