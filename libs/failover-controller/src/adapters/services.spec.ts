import {
  ApplicationAutoScalingClient,
  DescribeScalableTargetsCommand,
  RegisterScalableTargetCommand,
} from '@aws-sdk/client-application-auto-scaling';
import { CloudWatchClient, GetMetricDataCommand, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { bounded, fault } from '../__fixtures__/bounded';
import { capacityAdapter } from './capacity';
import { metricsAdapter } from './cloudwatch';
import { configurationAdapter } from './configuration';
import { notificationAdapter } from './notifications';
import type { Notification } from '../domain/notification';
import { PROTOCOL_VERSION } from '../domain/protocol';

const NOW = Date.UTC(2026, 0, 15, 10);
const MINUTE_MS = 60_000;

describe('the metrics', () => {
  const cloudWatch = bounded(CloudWatchClient);
  const mock = mockClient(cloudWatch.client);
  const port = metricsAdapter({
    cloudWatch,
    environment: 'dev',
    clusterName: 'healthcare-aurora-dev',
    ecsCluster: 'cluster',
    ecsService: 'service',
    clock: { now: () => NOW },
  });
  const answer = (...results: (readonly (readonly [minutesAgo: number, value: number])[])[]) =>
    mock.on(GetMetricDataCommand).resolves({
      MetricDataResults: results.map((points, index) => ({
        Id: ['rpo', 'storage'][index] ?? 'x',
        Timestamps: points.map(([minutesAgo]) => new Date(NOW - minutesAgo * MINUTE_MS)),
        Values: points.map(([, value]) => value),
        StatusCode: 'Complete' as const,
      })),
    });
  beforeEach(() => mock.reset());

  it('say that traffic is held if any of the last minutes does, and nothing without a datapoint', async () => {
    answer([
      [1, 0],
      [2, 1],
    ]);
    await expect(port.trafficEngaged()).resolves.toBe(true);
    answer([
      [1, 0],
      [2, 0],
    ]);
    await expect(port.trafficEngaged()).resolves.toBe(false);
    answer([]);
    await expect(port.trafficEngaged()).resolves.toBeUndefined();

    expect(mock.calls()[0]?.args[0].input).toMatchObject({
      StartTime: new Date(NOW - 3 * MINUTE_MS),
      MetricDataQueries: [
        {
          MetricStat: {
            Metric: { Namespace: 'HealthcareDr/Failover/dev', MetricName: 'TrafficEngaged' },
            Stat: 'Maximum',
          },
        },
      ],
    });
  });

  it('count the running tasks by the samples of their CPU, the most of the last minutes', async () => {
    answer([
      [1, 3],
      [2, 7],
      [3, 7],
    ]);
    await expect(port.runningTasks()).resolves.toBe(7);
    answer([[1, 0]]);
    await expect(port.runningTasks()).resolves.toBeUndefined();

    expect(mock.calls()[0]?.args[0].input).toMatchObject({
      MetricDataQueries: [
        {
          MetricStat: {
            Metric: {
              Namespace: 'AWS/ECS',
              MetricName: 'CPUUtilization',
              Dimensions: [
                { Name: 'ClusterName', Value: 'cluster' },
                { Name: 'ServiceName', Value: 'service' },
              ],
            },
            Period: 60,
            Stat: 'SampleCount',
          },
        },
      ],
    });
  });

  it('ask for both lags of the own cluster over the last hour, in one call', async () => {
    answer([], []);
    await port.replicationLag();

    expect(mock.calls()).toHaveLength(1);
    expect(mock.calls()[0]?.args[0].input).toMatchObject({
      StartTime: new Date(NOW - 60 * MINUTE_MS),
      MetricDataQueries: ['AuroraGlobalDBRPOLag', 'AuroraGlobalDBReplicationLag'].map((MetricName) => ({
        MetricStat: {
          Metric: {
            Namespace: 'AWS/RDS',
            MetricName,
            Dimensions: [{ Name: 'DBClusterIdentifier', Value: 'healthcare-aurora-dev' }],
          },
          Period: 60,
          Stat: 'Maximum',
        },
      })),
    });
  });

  it('tell the newest datapoint, in the milliseconds in which it was measured', async () => {
    answer(
      [[3, 900_000]],
      [
        [5, 10],
        [1, 850],
        [2, 99],
      ],
    );

    await expect(port.replicationLag()).resolves.toEqual({ lagMs: 850, measuredAt: NOW - MINUTE_MS });
  });

  it('tell the greater of two that are as new', async () => {
    answer([[1, 20]], [[1, 700]]);

    await expect(port.replicationLag()).resolves.toEqual({ lagMs: 700, measuredAt: NOW - MINUTE_MS });
  });

  it.each([
    ['no result', []],
    ['results without datapoints', [[], []]],
    ['what is no number', [[[1, NaN]], [[1, -1]]]],
  ] as const)('know no lag, which is no zero: %s', async (_, results) => {
    answer(...results);

    await expect(port.replicationLag()).resolves.toBeUndefined();
  });

  it('know no lag of a time without a value', async () => {
    mock.on(GetMetricDataCommand).resolves({
      MetricDataResults: [{ Id: 'rpo', Timestamps: [new Date(NOW)], Values: [] }, { Id: 'storage' }],
    });

    await expect(port.replicationLag()).resolves.toBeUndefined();
  });

  it('tell a lag of zero where there is one', async () => {
    answer([[1, 0]]);

    await expect(port.replicationLag()).resolves.toEqual({ lagMs: 0, measuredAt: NOW - MINUTE_MS });
  });

  it.each([
    [true, 1],
    [false, 0],
  ])(
    'write the control metric %s as %d, under the one dimension that its alarm knows',
    async (engaged, value) => {
      mock.on(PutMetricDataCommand).resolves({});
      await port.putTrafficEngaged(engaged);

      expect(mock.calls()[0]?.args[0].input).toEqual({
        Namespace: 'HealthcareDr/Failover/dev',
        MetricData: [
          {
            MetricName: 'TrafficEngaged',
            Dimensions: [{ Name: 'Environment', Value: 'dev' }],
            Value: value,
            Unit: 'None',
            Timestamp: new Date(NOW),
          },
        ],
      });
    },
  );

  it.each([
    ['InternalServiceFault', 'unknown'],
    ['InvalidParameterCombinationException', 'invalid'],
    ['InvalidParameterValueException', 'invalid'],
    ['MissingRequiredParameterException', 'invalid'],
    ['InvalidNextToken', 'invalid'],
    ['ThrottlingException', 'throttled'],
    ['AccessDenied', 'denied'],
  ])('fail as %s: %s', async (name, kind) => {
    mock.on(GetMetricDataCommand).rejects(fault(name)).on(PutMetricDataCommand).rejects(fault(name));

    await expect(port.replicationLag()).rejects.toMatchObject({ kind });
    await expect(port.putTrafficEngaged(true)).rejects.toMatchObject({ kind });
  });
});

describe('the configuration', () => {
  const ssm = bounded(SSMClient);
  const mock = mockClient(ssm.client);
  const port = configurationAdapter({ ssm, policyParameter: '/policy', holdParameter: '/hold' });
  beforeEach(() => mock.reset());

  it('is read anew each time', async () => {
    mock
      .on(GetParameterCommand, { Name: '/policy' })
      .resolves({ Parameter: { Name: '/policy', Type: 'String', Value: '{"mode":"approval"}', Version: 3 } })
      .on(GetParameterCommand, { Name: '/hold' })
      .resolvesOnce({ Parameter: { Value: '{"held":false}' } })
      .resolvesOnce({ Parameter: { Value: '{"held":true}' } });

    await expect(port.readPolicy()).resolves.toBe('{"mode":"approval"}');
    await expect(port.readHold()).resolves.toBe('{"held":false}');
    await expect(port.readHold()).resolves.toBe('{"held":true}');
  });

  it.each([
    ['ParameterNotFound', 'not-found'],
    ['ParameterVersionNotFound', 'not-found'],
    ['InternalServerError', 'unknown'],
    ['AccessDeniedException', 'denied'],
    ['ThrottlingException', 'throttled'],
  ])('fails as %s: %s', async (name, kind) => {
    mock.on(GetParameterCommand).rejects(fault(name));

    await expect(port.readPolicy()).rejects.toMatchObject({ kind, operation: 'ssm:GetParameter' });
    await expect(port.readHold()).rejects.toMatchObject({ kind });
  });

  it('is not taken from a parameter without a value', async () => {
    mock.on(GetParameterCommand).resolves({ Parameter: {} });

    await expect(port.readHold()).rejects.toMatchObject({ kind: 'invalid' });
  });
});

describe('a notification', () => {
  const sns = bounded(SNSClient);
  const mock = mockClient(sns.client);
  const topicArn = 'arn:aws:sns:eu-west-1:111111111111:healthcare-notifications-dev';
  /** As a deployment without codes has left one in the outbox. */
  const notification: Notification = {
    id: 'n1',
    severity: 'page',
    event: undefined,
    incidentId: undefined,
    subject: 's',
    body: 'b',
  };
  const port = notificationAdapter({ sns, topicArn });
  beforeEach(() => mock.reset().on(PublishCommand).resolves({ MessageId: '1' }));

  it('says its severity where subscriptions look, and its id where a reader can tell a repetition', async () => {
    await port.publish({
      id: 'n1',
      severity: 'page',
      event: 'promotion-requested',
      incidentId: 'i1',
      subject: 'Promotion requested',
      body: 'because',
    });

    const input = mock.commandCalls(PublishCommand)[0]?.args[0].input;
    expect(input).toMatchObject({ TopicArn: topicArn, Subject: 'Promotion requested' });
    expect(JSON.parse(input?.Message ?? '')).toEqual({
      source: 'failover-controller',
      protocolVersion: PROTOCOL_VERSION,
      severity: 'page',
      id: 'n1',
      event: 'promotion-requested',
      incidentId: 'i1',
      subject: 'Promotion requested',
      body: 'because',
    });
  });

  it.each([
    ['Größe – zwei\nZeilen', 'Gr e zwei Zeilen'],
    ['x'.repeat(150), 'x'.repeat(100)],
    ['\n', 'Failover controller'],
  ])('has a subject that SNS takes: %j', async (subject, sent) => {
    await port.publish({ ...notification, severity: 'ticket', subject });

    expect(mock.commandCalls(PublishCommand)[0]?.args[0].input.Subject?.replaceAll(/ +/g, ' ')).toBe(sent);
  });

  it.each([
    ['AuthorizationErrorException', 'denied'],
    ['EndpointDisabledException', 'invalid'],
    ['InternalErrorException', 'unknown'],
    ['InvalidParameterException', 'invalid'],
    ['InvalidParameterValueException', 'invalid'],
    ['InvalidSecurityException', 'denied'],
    ['KMSAccessDeniedException', 'denied'],
    ['KMSDisabledException', 'denied'],
    ['KMSInvalidStateException', 'conflict'],
    ['KMSNotFoundException', 'not-found'],
    ['KMSOptInRequired', 'denied'],
    ['KMSThrottlingException', 'throttled'],
    ['NotFoundException', 'not-found'],
    ['PlatformApplicationDisabledException', 'invalid'],
    ['ValidationException', 'invalid'],
  ])('fails as %s: %s', async (name, kind) => {
    mock.on(PublishCommand).rejects(fault(name));

    const published = port.publish(notification);

    await expect(published).rejects.toMatchObject({ kind, operation: 'sns:Publish' });
  });
});

describe('the capacity', () => {
  const autoScaling = bounded(ApplicationAutoScalingClient);
  const mock = mockClient(autoScaling.client);
  const port = capacityAdapter({ autoScaling, ecsCluster: 'cluster', ecsService: 'service' });
  const target = (MinCapacity: number) => ({
    ServiceNamespace: 'ecs' as const,
    ResourceId: 'service/cluster/service',
    ScalableDimension: 'ecs:service:DesiredCount' as const,
    MinCapacity,
    MaxCapacity: 10,
    RoleARN: 'arn:aws:iam::111111111111:role/x',
    CreationTime: new Date(NOW),
  });
  beforeEach(() => mock.reset());

  it('is raised to the least number of tasks, and the most is left as it is', async () => {
    mock.on(DescribeScalableTargetsCommand).resolves({ ScalableTargets: [target(2)] });
    mock.on(RegisterScalableTargetCommand).resolves({});

    await port.raiseMinimumTasks(4);

    expect(mock.commandCalls(RegisterScalableTargetCommand).map(({ args }) => args[0].input)).toEqual([
      {
        ServiceNamespace: 'ecs',
        ResourceId: 'service/cluster/service',
        ScalableDimension: 'ecs:service:DesiredCount',
        MinCapacity: 4,
      },
    ]);
  });

  it.each([4, 5])('is not lowered: %d', async (current) => {
    mock.on(DescribeScalableTargetsCommand).resolves({ ScalableTargets: [target(current)] });

    await port.raiseMinimumTasks(4);

    expect(mock.commandCalls(RegisterScalableTargetCommand)).toEqual([]);
  });

  it('is raised to the most at most', async () => {
    mock.on(DescribeScalableTargetsCommand).resolves({ ScalableTargets: [target(2)] });
    mock.on(RegisterScalableTargetCommand).resolves({});

    await port.raiseMinimumTasks(40);

    expect(mock.commandCalls(RegisterScalableTargetCommand)[0]?.args[0].input).toMatchObject({
      MinCapacity: 10,
    });
  });

  it('is lowered to what it was, and not raised by that', async () => {
    mock.on(DescribeScalableTargetsCommand).resolves({ ScalableTargets: [target(7)] });
    mock.on(RegisterScalableTargetCommand).resolves({});

    await expect(port.minimumTasks()).resolves.toBe(7);
    await port.lowerMinimumTasks(9);
    await port.lowerMinimumTasks(2);

    expect(
      mock.commandCalls(RegisterScalableTargetCommand).map(({ args }) => args[0].input.MinCapacity),
    ).toEqual([2]);
  });

  it('cannot be raised where nothing scales', async () => {
    mock.on(DescribeScalableTargetsCommand).resolves({ ScalableTargets: [] });

    await expect(port.raiseMinimumTasks(4)).rejects.toMatchObject({ kind: 'not-found' });
  });

  it.each([
    ['ConcurrentUpdateException', 'conflict'],
    ['InternalServiceException', 'unknown'],
    ['LimitExceededException', 'invalid'],
    ['ValidationException', 'invalid'],
    ['AccessDeniedException', 'denied'],
  ])('fails as %s: %s', async (name, kind) => {
    mock.on(DescribeScalableTargetsCommand).resolves({ ScalableTargets: [target(2)] });
    mock.on(RegisterScalableTargetCommand).rejects(fault(name));

    await expect(port.raiseMinimumTasks(4)).rejects.toMatchObject({ kind });
  });
});
