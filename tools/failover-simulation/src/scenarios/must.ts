import type { Facts } from '../world/record';
import { MINUTE } from './scenario';

/** What came of a run, or what is wrong with it. */
export type Must = (facts: Facts) => string | undefined;

/** All of them hold; the first that does not is told. */
export const all =
  (...musts: readonly Must[]): Must =>
  (facts) =>
    musts.map((must) => must(facts)).find((problem) => problem !== undefined) ??
    (facts.violation && `guarantee ${facts.violation.guarantee}: ${facts.violation.message}`);

const inMinutes = (ms: number): string => `${(ms / MINUTE).toFixed(1)} min`;

const failovers = ({ operations }: Facts) =>
  operations.filter(({ kind, by }) => kind === 'failover' && by === 'controller');

/** The controller asks for no failover. */
export const neverFailsOver: Must = (facts) => {
  const [first] = failovers(facts);
  return first && `it failed over after ${inMinutes(first.at)}`;
};

/** RDS is asked once, and clients are led once. */
export const movesOnce: Must = ({ operations, traffic }) => {
  if (operations.length !== 1) return `RDS took on ${operations.length} operations`;
  return traffic.length === 1 ? undefined : `clients were led ${traffic.length} times`;
};

/** dr writes within this long after a moment. */
export const writesWithin =
  (ms: number, since: number): Must =>
  ({ reigns }) => {
    const reign = reigns.find(({ side, at }) => side === 'dr' && at >= since);
    if (reign === undefined) return 'dr never wrote';
    return reign.at - since <= ms ? undefined : `dr wrote only after ${inMinutes(reign.at - since)}`;
  };

/** dr does not write before this long after a moment. */
export const writesNotBefore =
  (ms: number, since: number): Must =>
  ({ reigns }) => {
    const reign = reigns.find(({ side, at }) => side === 'dr' && at >= since);
    return reign !== undefined && reign.at - since < ms
      ? `dr wrote after ${inMinutes(reign.at - since)} already`
      : undefined;
  };

/** Clients are led to dr within this long after a moment. */
export const leadsWithin =
  (ms: number, since: number): Must =>
  ({ traffic }) => {
    const move = traffic.find(({ to, at }) => to === 'dr' && at >= since);
    if (move === undefined) return 'clients were never led to dr';
    return move.at - since <= ms
      ? undefined
      : `clients were led to dr only after ${inMinutes(move.at - since)}`;
  };

/** A person is woken within this long after a moment, and not before it. */
export const pagesWithin =
  (ms: number, since: number): Must =>
  ({ reached }) => {
    const page = reached.find(({ severity, at }) => severity === 'page' && at >= since);
    if (page === undefined) return 'nobody was woken';
    return page.at - since <= ms
      ? undefined
      : `somebody was woken only after ${inMinutes(page.at - since)}: ${page.notification?.subject}`;
  };

/** The pages go on, at most this far apart, until a moment. */
export const pagesAgain =
  (apartMs: number, since: number, until: number): Must =>
  ({ reached }) => {
    let last = since;
    for (const { severity, at } of [...reached, { severity: 'page', at: until }]) {
      if (severity !== 'page' || at < since || at > until) continue;
      if (at - last > apartMs) return `nobody was woken from ${inMinutes(last)} to ${inMinutes(at)}`;
      last = at;
    }
    return undefined;
  };

/** Nobody is told of anything. */
export const saysNothing: Must = ({ reached: [first] }) =>
  first && `somebody was told: ${first.notification?.subject ?? 'nothing is heard of the controller'}`;

/** Nobody is woken. */
export const wakesNobody: Must = ({ reached }) => {
  const page = reached.find(({ severity }) => severity === 'page');
  return page && `somebody was woken: ${page.notification?.subject ?? 'nothing is heard of the controller'}`;
};

/** Somebody is told of something by name, within this long after a moment. */
export const namesWithin =
  (what: RegExp, ms: number, since: number): Must =>
  ({ reached }) => {
    const told = reached.find(
      ({ notification, at }) =>
        notification !== undefined && at >= since && what.test(JSON.stringify(notification)),
    );
    if (told === undefined) return `nobody was told of ${what.source}`;
    return told.at - since <= ms
      ? undefined
      : `somebody was told of ${what.source} only after ${inMinutes(told.at - since)}`;
  };

/** Nobody is told of something by name. */
export const neverNames =
  (what: RegExp): Must =>
  ({ reached }) => {
    const told = reached.find(({ notification }) => what.test(JSON.stringify(notification ?? {})));
    return told && `somebody was told of ${what.source} after ${inMinutes(told.at)}`;
  };

/** The heartbeat is withheld from within this long after a moment on, up to another. */
export const heartStopsWithin =
  (ms: number, since: number, until: number): Must =>
  ({ heartbeats }) => {
    const beat = heartbeats.find(({ healthy, at }) => healthy && at > since + ms && at < until);
    return beat && `the heartbeat went on after ${inMinutes(beat.at - since)}`;
  };

/** In the end, clients are where the writer is. */
export const leadsToWriter: Must = ({ traffic, reigns }) => {
  const writer = reigns.at(-1)?.side;
  const clients = traffic.at(-1)?.to ?? reigns[0]?.side;
  return writer === clients ? undefined : `${writer} writes, and clients are led to ${clients}`;
};
