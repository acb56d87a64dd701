import { peerOf, type Environment, type Role } from '@healthcare-dr/topology';
import { valueOf } from '../answer';
import type { PairFacts } from '../facts';
import { expectedAnswer } from './dns';
import { viewOf, writerOf } from './pair-view';
import { freshEvidence } from './signals';

/** Whether clients have a service: by what both Regions tell, and one tells of the other. */
export interface Clients {
  readonly service: 'full' | 'read-only' | 'none' | 'unknown';
  /** Which side they are led to; `undefined` if nobody can tell. */
  readonly ledTo: Role | undefined;
}

/** Where clients are led, whether somebody serves there, and whether what they write can be kept. */
export function clientsOf(environment: Environment, facts: PairFacts): Clients {
  const ledTo = destinationOf(environment, facts);
  if (ledTo === undefined) return { service: 'unknown', ledTo };
  const serves = servesIn(facts, ledTo);
  if (serves !== true) return { service: serves === false ? 'none' : 'unknown', ledTo };
  const writer = writerOf(facts);
  if (writer === undefined)
    return { service: valueOf(viewOf(facts)) === undefined ? 'unknown' : 'read-only', ledTo };
  if (writer !== ledTo) return { service: 'read-only', ledTo };
  const writes = databaseWorksIn(facts, ledTo);
  return { service: writes === undefined ? 'unknown' : writes ? 'full' : 'none', ledTo };
}

/** What this machine's resolver says; else the records, by which an unhealthy PRIMARY leads to SECONDARY. */
function destinationOf(environment: Environment, facts: PairFacts): Role | undefined {
  const resolved = valueOf(facts.resolved);
  if (resolved !== undefined) return resolved;
  const { expected } = expectedAnswer(environment, facts);
  return expected === 'primary' && servesIn(facts, 'primary') === false ? 'dr' : expected;
}

/** Whether a Region's service answers: as its own ECS and the other Region's controller tell. */
function servesIn({ at, sides }: PairFacts, role: Role): boolean | undefined {
  const evidence = freshEvidence(sides[peerOf(role)], at);
  if (evidence?.probe === 'down' && evidence.checkers === 'unhealthy') return false;
  const { service } = sides[role];
  if (service.known) return (service.value?.running ?? 0) > 0;
  return evidence?.probe === 'up' || evidence?.checkers === 'healthy' ? true : undefined;
}

function databaseWorksIn({ at, sides }: PairFacts, role: Role): boolean | undefined {
  const member = valueOf(sides[role].member);
  if (member !== undefined) return member.availableInstances > 0;
  const evidence = freshEvidence(sides[peerOf(role)], at);
  if (evidence?.database === 'available' || evidence?.replication === 'fresh') return true;
  return evidence?.controlPlane === 'silent' && evidence.replication === 'stopped' ? false : undefined;
}
