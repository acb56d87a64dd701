import {
  GetMetricDataCommand,
  PutMetricDataCommand,
  type CloudWatchClient,
} from '@aws-sdk/client-cloudwatch';
import {
  CONTROLLER_DIMENSION,
  CONTROLLER_METRICS,
  controllerNamespace,
} from '@healthcare-dr/failover-lambda/contract';
import type { LagReading } from '../domain/lag';
import type { Clock, MetricsPort, PeerMetricsPort } from '../domain/ports';
import { call, within } from './call';
import type { Bounded } from './clients';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** How far back the control metric is looked at: it is written every minute, and an alarm takes the maximum of each. */
const CONTROL_METRIC_MS = 3 * MINUTE_MS;

/**
 * How far back the running tasks are looked for. Each sends one sample of its CPU a minute, so that their number is that of the samples:
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cloudwatch-metrics.html
 */
const RUNNING_TASKS_MS = 5 * MINUTE_MS;

/** How far back the history of the lag is looked at: CloudWatch keeps datapoints of an hour for 455 days. */
const HISTORY_MS = 90 * 24 * HOUR_MS;

/** Both are in milliseconds: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.AuroraMonitoring.Metrics.html */
const LAG_METRICS = { rpo: 'AuroraGlobalDBRPOLag', storage: 'AuroraGlobalDBReplicationLag' } as const;

/** What the adapter needs. */
export interface MetricsAdapterProps {
  readonly cloudWatch: Bounded<CloudWatchClient>;
  readonly environment: string;
  /** The cluster of the client's Region: the metrics of the lag are published for the secondary, in its Region. */
  readonly clusterName: string;
  /** The service of the client's Region. */
  readonly ecsCluster: string;
  readonly ecsService: string;
  readonly clock: Clock;
}

/** CloudWatch in one Region. */
export function metricsAdapter(props: MetricsAdapterProps): MetricsPort & PeerMetricsPort {
  const { client, limitMs } = props.cloudWatch;
  const query = (id: string, metric: string, periodMs = MINUTE_MS) => ({
    Id: id,
    MetricStat: {
      Metric: {
        Namespace: 'AWS/RDS',
        MetricName: metric,
        Dimensions: [{ Name: 'DBClusterIdentifier', Value: props.clusterName }],
      },
      Period: periodMs / 1000,
      Stat: 'Maximum',
    },
    ReturnData: true,
  });
  return {
    async replicationLag() {
      const now = props.clock.now();
      const { MetricDataResults = [] } = await call('cloudwatch:GetMetricData', within(limitMs), (options) =>
        client.send(
          new GetMetricDataCommand({
            StartTime: new Date(now - HOUR_MS),
            EndTime: new Date(now + MINUTE_MS),
            ScanBy: 'TimestampDescending',
            MetricDataQueries: Object.entries(LAG_METRICS).map(([id, metric]) => query(id, metric)),
          }),
          options,
        ),
      );
      return newest(
        MetricDataResults.flatMap(({ Timestamps = [], Values = [] }) =>
          Timestamps.map((time, index) => ({ measuredAt: time.getTime(), lagMs: Values[index] ?? NaN })),
        ),
      );
    },

    async hasReplicated() {
      const now = props.clock.now();
      const { MetricDataResults = [] } = await call('cloudwatch:GetMetricData', within(limitMs), (options) =>
        client.send(
          new GetMetricDataCommand({
            StartTime: new Date(now - HISTORY_MS),
            EndTime: new Date(now),
            ScanBy: 'TimestampDescending',
            // One is enough.
            MaxDatapoints: Object.keys(LAG_METRICS).length,
            MetricDataQueries: Object.entries(LAG_METRICS).map(([id, metric]) => query(id, metric, HOUR_MS)),
          }),
          options,
        ),
      );
      return MetricDataResults.some(({ Values = [] }) => Values.length > 0);
    },

    async putTrafficEngaged(engaged) {
      const command = new PutMetricDataCommand({
        Namespace: controllerNamespace({ suffix: props.environment }),
        MetricData: [
          {
            MetricName: CONTROLLER_METRICS.trafficEngaged,
            Dimensions: [{ Name: CONTROLLER_DIMENSION, Value: props.environment }],
            Value: engaged ? 1 : 0,
            Unit: 'None',
            Timestamp: new Date(props.clock.now()),
          },
        ],
      });
      await call('cloudwatch:PutMetricData', within(limitMs), (options) => client.send(command, options));
    },

    async trafficEngaged() {
      const now = props.clock.now();
      const { MetricDataResults = [] } = await call('cloudwatch:GetMetricData', within(limitMs), (options) =>
        client.send(
          new GetMetricDataCommand({
            StartTime: new Date(now - CONTROL_METRIC_MS),
            EndTime: new Date(now + MINUTE_MS),
            ScanBy: 'TimestampDescending',
            MetricDataQueries: [
              {
                Id: 'engaged',
                MetricStat: {
                  Metric: {
                    Namespace: controllerNamespace({ suffix: props.environment }),
                    MetricName: CONTROLLER_METRICS.trafficEngaged,
                    Dimensions: [{ Name: CONTROLLER_DIMENSION, Value: props.environment }],
                  },
                  Period: MINUTE_MS / 1000,
                  Stat: 'Maximum',
                },
                ReturnData: true,
              },
            ],
          }),
          options,
        ),
      );
      const values = MetricDataResults.flatMap(({ Values = [] }) => Values);
      return values.length === 0 ? undefined : values.some((value) => value > 0);
    },

    async runningTasks() {
      const now = props.clock.now();
      const { MetricDataResults = [] } = await call('cloudwatch:GetMetricData', within(limitMs), (options) =>
        client.send(
          new GetMetricDataCommand({
            StartTime: new Date(now - RUNNING_TASKS_MS),
            EndTime: new Date(now),
            ScanBy: 'TimestampDescending',
            MetricDataQueries: [
              {
                Id: 'tasks',
                MetricStat: {
                  Metric: {
                    Namespace: 'AWS/ECS',
                    MetricName: 'CPUUtilization',
                    Dimensions: [
                      { Name: 'ClusterName', Value: props.ecsCluster },
                      { Name: 'ServiceName', Value: props.ecsService },
                    ],
                  },
                  Period: MINUTE_MS / 1000,
                  Stat: 'SampleCount',
                },
                ReturnData: true,
              },
            ],
          }),
          options,
        ),
      );
      // The newest minute may not be complete yet: what ran in any of them may have to run again.
      const values = MetricDataResults.flatMap(({ Values = [] }) => Values).filter((value) => value > 0);
      return values.length === 0 ? undefined : Math.max(...values);
    },
  };
}

/**
 * The newest reading, and of two that are as new the greater. A datapoint carries the beginning of its minute, so it looks up to a
 * minute older than it is and what is estimated from it errs on the side of more loss. What is no number of milliseconds is no
 * reading: taken for zero, it would promise that nothing is lost.
 */
function newest(readings: readonly LagReading[]): LagReading | undefined {
  return readings
    .filter(({ lagMs, measuredAt }) => Number.isFinite(lagMs) && lagMs >= 0 && Number.isFinite(measuredAt))
    .sort((a, b) => b.measuredAt - a.measuredAt || b.lagMs - a.lagMs)[0];
}
