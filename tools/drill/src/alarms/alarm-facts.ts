import {
  CloudWatchClient,
  paginateDescribeAlarms,
  paginateGetMetricData,
  PutMetricDataCommand,
  type CompositeAlarm,
  type MetricAlarm,
  type MetricDataQuery,
  type StandardUnit,
} from '@aws-sdk/client-cloudwatch';
import {
  CloudWatchLogsClient,
  paginateDescribeMetricFilters,
  type MetricFilter,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeTargetGroupsCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Datapoint, MetricQuery, Sample, Series, Window } from '@healthcare-dr/aws-models/cloudwatch';
import { UserError, type Region } from '@healthcare-dr/topology';
import { clientConfiguration } from '@healthcare-dr/drctl/bootstrap';
import type { StandingAlarms } from './alarm-assertions';
import type { LoadBalancerFacts } from './alarm-input';
import type { Metrics } from './alarm-trial';

/**
 * Whether Application Auto Scaling made an alarm for itself, for target tracking. It deletes it too, and nobody else is to touch it:
 * https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-target-tracking.html
 */
const isOfAutoScaling = ({ AlarmName = '' }: MetricAlarm) => AlarmName.startsWith('TargetTracking-');

/** Reads the alarms and the metric filters that stand in a Region, but for those that AWS makes for itself. */
export async function readStandingAlarms(
  region: Region,
  variables: NodeJS.ProcessEnv,
): Promise<StandingAlarms> {
  const configuration = clientConfiguration(variables, region);
  const cloudwatch = new CloudWatchClient(configuration);
  const logs = new CloudWatchLogsClient(configuration);
  try {
    const metricAlarms: MetricAlarm[] = [];
    const compositeAlarms: CompositeAlarm[] = [];
    const AlarmTypes = ['MetricAlarm' as const, 'CompositeAlarm' as const];
    for await (const page of paginateDescribeAlarms({ client: cloudwatch }, { AlarmTypes })) {
      metricAlarms.push(...(page.MetricAlarms ?? []).filter((alarm) => !isOfAutoScaling(alarm)));
      compositeAlarms.push(...(page.CompositeAlarms ?? []));
    }
    const metricFilters: MetricFilter[] = [];
    for await (const page of paginateDescribeMetricFilters({ client: logs }, {})) {
      metricFilters.push(...(page.metricFilters ?? []));
    }
    return { region, metricAlarms, compositeAlarms, metricFilters };
  } finally {
    cloudwatch.destroy();
    logs.destroy();
  }
}

/**
 * Reads what AWS called the load balancer of a Region.
 *
 * @throws UserError if there is not exactly one with a target group and a certificate
 */
export async function readLoadBalancer(
  region: Region,
  variables: NodeJS.ProcessEnv,
): Promise<LoadBalancerFacts> {
  const client = new ElasticLoadBalancingV2Client(clientConfiguration(variables, region));
  try {
    const { LoadBalancers = [] } = await client.send(new DescribeLoadBalancersCommand({}));
    const [LoadBalancerArn] = LoadBalancers.map((balancer) => balancer.LoadBalancerArn);
    const { TargetGroups = [] } = await client.send(new DescribeTargetGroupsCommand({ LoadBalancerArn }));
    const { Listeners = [] } = await client.send(new DescribeListenersCommand({ LoadBalancerArn }));
    const [certificateArn] = Listeners.flatMap(({ Certificates = [] }) =>
      Certificates.flatMap((each) => each.CertificateArn ?? []),
    );
    const [targetGroupArn] = TargetGroups.map((group) => group.TargetGroupArn);
    if (
      LoadBalancers.length !== 1 ||
      LoadBalancerArn === undefined ||
      targetGroupArn === undefined ||
      certificateArn === undefined
    ) {
      throw new UserError({
        problem: `${region} has ${LoadBalancers.length} load balancers, ${TargetGroups.length} target groups and ${certificateArn === undefined ? 'no certificate' : 'a certificate'}.`,
        allowed: 'one load balancer with a target group and a certificate',
        fix: 'apply the compute stack of the Region before its alarms are tried.',
      });
    }
    return {
      loadBalancer: LoadBalancerArn.replace(/^.*:loadbalancer\//, ''),
      targetGroup: targetGroupArn.replace(/^.*:targetgroup\//, 'targetgroup/'),
      certificateArn,
    };
  } finally {
    client.destroy();
  }
}

/** CloudWatch takes at most this many metrics in one request (PutMetricData). */
const MOST_METRICS = 1_000;

/** The metrics of a Region in CloudWatch itself. */
export class CloudWatchMetrics implements Metrics {
  readonly #client: CloudWatchClient;

  constructor(region: Region, variables: NodeJS.ProcessEnv) {
    // moto's server unpacks a compressed request, as the SDK sends it from 10 KB on, twice.
    this.#client = new CloudWatchClient({
      ...clientConfiguration(variables, region),
      disableRequestCompression: true,
    });
  }

  async put(samples: readonly Sample[]): Promise<void> {
    for (const Namespace of new Set(samples.map(({ namespace }) => namespace))) {
      const those = samples.filter(({ namespace }) => namespace === Namespace);
      for (let from = 0; from < those.length; from += MOST_METRICS) {
        const MetricData = those.slice(from, from + MOST_METRICS).map((sample) => ({
          MetricName: sample.metricName,
          Dimensions: dimensionsOf(sample),
          Timestamp: new Date(sample.at * 1000),
          Values: [sample.value],
          Counts: [sample.count ?? 1],
          Unit: sample.unit as StandardUnit | undefined,
        }));
        await this.#client.send(new PutMetricDataCommand({ Namespace, MetricData }));
      }
    }
  }

  async read(queries: readonly MetricQuery[], { start, end }: Window): Promise<ReadonlyMap<string, Series>> {
    const values = new Map<string, Map<number, number>>();
    const input = {
      MetricDataQueries: queries.flatMap((query) => [
        dataQuery(query.id, query, query.statistic),
        // Of a percentile it matters how many samples it is made from.
        ...(query.statistic.startsWith('p') ? [dataQuery(samplesOf(query.id), query, 'SampleCount')] : []),
      ]),
      StartTime: new Date(start * 1000),
      EndTime: new Date(end * 1000),
      ScanBy: 'TimestampAscending' as const,
    };
    for await (const { MetricDataResults = [] } of paginateGetMetricData({ client: this.#client }, input)) {
      for (const { Id = '', Timestamps = [], Values = [] } of MetricDataResults) {
        const known = values.get(Id) ?? new Map<number, number>();
        values.set(Id, known);
        for (const [index, at] of Timestamps.entries())
          known.set(at.getTime() / 1000, Values[index] ?? Number.NaN);
      }
    }
    return new Map(
      queries.map(({ id, period }) => [
        id,
        Array.from({ length: (end - start) / period }, (_, index): Datapoint | undefined => {
          const at = start + index * period;
          const value = values.get(id)?.get(at);
          const samples = values.get(samplesOf(id))?.get(at);
          return value === undefined ? undefined : { value, ...(samples === undefined ? {} : { samples }) };
        }),
      ]),
    );
  }

  destroy(): void {
    this.#client.destroy();
  }
}

const samplesOf = (id: string) => `${id}_samples`;

const dimensionsOf = ({ dimensions }: Pick<Sample, 'dimensions'>) =>
  Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));

const dataQuery = (Id: string, query: MetricQuery, Stat: string): MetricDataQuery => ({
  Id,
  ReturnData: true,
  MetricStat: {
    Metric: { Namespace: query.namespace, MetricName: query.metricName, Dimensions: dimensionsOf(query) },
    Period: query.period,
    Stat,
    ...(query.unit === undefined ? {} : { Unit: query.unit as StandardUnit }),
  },
});
