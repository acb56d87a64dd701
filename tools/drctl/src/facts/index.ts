import type { GlobalCluster, Hold, Journal, LagReading, Policy } from '@healthcare-dr/failover-controller';
import type { Role } from '@healthcare-dr/topology';
import type { Answer } from '../answer';
import type { Pair } from '../pair';
import { askAlarms, type Alarms } from './alarms';
import { askBackups, type Backups } from './backups';
import { askCertificate, type Certificate } from './certificate';
import {
  askHistory,
  askHold,
  askHoldOrigin,
  askJournal,
  askPolicy,
  askPulse,
  type HoldOrigin,
  type KeyedLine,
  type Pulse,
} from './controller';
import { askGlobalCluster, askLag, askMember, type Member } from './database';
import { askDnsRecords, askLoadBalancerName, askResolvedRole, type DnsRecords, type Resolver } from './dns';
import { askReplication, type ReplicationFacts } from './replication';
import { askSecret, type Secret } from './secret';
import { askService, type ServiceFacts } from './service';
import { askSubscriptions, type Subscriptions } from './subscriptions';
import { askOptIns, askReservedConcurrency, type OptIns } from './upkeep';

/** What one Region answered. */
export interface SideFacts {
  readonly role: Role;
  readonly region: string;
  readonly global: Answer<GlobalCluster | undefined>;
  readonly member: Answer<Member | undefined>;
  readonly lag: Answer<LagReading | undefined>;
  readonly pulse: Answer<Pulse>;
  readonly journal: Answer<Journal>;
  /** Of the incident in the journal. */
  readonly history: Answer<readonly KeyedLine[]>;
  readonly policy: Answer<Policy>;
  readonly hold: Answer<Hold>;
  readonly holdOrigin: Answer<HoldOrigin>;
  readonly replication: Answer<ReplicationFacts>;
  readonly backups: Answer<Backups>;
  /** What AWS Backup takes in the Region. */
  readonly optIns: Answer<OptIns>;
  /** How many executions are reserved for the controller; `undefined` if none are. */
  readonly reservedConcurrency: Answer<number | undefined>;
  readonly service: Answer<ServiceFacts | undefined>;
  readonly secret: Answer<Secret | undefined>;
  readonly subscriptions: Answer<Subscriptions | undefined>;
  readonly alarms: Answer<Alarms>;
  readonly loadBalancer: Answer<string | undefined>;
  readonly certificate: Answer<Certificate | undefined>;
}

/** All that was asked, at one moment. */
export interface PairFacts {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly sides: Readonly<Record<Role, SideFacts>>;
  readonly dns: Answer<DnsRecords | undefined>;
  /** Which Region the service's name leads to from here; `undefined` if to neither. */
  readonly resolved: Answer<Role | undefined>;
}

/** Asks everything at once. Each question is bounded, so the whole takes as long as the slowest one, also with a Region dark. */
export async function gather(pair: Pair, resolver?: Resolver): Promise<PairFacts> {
  const at = pair.now();
  const [primary, dr, dns, resolved] = await Promise.all([
    gatherSide(pair, 'primary', at),
    gatherSide(pair, 'dr', at),
    askDnsRecords(pair),
    askResolvedRole(pair, resolver),
  ]);
  return { at, sides: { primary, dr }, dns, resolved };
}

async function gatherSide(pair: Pair, role: Role, now: number): Promise<SideFacts> {
  const side = pair.sides[role];
  const { suffix } = pair.environment;
  const journal = askJournal(side);
  const asked = {
    global: askGlobalCluster(side),
    member: askMember(side),
    lag: askLag(side, now),
    pulse: askPulse(side, suffix, now),
    journal,
    history: askHistory(side, journal),
    policy: askPolicy(side),
    hold: askHold(side),
    holdOrigin: askHoldOrigin(side),
    replication: askReplication(side, pair, now),
    backups: askBackups(side, now),
    optIns: askOptIns(side),
    reservedConcurrency: askReservedConcurrency(side),
    service: askService(side),
    secret: askSecret(side),
    subscriptions: askSubscriptions(side),
    alarms: askAlarms(side, suffix),
    loadBalancer: askLoadBalancerName(side),
    certificate: askCertificate(side, pair.environment),
  };
  return {
    role,
    region: side.region,
    global: await asked.global,
    member: await asked.member,
    lag: await asked.lag,
    pulse: await asked.pulse,
    journal: await asked.journal,
    history: await asked.history,
    policy: await asked.policy,
    hold: await asked.hold,
    holdOrigin: await asked.holdOrigin,
    replication: await asked.replication,
    backups: await asked.backups,
    optIns: await asked.optIns,
    reservedConcurrency: await asked.reservedConcurrency,
    service: await asked.service,
    secret: await asked.secret,
    subscriptions: await asked.subscriptions,
    alarms: await asked.alarms,
    loadBalancer: await asked.loadBalancer,
    certificate: await asked.certificate,
  };
}
