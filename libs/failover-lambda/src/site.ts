import { clusterArn, globalClusterName } from '@healthcare-dr/aurora/contract';
import { ecsClusterName, ecsServiceName } from '@healthcare-dr/compute/contract';
import {
  controllerDeadLetterQueueName,
  controllerFunctionName,
  holdParameterName,
  journalTableName,
  policyParameterName,
} from '@healthcare-dr/failover-lambda/contract';
import { notificationTopicArn } from '@healthcare-dr/notifications/contract';
import { NAME_PREFIX, type TierStack } from '@healthcare-dr/platform';
import {
  egressAnchors,
  endpointPathOf,
  peerOf,
  serviceNames,
  topologyOf,
  watchRegionOf,
  type Role,
} from '@healthcare-dr/topology';

/** What the controller of a Region works on, by name: nothing of it is looked up, so nothing of it has to be there. */
export interface ControllerSite {
  readonly accountId: string;
  readonly suffix: string;
  readonly region: string;
  readonly peerRegion: string;
  readonly functionName: string;
  readonly globalClusterId: string;
  readonly ownClusterArn: string;
  readonly peerClusterArn: string;
  readonly journalTable: string;
  readonly policyParameter: string;
  readonly holdParameter: string;
  readonly topicArn: string;
  /** Outside the pair: where pages go that the own topic does not take, and who watches the controller. */
  readonly watchRegion: string;
  readonly backupTopicArn: string;
  readonly deadLetterQueue: string;
  /** The service in the other Region, by the name of that Region. */
  readonly probeUrl: string;
  /** The witness record of each Region. */
  readonly witnessNames: Readonly<Record<Role, string>>;
  /** Outside both Regions, by the same NAT gateway as the probe. */
  readonly egressAnchors: readonly string[];
  readonly ecsCluster: string;
  readonly ecsService: string;
  /** Names of alarms of this environment, as a pattern. */
  readonly alarmPattern: string;
  /** The alias of the key that encrypts the database, by the same name in both Regions. */
  readonly databaseKeyAlias: string;
}

/** The site of the controller that this stack deploys. */
export function controllerSite(stack: TierStack): ControllerSite {
  const { naming, environment, role, topology } = stack;
  const peer = peerOf(role);
  const peerNaming = stack.namingFor(peer);
  const { accountId, suffix, service } = environment;
  return {
    accountId,
    suffix,
    region: topology.region,
    peerRegion: topologyOf(environment, peer).region,
    functionName: controllerFunctionName(naming),
    globalClusterId: globalClusterName(naming),
    ownClusterArn: clusterArn(naming),
    peerClusterArn: clusterArn(peerNaming),
    journalTable: journalTableName(naming),
    policyParameter: policyParameterName(naming),
    holdParameter: holdParameterName(naming),
    topicArn: notificationTopicArn(naming),
    watchRegion: watchRegionOf(environment),
    backupTopicArn: notificationTopicArn(stack.watchNaming),
    deadLetterQueue: controllerDeadLetterQueueName(naming),
    probeUrl: `https://${serviceNames(environment).regional[peer]}${endpointPathOf(service.container)}`,
    witnessNames: serviceNames(environment).witness,
    egressAnchors: egressAnchors(environment),
    ecsCluster: ecsClusterName(naming),
    ecsService: ecsServiceName(naming),
    alarmPattern: naming.arn('cloudwatch', `alarm:${NAME_PREFIX}-*-${suffix}`),
    databaseKeyAlias: naming.name('keyAlias', 'database'),
  };
}

/** The function's environment, as the runtime reads it. It holds names and no secret. */
export function environmentOf(site: ControllerSite, role: TierStack['role']): Record<string, string> {
  return {
    ENVIRONMENT: site.suffix,
    ROLE: role,
    PEER_REGION: site.peerRegion,
    GLOBAL_CLUSTER_ID: site.globalClusterId,
    OWN_CLUSTER_ARN: site.ownClusterArn,
    PEER_CLUSTER_ARN: site.peerClusterArn,
    JOURNAL_TABLE: site.journalTable,
    POLICY_PARAMETER: site.policyParameter,
    HOLD_PARAMETER: site.holdParameter,
    TOPIC_ARN: site.topicArn,
    BACKUP_TOPIC_ARN: site.backupTopicArn,
    PROBE_URL: site.probeUrl,
    WITNESS_PRIMARY: site.witnessNames.primary,
    WITNESS_DR: site.witnessNames.dr,
    EGRESS_ANCHORS: site.egressAnchors.join(','),
    ECS_CLUSTER: site.ecsCluster,
    ECS_SERVICE: site.ecsService,
  };
}
