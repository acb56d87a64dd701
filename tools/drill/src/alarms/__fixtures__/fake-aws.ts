import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  PutMetricDataCommand,
  type Dimension,
  type GetMetricDataCommandInput,
  type PutMetricDataCommandInput,
} from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, DescribeMetricFiltersCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeTargetGroupsCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { MetricData } from '@healthcare-dr/aws-models/cloudwatch';
import type { Region } from '@healthcare-dr/topology';
import { mockClient } from 'aws-sdk-client-mock';
import type { StandingAlarms } from '../alarm-assertions';
import type { LoadBalancerFacts } from '../alarm-input';

const record = (dimensions: readonly Dimension[] = []) =>
  Object.fromEntries(dimensions.map(({ Name = '', Value = '' }) => [Name, Value]));

/** Two Regions of AWS with these alarms, that keep metrics as CloudWatch does; and the names of a load balancer. */
export class FakeAws {
  readonly #cloudwatch = mockClient(CloudWatchClient);
  readonly #logs = mockClient(CloudWatchLogsClient);
  readonly #balancers = mockClient(ElasticLoadBalancingV2Client);
  #standing = new Map<Region, StandingAlarms>();
  #data = new Map<string, MetricData>();
  /** How many metrics each request published. */
  readonly batches: number[] = [];

  /** What stands from now on, with no metrics yet. */
  stand(
    standing: readonly StandingAlarms[],
    { loadBalancer, targetGroup, certificateArn }: LoadBalancerFacts,
  ): void {
    this.#standing = new Map(standing.map((each) => [each.region, each]));
    this.#data = new Map();
    this.batches.length = 0;
    for (const client of [this.#cloudwatch, this.#logs, this.#balancers]) client.reset();
    // A mock of a class answers for its clients of every Region, and is called as a method of the one that sends.
    const [regionOf, dataOf, alarmsOf] = [this.#regionOf, this.#dataOf, this.#alarmsOf];
    const { batches } = this;
    this.#cloudwatch.on(DescribeAlarmsCommand).callsFake(async (_, getClient: () => CloudWatchClient) => {
      const { metricAlarms, compositeAlarms } = alarmsOf(await regionOf(getClient()));
      return { MetricAlarms: metricAlarms, CompositeAlarms: compositeAlarms };
    });
    this.#cloudwatch
      .on(PutMetricDataCommand)
      .callsFake(
        async (
          { Namespace = '', MetricData = [] }: PutMetricDataCommandInput,
          getClient: () => CloudWatchClient,
        ) => {
          batches.push(MetricData.length);
          const samples = MetricData.map(
            ({ MetricName = '', Dimensions, Timestamp, Values: [value = 0] = [], Counts, Unit }) => ({
              namespace: Namespace,
              metricName: MetricName,
              dimensions: record(Dimensions),
              at: (Timestamp?.getTime() ?? 0) / 1000,
              value,
              count: Counts?.[0] ?? 1,
              ...(Unit === undefined ? {} : { unit: Unit }),
            }),
          );
          dataOf(await regionOf(getClient())).put(samples);
          return {};
        },
      );
    this.#cloudwatch
      .on(GetMetricDataCommand)
      .callsFake(async (input: GetMetricDataCommandInput, getClient: () => CloudWatchClient) => ({
        MetricDataResults: resultsOf(input, dataOf(await regionOf(getClient()))),
      }));
    this.#logs
      .on(DescribeMetricFiltersCommand)
      .callsFake(async (_, getClient: () => CloudWatchLogsClient) => {
        return { metricFilters: alarmsOf(await regionOf(getClient())).metricFilters };
      });
    this.#balancers.on(DescribeLoadBalancersCommand).resolves({
      LoadBalancers: [
        { LoadBalancerArn: `arn:aws:elasticloadbalancing:eu-west-1:1:loadbalancer/${loadBalancer}` },
      ],
    });
    this.#balancers.on(DescribeTargetGroupsCommand).resolves({
      TargetGroups: [{ TargetGroupArn: `arn:aws:elasticloadbalancing:eu-west-1:1:${targetGroup}` }],
    });
    this.#balancers.on(DescribeListenersCommand).resolves({
      Listeners: [
        { Protocol: 'HTTP' },
        { Protocol: 'HTTPS', Certificates: [{ CertificateArn: certificateArn }] },
      ],
    });
  }

  restore(): void {
    for (const client of [this.#cloudwatch, this.#logs, this.#balancers]) client.restore();
  }

  readonly #regionOf = (client: { readonly config: { region(): Promise<string> } }) => client.config.region();

  readonly #alarmsOf = (region: string): StandingAlarms => {
    const standing = this.#standing.get(region as Region);
    if (standing === undefined) throw new Error(`Nothing stands in ${region}.`);
    return standing;
  };

  readonly #dataOf = (region: string): MetricData => {
    const data = this.#data.get(region) ?? new MetricData();
    this.#data.set(region, data);
    return data;
  };
}

function resultsOf(
  { MetricDataQueries = [], StartTime, EndTime }: GetMetricDataCommandInput,
  data: MetricData,
) {
  const [start, end] = [StartTime, EndTime].map((time) => (time?.getTime() ?? 0) / 1000) as [number, number];
  return MetricDataQueries.map(({ Id = '', MetricStat }) => {
    const { Metric, Period = 60, Stat = '', Unit } = MetricStat ?? {};
    const series = data.read(
      {
        id: Id,
        namespace: Metric?.Namespace ?? '',
        metricName: Metric?.MetricName ?? '',
        dimensions: record(Metric?.Dimensions),
        statistic: Stat,
        period: Period,
        ...(Unit === undefined ? {} : { unit: Unit }),
      },
      { start, end },
    );
    const known = series.flatMap((datapoint, index) =>
      datapoint === undefined ? [] : [{ ...datapoint, index }],
    );
    return {
      Id,
      Timestamps: known.map(({ index }) => new Date((start + index * Period) * 1000)),
      Values: known.map(({ value }) => value),
    };
  });
}
