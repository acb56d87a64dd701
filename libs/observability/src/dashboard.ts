import { CloudwatchDashboard } from '@cdktf/provider-aws/lib/cloudwatch-dashboard';
import { clusterName, instanceName } from '@healthcare-dr/aurora/contract';
import { vaultName } from '@healthcare-dr/backup/contract';
import { ecsClusterName, ecsServiceName } from '@healthcare-dr/compute/contract';
import {
  controllerDeadLetterQueueName,
  controllerFunctionName,
} from '@healthcare-dr/failover-lambda/contract';
import {
  dashboardName,
  notReadyAlarmName,
  replicationLagAlarmName,
} from '@healthcare-dr/observability/contract';
import { TierStack } from '@healthcare-dr/platform';
import { Construct } from 'constructs';
import type { Metric } from './alarms/alarm';
import { controllerMetric } from './alarms/controller';
import { replicationMetric } from './alarms/data-replication';
import type { LoadBalancer } from './alarms/load-balancer';
import { alarmStates, graph, place, text, type Graph, type Line, type Widget } from './dashboard-widgets';
import { RUNBOOKS } from './runbooks';

/** Props of {@link Dashboard}. */
export interface DashboardProps {
  readonly loadBalancer: LoadBalancer;
  /** The names of the alarms of this Region, beside the one that sums them up. */
  readonly alarmNames: readonly string[];
}

/**
 * The state of one Region on one page, to be read in an outage of the other: it shows nothing of another Region, because a widget
 * that waits for a Region that is lost shows an error where an operator looks for an answer.
 */
export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, { loadBalancer, alarmNames }: DashboardProps) {
    super(scope, id);
    const stack = TierStack.of(this);
    new CloudwatchDashboard(this, 'dashboard', {
      dashboardName: dashboardName(stack.naming),
      dashboardBody: JSON.stringify({
        start: '-PT3H',
        periodOverride: 'inherit',
        widgets: place([
          text(introduction(stack), 7),
          ...states(stack, alarmNames),
          ...graphs(stack, loadBalancer).map((given) => graph(stack.topology.region, given)),
        ]),
      }),
      // What refuses to be destroyed in production is the trail; without one, this stands in for it.
      ...(stack.ephemeral || stack.environment.trail.enabled ? {} : { lifecycle: { preventDestroy: true } }),
    });
  }
}

const RUNBOOK_TABLE = [
  ['The primary Region is lost, or may be', RUNBOOKS.disaster],
  ['The roles are to swap, both Regions are well', RUNBOOKS.switchover],
  ['Back to the primary Region', RUNBOOKS.failback],
  ['The controller is silent or degraded', RUNBOOKS.controller],
  ['Something must be restored', RUNBOOKS.restore],
] as const;

const introduction = ({ role, topology, environment }: TierStack) =>
  [
    `# ${environment.suffix}: the ${role} Region, ${topology.region}`,
    'Everything here is of this Region. **Who writes?** The Region in which commits rise; where replication lag is shown, the standby is. ' +
      '**Where does traffic go?** `TrafficEngaged` is 1 while the controller routes it to dr.',
    '',
    '| What | Runbook |',
    '|---|---|',
    ...RUNBOOK_TABLE.map(([what, runbook]) => `| ${what} | \`${runbook}\` |`),
  ].join('\n');

function states(stack: TierStack, alarmNames: readonly string[]): Widget[] {
  const arn = (name: string) => stack.naming.arn('cloudwatch', `alarm:${name}`);
  const first = [notReadyAlarmName(stack.naming), replicationLagAlarmName(stack.naming)];
  const others = alarmNames.filter((name) => !first.includes(name));
  return [
    alarmStates('Could dr take over?', first.map(arn), 2),
    // CloudWatch shows at most 100 alarms in a widget.
    alarmStates('Alarms', others.map(arn).slice(0, 100), 8),
  ];
}

function graphs(stack: TierStack, loadBalancer: LoadBalancer): Graph[] {
  const { naming, environment, role } = stack;
  const { alarms, database } = environment;
  const line = (label: string, statistic: string, metric: Metric): Line => ({ label, statistic, metric });
  const of =
    (namespace: string, dimensions: Readonly<Record<string, string>>) =>
    (metricName: string): Metric => ({
      namespace,
      metricName,
      dimensions,
    });
  const cluster = of('AWS/RDS', { DBClusterIdentifier: clusterName(naming) });
  const balancer = of('AWS/ApplicationELB', { LoadBalancer: loadBalancer.albArnSuffix });
  const targets = of('AWS/ApplicationELB', {
    LoadBalancer: loadBalancer.albArnSuffix,
    TargetGroup: loadBalancer.targetGroupArnSuffix,
  });
  const service = { ClusterName: ecsClusterName(naming), ServiceName: ecsServiceName(naming) };
  const [ecs, insights] = [of('AWS/ECS', service), of('ECS/ContainerInsights', service)];
  const backup = of('AWS/Backup', { BackupVaultName: vaultName(naming) });
  const lambda = of('AWS/Lambda', { FunctionName: controllerFunctionName(naming) });
  const instances = Array.from({ length: database.instances[role] }, (_, index) =>
    instanceName(naming, index + 1),
  );
  const perInstance = (metricName: string, statistic: string) =>
    instances.map((instance) =>
      line(instance, statistic, of('AWS/RDS', { DBInstanceIdentifier: instance })(metricName)),
    );
  return [
    {
      title: 'Who writes: commits a second',
      lines: [line('commits', 'Average', cluster('CommitThroughput'))],
    },
    {
      title: 'How far the standby is behind (ms)',
      lines: [
        line('storage', 'Maximum', cluster('AuroraGlobalDBReplicationLag')),
        line('transactions', 'Maximum', cluster('AuroraGlobalDBRPOLag')),
      ],
      bound: { label: 'Bound', value: alarms.replicationLag.thresholdMilliseconds },
    },
    {
      title: 'Failover controller',
      lines: [
        line('TrafficEngaged', 'Maximum', controllerMetric(environment, 'trafficEngaged')),
        line('runs', 'Sum', controllerMetric(environment, 'heartbeat')),
        line('errors', 'Sum', controllerMetric(environment, 'errors')),
        line('crashes', 'Sum', lambda('Errors')),
        line(
          'dead letters',
          'Maximum',
          of('AWS/SQS', { QueueName: controllerDeadLetterQueueName(naming) })(
            'ApproximateNumberOfMessagesVisible',
          ),
        ),
      ],
    },
    {
      title: 'Requests and errors a minute',
      lines: [
        line('requests', 'Sum', balancer('RequestCount')),
        line('errors of the service', 'Sum', targets('HTTPCode_Target_5XX_Count')),
        line('errors of the load balancer', 'Sum', balancer('HTTPCode_ELB_5XX_Count')),
      ],
    },
    {
      title: 'Hosts behind the load balancer',
      lines: [
        line('healthy', 'Maximum', targets('HealthyHostCount')),
        line('unhealthy', 'Maximum', targets('UnHealthyHostCount')),
      ],
    },
    {
      title: 'Latency (s)',
      lines: [
        line('95 in 100 below', 'p95', targets('TargetResponseTime')),
        line('half below', 'p50', targets('TargetResponseTime')),
      ],
      bound: { label: 'Bound', value: alarms.loadBalancer.latencyMilliseconds / 1000 },
    },
    {
      title: 'Tasks',
      lines: [
        line('running', 'Minimum', insights('RunningTaskCount')),
        line('asked for', 'Maximum', insights('DesiredTaskCount')),
      ],
    },
    {
      title: 'CPU and memory of the tasks (%)',
      lines: [
        line('CPU', 'Average', ecs('CPUUtilization')),
        line('memory', 'Average', ecs('MemoryUtilization')),
      ],
      bound: { label: 'Bound', value: alarms.service.cpuPercent },
    },
    {
      title: 'CPU of the database (%)',
      lines: perInstance('CPUUtilization', 'Average'),
      bound: { label: 'Bound', value: alarms.database.cpuPercent },
    },
    {
      title: 'Capacity of the database (ACU)',
      lines: perInstance('ServerlessDatabaseCapacity', 'Maximum'),
      bound: { label: 'Maximum', value: database.maxAcu },
    },
    { title: 'Connections', lines: perInstance('DatabaseConnections', 'Maximum') },
    {
      title: 'Objects on their way here (s behind)',
      lines: [line('latency', 'Maximum', replicationMetric(stack, 'ReplicationLatency'))],
      bound: { label: 'Bound', value: alarms.dataReplication.latencySeconds },
    },
    {
      title: 'Replication of objects (operations)',
      lines: [
        line('waiting to be done here', 'Maximum', replicationMetric(stack, 'OperationsPendingReplication')),
        line('given up on the way from here', 'Sum', replicationMetric(stack, 'OperationsFailedReplication')),
      ],
    },
    {
      title: 'Backups',
      lines: [
        line('completed', 'Sum', backup('NumberOfBackupJobsCompleted')),
        line('failed', 'Sum', backup('NumberOfBackupJobsFailed')),
        line('copies failed', 'Sum', backup('NumberOfCopyJobsFailed')),
        line('restores completed', 'Sum', backup('NumberOfRestoreJobsCompleted')),
        line('restores failed', 'Sum', backup('NumberOfRestoreJobsFailed')),
      ],
    },
  ];
}
