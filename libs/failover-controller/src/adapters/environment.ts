import type { Site } from '../domain/site';
import { CLUSTER_ARN } from './arn';
import type { Variables } from './credentials';

/** What the function is told at deployment: where it stands, and what it looks after. */
export interface Deployment {
  readonly site: Site;
  readonly journalTable: string;
  readonly policyParameter: string;
  readonly holdParameter: string;
  readonly topicArn: string;
  /** The topic in the watch Region, which is no Region of the pair. */
  readonly backupTopicArn: string;
  readonly probeUrl: string;
  /** The witness record of each Region. */
  readonly witnessNames: Readonly<Record<'primary' | 'dr', string>>;
  /** Outside both Regions; two or more. */
  readonly egressAnchors: readonly string[];
  readonly ecsCluster: string;
  readonly ecsService: string;
}

/** The function's environment cannot be used; the message names every variable that is wrong. */
export class EnvironmentError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(
      `The function's environment cannot be used: ${problems.join('; ')}. Deploy the failover-lambda stack again, which sets it.`,
    );
    this.name = 'EnvironmentError';
  }
}

const NAME = /^\S+$/;
const TOPIC_ARN = /^arn:aws[\w-]*:sns:[a-z0-9-]+:\d{12}:\S+$/;
const REGION = /^[a-z]{2}(?:-[a-z]+)+-\d$/;

/** Every variable, with what it must look like. Lambda sets AWS_REGION, the stack all others. */
const RULES = {
  ENVIRONMENT: [/^[a-z][a-z0-9]*$/, 'the suffix of the environment'],
  ROLE: [/^(?:primary|dr)$/, 'primary or dr'],
  AWS_REGION: [REGION, 'a Region'],
  PEER_REGION: [REGION, 'a Region'],
  GLOBAL_CLUSTER_ID: [/^[a-z][a-z0-9-]*$/, 'the identifier of the global cluster'],
  OWN_CLUSTER_ARN: [CLUSTER_ARN, 'the ARN of a cluster'],
  PEER_CLUSTER_ARN: [CLUSTER_ARN, 'the ARN of a cluster'],
  JOURNAL_TABLE: [NAME, 'the name of a table'],
  POLICY_PARAMETER: [/^\/\S+$/, 'the name of a parameter'],
  HOLD_PARAMETER: [/^\/\S+$/, 'the name of a parameter'],
  TOPIC_ARN: [TOPIC_ARN, 'the ARN of a topic'],
  BACKUP_TOPIC_ARN: [TOPIC_ARN, 'the ARN of a topic'],
  PROBE_URL: [/^https:\/\/[^\s/]+/, 'an https URL'],
  WITNESS_PRIMARY: [/^\S+\.\S+$/, 'the name of a record'],
  WITNESS_DR: [/^\S+\.\S+$/, 'the name of a record'],
  EGRESS_ANCHORS: [
    /^https:\/\/[^\s,]+(?:,https:\/\/[^\s,]+)+$/,
    'two or more https URLs, separated by commas',
  ],
  ECS_CLUSTER: [NAME, 'the name of a cluster'],
  ECS_SERVICE: [NAME, 'the name of a service'],
} as const satisfies Record<string, readonly [RegExp, string]>;

/**
 * Reads the function's environment.
 *
 * @throws EnvironmentError naming all that is missing or malformed
 */
export function readEnvironment(variables: Variables): Deployment {
  const problems: string[] = [];
  const get = (name: keyof typeof RULES): string => {
    const [pattern, what] = RULES[name];
    const value = variables[name] ?? '';
    if (value === '') problems.push(`${name} is not set (allowed: ${what})`);
    else if (!pattern.test(value)) problems.push(`${name} is '${value}' (allowed: ${what})`);
    return value;
  };
  const site: Site = {
    environment: get('ENVIRONMENT'),
    role: get('ROLE') as Site['role'],
    region: get('AWS_REGION'),
    peerRegion: get('PEER_REGION'),
    globalClusterId: get('GLOBAL_CLUSTER_ID'),
    ownClusterArn: get('OWN_CLUSTER_ARN'),
    peerClusterArn: get('PEER_CLUSTER_ARN'),
  };
  const deployment: Deployment = {
    site,
    journalTable: get('JOURNAL_TABLE'),
    policyParameter: get('POLICY_PARAMETER'),
    holdParameter: get('HOLD_PARAMETER'),
    topicArn: get('TOPIC_ARN'),
    backupTopicArn: get('BACKUP_TOPIC_ARN'),
    probeUrl: get('PROBE_URL'),
    witnessNames: { primary: get('WITNESS_PRIMARY'), dr: get('WITNESS_DR') },
    egressAnchors: get('EGRESS_ANCHORS').split(','),
    ecsCluster: get('ECS_CLUSTER'),
    ecsService: get('ECS_SERVICE'),
  };
  problems.push(...contradictions(site), ...dependences(site, deployment.backupTopicArn));
  if (problems.length > 0) throw new EnvironmentError(problems);
  return deployment;
}

/** A cluster of another Region than the one it is said to be of would send a failover to the wrong endpoint. */
function contradictions({ region, peerRegion, ownClusterArn, peerClusterArn }: Site): string[] {
  const problems: string[] = [];
  const regionOf = (arn: string) => arn.split(':')[3];
  if (region !== '' && region === peerRegion)
    problems.push(`PEER_REGION is '${peerRegion}', which is AWS_REGION too`);
  if (CLUSTER_ARN.test(ownClusterArn) && regionOf(ownClusterArn) !== region)
    problems.push(`OWN_CLUSTER_ARN stands in ${regionOf(ownClusterArn)}, not in AWS_REGION`);
  if (CLUSTER_ARN.test(peerClusterArn) && regionOf(peerClusterArn) !== peerRegion)
    problems.push(`PEER_CLUSTER_ARN stands in ${regionOf(peerClusterArn)}, not in PEER_REGION`);
  return problems;
}

/** The Region in which the topic outside the pair stands. */
export const watchRegionOf = ({ backupTopicArn }: Pick<Deployment, 'backupTopicArn'>): string =>
  backupTopicArn.split(':')[3] ?? '';

/** A topic of the pair would be lost with what it is to tell of. */
function dependences({ region, peerRegion }: Site, backupTopicArn: string): string[] {
  const watchRegion = watchRegionOf({ backupTopicArn });
  return TOPIC_ARN.test(backupTopicArn) && [region, peerRegion].includes(watchRegion)
    ? [`BACKUP_TOPIC_ARN stands in ${watchRegion}, a Region of the pair`]
    : [];
}
