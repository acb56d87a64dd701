/**
 * What the controller may believe of its peer, each signal by the path on which it was learned. Two signals that share a path are one:
 * the probe and the peer's RDS endpoint leave by the own NAT gateway, so without {@link Evidence.egress} in the same round neither of
 * them says that anything is down.
 */
export interface Evidence {
  /** The peer's service by its Region's name, over the own NAT gateway. */
  readonly probe: 'up' | 'down' | 'unknown';
  /** Route 53's checkers, which stand outside both Regions, by the VPC's resolver. */
  readonly checkers: 'healthy' | 'unhealthy' | 'unknown';
  /** The RDS API of the peer's Region, over the own NAT gateway: any answer of AWS, a refusal included, is an answer. */
  readonly controlPlane: 'answers' | 'silent' | 'unknown';
  /** What arrives from the peer's database, by the own Region's endpoints. */
  readonly replication: 'fresh' | 'stopped' | 'unknown';
  /** Whether anything outside both Regions answered over the own NAT gateway. */
  readonly egress: 'open' | 'closed';
  /** The peer's database, if its control plane answers: one that fails over, upgrades or is in maintenance is a database all the same. */
  readonly database: 'available' | 'unavailable' | 'unknown';
}

/** The names of the signals, as `status`, `readiness` and messages have them. */
export type SignalName = 'probe' | 'checkers' | 'controlPlane' | 'replication' | 'egress';

/** Whether any signal speaks against the peer; from the first such round on the evidence counts. */
export const isAdverse = ({
  probe,
  checkers,
  controlPlane,
  replication,
}: Pick<Evidence, 'probe' | 'checkers' | 'controlPlane' | 'replication'>): boolean =>
  probe === 'down' || checkers === 'unhealthy' || controlPlane === 'silent' || replication === 'stopped';

/**
 * The probe alone finds no service, where the checkers and the control plane find nothing wrong: it is the probe, or the certificate that
 * nobody else verifies, that is out of order.
 */
const isAlone = ({ probe, checkers, controlPlane }: Evidence): boolean =>
  probe === 'down' && checkers === 'healthy' && controlPlane === 'answers';

/** The control plane answers, and will not say what of the database. */
const isTaciturn = ({ controlPlane, database }: Evidence): boolean =>
  controlPlane === 'answers' && database === 'unknown';

/** The signals that tell nothing of the peer in this round, by name. */
export function unknownSignals(evidence: Evidence): readonly SignalName[] {
  const names: SignalName[] = evidence.egress === 'closed' ? ['egress'] : [];
  if (evidence.probe === 'unknown' || isAlone(evidence)) names.push('probe');
  if (evidence.checkers === 'unknown') names.push('checkers');
  if (evidence.controlPlane === 'unknown' || isTaciturn(evidence)) names.push('controlPlane');
  if (evidence.replication === 'unknown') names.push('replication');
  return names;
}

/**
 * What the evidence of one round amounts to, by the decision table of docs/adr/0016-evidence-by-vantage-point.md: the first row that matches.
 * Which row it is does not say that anything is done: `lost` alone is ever acted upon without a person, and only once it is confirmed.
 */
export type Assessment =
  /** Nothing speaks against the peer that would concern anybody. */
  | 'well'
  /** Row 2: the control plane answers, and neither the probe nor the checkers reach the service. */
  | 'service-down'
  /** Row 2: the control plane answers that the database is not available. */
  | 'database-down'
  /** Rows 2 and 3: the peer serves, and the checkers, by which Route 53 answers clients, do not see it. */
  | 'clients-diverted'
  /** Row 3: the peer serves somebody; its control plane is silent, or nothing is replicated any more. */
  | 'unreachable'
  /** Rows 3 and 5: the own way out is closed, so that nothing can be said of the peer. */
  | 'isolated'
  /** Row 5: the own way out is closed, and the checkers do not reach the peer. */
  | 'isolated-peer-unhealthy'
  /** Row 4: the own way out is closed; the checkers do not reach the peer and nothing is replicated. */
  | 'isolated-peer-lost'
  /** Row 6: every vantage point agrees that the Region is lost. */
  | 'lost'
  /** Row 7: as `lost`, but what the peer commits still arrives: the old writer lives. */
  | 'lost-replicating'
  /** Row 8: some signal is unknown, and others speak against the peer. */
  | 'undetermined';
