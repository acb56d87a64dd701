import type { GlobalCluster, MemberCluster } from './cluster';
import { CallError } from './errors';
import type { Journal } from './journal';
import { CAPACITY_RECORD_MS } from './limits';
import type { Hold, Policy } from './policy';
import { parseHold, parsePolicy, PolicyError } from './policy-parser';
import type { LagReading } from './lag';
import type { Ports, WitnessAnswer } from './ports';
import type { UnreadableKind } from './protocol';
import type { Site } from './site';

/** Why something could not be read, or done. */
export interface Failure {
  readonly operation: string;
  readonly kind: UnreadableKind;
  readonly message: string;
}

/** What a call answered, or why it did not: an unknown that is recorded, and never an exception out of the round. */
export type Reading<T> =
  { readonly known: true; readonly value: T } | { readonly known: false; readonly failure: Failure };

/** All that is known of the world in one round. */
export interface Observation {
  /** When it was complete: milliseconds since the epoch. */
  readonly at: number;
  /** The own Region's view, the authoritative one; `undefined` if there is no such global cluster. */
  readonly global: Reading<GlobalCluster | undefined>;
  readonly ownCluster: Reading<MemberCluster | undefined>;
  readonly peerCluster: Reading<MemberCluster | undefined>;
  /** The lag of the own cluster, when that is the secondary. */
  readonly lag: Reading<LagReading | undefined>;
  /** Whether a lag was ever published; asked only if there is none now. */
  readonly replicated: Reading<boolean> | undefined;
  /** The lag of the peer's cluster. Asked only before a failback. */
  readonly peerLag: Reading<LagReading | undefined> | undefined;
  /**
   * The capacity of both Regions' services. Asked now and then while the own Region stands by; and of the own one alone before that is raised, if
   * nothing is known of it by then.
   */
  readonly capacity:
    | { readonly peerTasks: Reading<number | undefined> | undefined; readonly minTasks: Reading<number> }
    | undefined;
  /** Whether traffic is held in the other Region. Asked only while this controller keeps clients away from it, or may. */
  readonly peerEngaged: Reading<boolean | undefined> | undefined;
  readonly serves: Reading<boolean>;
  /** What Route 53's checkers find of the peer's endpoint, and of the own one. */
  readonly peerWitness: Reading<WitnessAnswer>;
  readonly ownWitness: Reading<WitnessAnswer>;
  /** Whether the way out by which the probe and the calls to the peer leave was open in this very round. */
  readonly egress: Reading<boolean>;
  readonly journal: Reading<Journal>;
  readonly policy: Reading<Policy>;
  readonly hold: Reading<Hold>;
}

/** What failed, as a value. An error that no adapter should throw is an unknown like any other. */
export function failureOf(error: unknown, operation: string): Failure {
  if (error instanceof CallError)
    return { operation: error.operation, kind: error.kind, message: error.message };
  if (error instanceof PolicyError) return { operation, kind: 'malformed', message: error.message };
  return { operation, kind: 'unknown', message: error instanceof Error ? error.message : String(error) };
}

const known = <T>(value: T): Reading<T> => ({ known: true, value });

function reading<T>(operation: string, call: () => Promise<T>): Promise<Reading<T>> {
  const failed = (error: unknown): Reading<T> => {
    return { known: false, failure: failureOf(error, operation) };
  };
  try {
    return call().then(known<T>, failed);
  } catch (error) {
    return Promise.resolve(failed(error));
  }
}

/** Parameters hardly ever change from one round to the next: the last text is not parsed again. */
function remembering<T>(parse: (json: string) => T): (json: string) => T {
  let last: { readonly json: string; readonly value: T } | undefined;
  return (json) => {
    if (last?.json !== json) last = { json, value: parse(json) };
    return last.value;
  };
}

const policyOf = remembering(parsePolicy);
const holdOf = remembering(parseHold);

/** The value of a reading, or `undefined` if it is unknown. */
export const valueOf = <T>(read: Reading<T> | undefined): T | undefined =>
  read?.known ? read.value : undefined;

/** Whether what is known of the capacity is to be known anew: in dr while it stands by, and has raised nothing. */
const wantsCapacity = (site: Site, journal: Journal | undefined, now: number): boolean =>
  site.role === 'dr' &&
  journal !== undefined &&
  journal.raised === undefined &&
  !journal.traffic.engaged &&
  (journal.incident === undefined || journal.incident.phase === 'closed') &&
  (journal.capacity === undefined || now - journal.capacity.at >= CAPACITY_RECORD_MS);

/** Whether dr was promoted before anything was known of its capacity, as where its first look finds the primary lost, and has not raised it yet. */
const wantsOwnCapacity = (site: Site, journal: Journal | undefined): boolean =>
  site.role === 'dr' &&
  journal !== undefined &&
  journal.capacity === undefined &&
  journal.raised === undefined &&
  journal.incident?.phase === 'completing' &&
  journal.incident.targetClusterArn === site.ownClusterArn &&
  journal.incident.followUpsDone.length === 0;

/** Of a peer that does not answer nothing is asked. */
async function capacityOf(
  { capacity, peerMetrics, clock }: Ports,
  site: Site,
  journal: Journal | undefined,
  answers: boolean,
): Promise<Observation['capacity']> {
  const ofBoth = answers && wantsCapacity(site, journal, clock.now());
  if (!ofBoth && !wantsOwnCapacity(site, journal)) return undefined;
  const [peerTasks, minTasks] = await Promise.all([
    ofBoth ? reading('cloudwatch:GetMetricData', () => peerMetrics.runningTasks()) : undefined,
    reading('application-autoscaling:DescribeScalableTargets', () => capacity.minimumTasks()),
  ]);
  return { peerTasks, minTasks };
}

/** Asks everything at once. Each call is bounded by its adapter, so the whole is as slow as the slowest one. */
export async function observe(site: Site, ports: Ports, withPeerLag: boolean): Promise<Observation> {
  const { ownRds, peerRds, metrics, peerMetrics, configuration } = ports;
  const peerRole = site.role === 'dr' ? 'primary' : 'dr';
  const [
    global,
    ownCluster,
    peerCluster,
    lag,
    peerLag,
    serves,
    peerWitness,
    ownWitness,
    egress,
    journal,
    policy,
    hold,
  ] = await Promise.all([
    reading('rds:DescribeGlobalClusters', () => ownRds.describeGlobalCluster(site.globalClusterId)),
    reading('rds:DescribeDBClusters', () => ownRds.describeCluster(site.ownClusterArn)),
    reading('rds:DescribeDBClusters', () => peerRds.describeCluster(site.peerClusterArn)),
    reading('cloudwatch:GetMetricData', () => metrics.replicationLag()),
    withPeerLag ? reading('cloudwatch:GetMetricData', () => peerMetrics.replicationLag()) : undefined,
    reading('probe', () => ports.probe.serves()),
    reading('route53:ResolveWitness', () => ports.witness.ask(peerRole)),
    reading('route53:ResolveWitness', () => ports.witness.ask(site.role)),
    reading('egress', () => ports.egress.reaches()),
    reading('dynamodb:GetItem', () => ports.journal.read()),
    reading('policy', () => configuration.readPolicy().then(policyOf)),
    reading('hold', () => configuration.readHold().then(holdOf)),
  ]);
  const replicated =
    lag.known && lag.value === undefined
      ? await reading('cloudwatch:GetMetricData', () => metrics.hasReplicated())
      : undefined;
  const traffic = valueOf(journal)?.traffic;
  const peerEngaged =
    site.role === 'primary' && (traffic?.engaged === true || traffic?.settled === false)
      ? await reading('cloudwatch:GetMetricData', () => peerMetrics.trafficEngaged())
      : undefined;
  const capacity = await capacityOf(ports, site, valueOf(journal), peerCluster.known);
  return {
    at: ports.clock.now(),
    capacity,
    replicated,
    global,
    ownCluster,
    peerCluster,
    lag,
    peerLag,
    peerEngaged,
    serves,
    peerWitness,
    ownWitness,
    egress,
    journal,
    policy,
    hold,
  };
}

/** The one reading of this observation that is unknown after another, for the log and for `status`. */
export function failuresOf(observation: Observation): readonly Failure[] {
  const readings: readonly (Reading<unknown> | undefined)[] = [
    observation.global,
    observation.ownCluster,
    observation.peerCluster,
    observation.lag,
    observation.replicated,
    observation.peerLag,
    observation.peerEngaged,
    observation.capacity?.peerTasks,
    observation.capacity?.minTasks,
    observation.serves,
    observation.peerWitness,
    observation.ownWitness,
    observation.egress,
    observation.journal,
    observation.policy,
    observation.hold,
  ];
  const failures: Failure[] = [];
  for (const read of readings) if (read && !read.known) failures.push(read.failure);
  return failures;
}
