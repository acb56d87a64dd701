import {
  CloudWatchClient,
  GetMetricDataCommand,
  PutMetricDataCommand,
  type Dimension,
  type MetricDataQuery,
  type StandardUnit,
} from '@aws-sdk/client-cloudwatch';
import { describeWithMoto } from './__fixtures__/describe-with-moto';
import { startLocalAws, type LocalAws } from './local-aws';

// Starting moto takes a second, several on a busy machine.
jest.setTimeout(40_000);

/** A whole minute, an hour ago. */
const START = Math.floor(Date.now() / 60_000) * 60_000 - 3_600_000;

const CLUSTER: Dimension = { Name: 'ClusterName', Value: 'cluster' };
const SERVICE: Dimension = { Name: 'ServiceName', Value: 'service' };

describeWithMoto('metrics of the local AWS', () => {
  let aws: LocalAws;
  let cloudwatch: CloudWatchClient;

  const put = (minute: number, value: number, Dimensions: Dimension[], count = 1, Namespace = 'AWS/ECS') =>
    cloudwatch.send(
      new PutMetricDataCommand({
        Namespace,
        MetricData: [
          {
            MetricName: 'CPUUtilization',
            Dimensions,
            Timestamp: new Date(START + minute * 60_000),
            Values: [value],
            Counts: [count],
            Unit: 'Percent',
          },
        ],
      }),
    );
  const query = (
    Stat: string,
    Dimensions: Dimension[],
    more: { Namespace?: string; Unit?: StandardUnit } = {},
  ) => {
    const { Namespace = 'AWS/ECS', Unit } = more;
    return {
      Id: 'm1',
      MetricStat: {
        Metric: { Namespace, MetricName: 'CPUUtilization', Dimensions },
        Period: 60,
        Stat,
        ...(Unit === undefined ? {} : { Unit }),
      },
    };
  };
  const read = async (
    MetricDataQueries: MetricDataQuery[],
    ScanBy: 'TimestampAscending' | 'TimestampDescending' = 'TimestampAscending',
  ) => {
    const { MetricDataResults = [] } = await cloudwatch.send(
      new GetMetricDataCommand({
        MetricDataQueries,
        StartTime: new Date(START),
        EndTime: new Date(START + 600_000),
        ScanBy,
      }),
    );
    return MetricDataResults.map(({ Id, Timestamps = [], Values }) => ({
      Id,
      minutes: Timestamps.map((at) => (at.getTime() - START) / 60_000),
      Values,
    }));
  };
  const values = async (one: MetricDataQuery) => (await read([one]))[0]?.Values;

  beforeAll(async () => {
    aws = await startLocalAws({ accountId: '210987654321' });
    cloudwatch = new CloudWatchClient({
      region: 'eu-west-1',
      endpoint: aws.endpoint,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      maxAttempts: 1,
    });
    // What AWS's own services publish, which nobody else may in AWS, is published here by whoever tests.
    await put(0, 10, [CLUSTER, SERVICE], 95);
    await put(0, 90, [CLUSTER, SERVICE], 5);
    await put(2, 50, [SERVICE, CLUSTER]);
    await put(0, 1, [CLUSTER]);
    await put(0, 2, []);
    await put(0, 3, [CLUSTER, SERVICE], 1, 'Other');
  });
  afterAll(async () => {
    cloudwatch.destroy();
    await aws.stop();
  });

  it('are told apart by all of their dimensions, in whatever order', async () => {
    expect(await read([query('Average', [SERVICE, CLUSTER])])).toEqual([
      { Id: 'm1', minutes: [0, 2], Values: [14, 50] },
    ]);
    expect(await values(query('Maximum', [CLUSTER]))).toEqual([1]);
    expect(await values(query('Maximum', [SERVICE]))).toEqual([]);
    expect(await values(query('Maximum', []))).toEqual([2]);
    expect(await values(query('Maximum', [CLUSTER, { ...SERVICE, Value: 'renamed' }]))).toEqual([]);
  });

  it('are told apart by their namespace and their unit', async () => {
    expect(await values(query('Maximum', [CLUSTER, SERVICE], { Namespace: 'Other' }))).toEqual([3]);
    expect(await values(query('Maximum', [CLUSTER], { Unit: 'Percent' }))).toEqual([1]);
    expect(await values(query('Maximum', [CLUSTER], { Unit: 'Seconds' }))).toEqual([]);
  });

  it('have percentiles, by the nearest rank', async () => {
    expect(await values(query('p95', [CLUSTER, SERVICE]))).toEqual([10, 50]);
    expect(await values(query('p95.5', [CLUSTER, SERVICE]))).toEqual([90, 50]);
    expect(await values(query('SampleCount', [CLUSTER, SERVICE]))).toEqual([100, 1]);
  });

  it('are listed the latest first if nothing else is asked for', async () => {
    const [latest] = await read([query('Sum', [CLUSTER, SERVICE])], 'TimestampDescending');
    expect(latest).toEqual({ Id: 'm1', minutes: [2, 0], Values: [50, 1400] });
  });

  it('answer an expression over them as before', async () => {
    const hidden = { ...query('Maximum', [CLUSTER]), ReturnData: false };
    expect(await read([hidden, { Id: 'e1', Expression: 'm1' }])).toEqual([
      { Id: 'e1', minutes: [0], Values: [1] },
    ]);
  });
});
