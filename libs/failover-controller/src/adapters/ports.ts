import { setTimeout } from 'node:timers/promises';
import type { Clock, LogLine, Ports } from '../domain/ports';
import { clusterNameOf } from './arn';
import { capacityAdapter } from './capacity';
import type { Clients } from './clients';
import { metricsAdapter } from './cloudwatch';
import { configurationAdapter } from './configuration';
import { heartbeatAdapter } from './heartbeat';
import { EGRESS_TIMEOUT_MS, egressAdapter } from './egress';
import type { Deployment } from './environment';
import { journalAdapter } from './journal';
import { notificationAdapter } from './notifications';
import { PROBE_TIMEOUT_MS, probeAdapter } from './probe';
import { rdsAdapter } from './rds';
import { WITNESS_TIMEOUT_MS, witnessAdapter } from './witness';

/** The machine's own. */
export const systemClock: Clock = { now: () => Date.now() };

/** All that the controller touches, on AWS. */
export function awsPorts(
  deployment: Deployment,
  clients: Clients,
  log: (line: LogLine) => void,
  clock: Clock = systemClock,
): Ports {
  const { site, policyParameter, holdParameter, ecsCluster, ecsService } = deployment;
  const { environment } = site;
  const { ssm, sns, autoScaling, watch } = clients;
  const metrics = (cloudWatch: Clients['cloudWatch'], clusterArn: string) =>
    metricsAdapter({
      cloudWatch,
      environment,
      clusterName: clusterNameOf(clusterArn),
      // Both Regions' services have the same name.
      ecsCluster,
      ecsService,
      clock,
    });
  return {
    ownRds: rdsAdapter({ ...clients.ownRds, environment }),
    peerRds: rdsAdapter({ ...clients.peerRds, environment }),
    metrics: metrics(clients.cloudWatch, site.ownClusterArn),
    peerMetrics: metrics(clients.peerCloudWatch, site.peerClusterArn),
    configuration: configurationAdapter({ ssm, policyParameter, holdParameter }),
    journal: journalAdapter({ ...clients.dynamoDb, tableName: deployment.journalTable }),
    notifications: notificationAdapter({ sns, topicArn: deployment.topicArn }),
    backupNotifications: notificationAdapter({ sns: watch.sns, topicArn: deployment.backupTopicArn }),
    heartbeat: heartbeatAdapter({ cloudWatch: watch.cloudWatch, environment, role: site.role, clock }),
    probe: probeAdapter({ url: deployment.probeUrl, timeoutMs: PROBE_TIMEOUT_MS }),
    witness: witnessAdapter({ names: deployment.witnessNames, timeoutMs: WITNESS_TIMEOUT_MS }),
    egress: egressAdapter({ anchors: deployment.egressAnchors, timeoutMs: EGRESS_TIMEOUT_MS }),
    capacity: capacityAdapter({ autoScaling, ecsCluster, ecsService }),
    clock,
    pause: (ms) => setTimeout(ms),
    log,
  };
}
