import { peerOf, ROLES, type Environment, type Role } from '@healthcare-dr/topology';
import { valueOf } from '../answer';
import type { PairFacts, SideFacts } from '../facts';
import { clientsOf, type Clients } from './clients';
import { conclude, type Conclusion } from './conclusion';
import { isSilent, standbyOf, writerOf } from './pair-view';
import { clientsRow, dnsRow, lagRow, operationRow, trafficRow, writerRow } from './rows/pair';
import {
  alertRow,
  backupsRow,
  controllerRow,
  databaseRow,
  holdRow,
  incidentRow,
  replicationRow,
  serviceRow,
  signalsRow,
} from './rows/region';
import type { Say, StatusRow } from './rows/row';

export type { StatusRow } from './rows/row';

/** What stands and runs, at one moment, as an operator reads it. */
export interface StatusView {
  readonly environment: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly conclusion: Conclusion;
  readonly clients: Clients;
  readonly writer: { readonly role: Role; readonly region: string } | undefined;
  readonly standby: Role;
  /** The Regions that did not answer a single question. */
  readonly silent: readonly string[];
  readonly rows: readonly StatusRow[];
}

/**
 * Turns the facts into what they come to. Pure.
 *
 * @param program how this program is started, for the commands that it names
 */
export function assessStatus(environment: Environment, facts: PairFacts, program: string): StatusView {
  const writer = writerOf(facts);
  const clients = clientsOf(environment, facts);
  const rows = rowsOf(environment, facts, clients);
  return {
    environment: environment.suffix,
    at: facts.at,
    conclusion: conclude(environment, facts, clients, rows, program),
    clients,
    writer: writer === undefined ? undefined : { role: writer, region: facts.sides[writer].region },
    standby: standbyOf(facts),
    silent: ROLES.map((role) => facts.sides[role])
      .filter(isSilent)
      .map(({ region }) => region),
    rows,
  };
}

/** In the order in which they matter. */
function rowsOf(environment: Environment, facts: PairFacts, clients: Clients): StatusRow[] {
  const standby = standbyOf(facts);
  const ofSide = (subject: string, { region }: SideFacts, says: Say): StatusRow => ({
    subject,
    region,
    ...says,
  });
  const perSide = (subject: string, say: (side: SideFacts) => Say): StatusRow[] =>
    ROLES.map((role) => ofSide(subject, facts.sides[role], say(facts.sides[role])));
  const ofPair = (subject: string, says: Say): StatusRow => ({ subject, region: undefined, ...says });
  const looking = facts.sides[standby];
  const other = facts.sides[peerOf(standby)];
  return [
    ofPair('writer', writerRow(facts)),
    ofPair('clients', clientsRow(facts, clients)),
    ofPair('operation', operationRow(facts)),
    ...perSide('incident', (side) => incidentRow(facts, side)),
    ...perSide('hold', (side) => holdRow(facts, side)),
    ...perSide('alerts', (side) => alertRow(facts, side)),
    // The writer's controller looks at its peer too, to know where clients may be sent.
    ofSide('signals', looking, signalsRow(facts, looking)),
    ...(valueOf(other.journal)?.watch.evidence === undefined
      ? []
      : [ofSide('signals', other, signalsRow(facts, other))]),
    ofSide('replication lag', looking, lagRow(environment, facts, standby)),
    ...perSide('database', databaseRow),
    ...perSide('controller', (side) => controllerRow(environment, facts, side)),
    ofPair('traffic', trafficRow(facts)),
    ofPair('dns answer', dnsRow(environment, facts)),
    ...perSide('service', serviceRow),
    ...perSide('data replication', (side) => replicationRow(environment, facts, side)),
    ...perSide('backups', (side) => backupsRow(facts, side)),
  ];
}
