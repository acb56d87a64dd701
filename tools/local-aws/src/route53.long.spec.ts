import { CloudWatchClient, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  CreateHealthCheckCommand,
  CreateHostedZoneCommand,
  CreateQueryLoggingConfigCommand,
  GetHealthCheckCommand,
  GetHostedZoneCommand,
  GetQueryLoggingConfigCommand,
  ListHealthChecksCommand,
  Route53Client,
  UpdateHealthCheckCommand,
} from '@aws-sdk/client-route-53';
import { describeWithMoto } from './__fixtures__/describe-with-moto';
import { startLocalAws, type LocalAws } from './local-aws';

// Starting moto takes a second, several on a busy machine.
jest.setTimeout(40_000);

const ALARM_REGION = 'eu-west-1';
const LOG_GROUP = '/aws/route53/queries';

describeWithMoto('Route 53 of the local AWS', () => {
  let aws: LocalAws;
  let route53: Route53Client;
  let cloudwatch: CloudWatchClient;
  let logs: CloudWatchLogsClient;

  const configuration = (region: string) => ({
    region,
    endpoint: aws.endpoint,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
  const putAlarm = (AlarmName: string, Threshold: number) =>
    cloudwatch.send(
      new PutMetricAlarmCommand({
        AlarmName,
        Namespace: 'Test',
        MetricName: 'Metric',
        Dimensions: [{ Name: 'Environment', Value: 'dev' }],
        Statistic: 'Maximum',
        Period: 60,
        EvaluationPeriods: 3,
        ComparisonOperator: 'LessThanThreshold',
        Threshold,
      }),
    );
  const follow = async (Name: string) => {
    const { HealthCheck } = await route53.send(
      new CreateHealthCheckCommand({
        CallerReference: Name,
        HealthCheckConfig: {
          Type: 'CLOUDWATCH_METRIC',
          AlarmIdentifier: { Name, Region: ALARM_REGION },
          InsufficientDataHealthStatus: 'LastKnownStatus',
          Inverted: true,
        },
      }),
    );
    return String(HealthCheck?.Id);
  };
  const thresholdOf = async (HealthCheckId: string) => {
    const { HealthCheck } = await route53.send(new GetHealthCheckCommand({ HealthCheckId }));
    return HealthCheck?.CloudWatchAlarmConfiguration?.Threshold;
  };

  beforeAll(async () => {
    aws = await startLocalAws({ accountId: '210987654321' });
    route53 = new Route53Client(configuration('us-east-1'));
    cloudwatch = new CloudWatchClient(configuration(ALARM_REGION));
    logs = new CloudWatchLogsClient(configuration('us-east-1'));
  });
  afterAll(async () => {
    for (const client of [route53, cloudwatch, logs]) client.destroy();
    await aws.stop();
  });

  it('gives a zone the id that its caller reference is, and chooses one otherwise', async () => {
    const create = (Name: string, CallerReference: string) =>
      route53.send(new CreateHostedZoneCommand({ Name, CallerReference }));
    await create('given.example', 'Z0123456789GIVEN');
    const { HostedZone } = await route53.send(new GetHostedZoneCommand({ Id: 'Z0123456789GIVEN' }));
    expect(HostedZone).toMatchObject({ Id: '/hostedzone/Z0123456789GIVEN', Name: 'given.example.' });
    const chosen = await create('chosen.example', 'once');
    expect(chosen.HostedZone?.Id).toMatch(/^\/hostedzone\/Z[A-Z0-9]{10,}$/);
  });

  it('knows which alarm a check follows, and gives it no endpoint', async () => {
    await putAlarm('known', 1);
    const HealthCheckId = await follow('known');
    const { HealthCheck: check } = await route53.send(new GetHealthCheckCommand({ HealthCheckId }));
    expect(check?.HealthCheckConfig).toEqual({
      Type: 'CLOUDWATCH_METRIC',
      AlarmIdentifier: { Name: 'known', Region: ALARM_REGION },
      InsufficientDataHealthStatus: 'LastKnownStatus',
      Inverted: true,
      Disabled: false,
      EnableSNI: false,
    });
    expect(check?.CloudWatchAlarmConfiguration).toEqual({
      Namespace: 'Test',
      MetricName: 'Metric',
      Dimensions: [{ Name: 'Environment', Value: 'dev' }],
      Statistic: 'Maximum',
      Period: 60,
      EvaluationPeriods: 3,
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 1,
    });
  });

  it('follows its copy of an alarm until the check is updated', async () => {
    await putAlarm('edited', 1);
    const HealthCheckId = await follow('edited');
    await putAlarm('edited', 2);
    expect(await thresholdOf(HealthCheckId)).toBe(1);
    await route53.send(
      new UpdateHealthCheckCommand({
        HealthCheckId,
        InsufficientDataHealthStatus: 'Unhealthy',
        Inverted: false,
      }),
    );
    expect(await thresholdOf(HealthCheckId)).toBe(2);
    const { HealthCheck } = await route53.send(new GetHealthCheckCommand({ HealthCheckId }));
    expect(HealthCheck?.HealthCheckConfig).toMatchObject({
      InsufficientDataHealthStatus: 'Unhealthy',
      Inverted: false,
    });
  });

  it('refuses a check of an alarm that is not there, and keeps nothing of it', async () => {
    const before = await route53.send(new ListHealthChecksCommand({}));
    await expect(follow('nowhere')).rejects.toThrow('The alarm nowhere does not exist in eu-west-1.');
    const after = await route53.send(new ListHealthChecksCommand({}));
    expect(after.HealthChecks).toHaveLength(before.HealthChecks?.length ?? -1);
  });

  it('leaves checks of endpoints as they are', async () => {
    const { HealthCheck } = await route53.send(
      new CreateHealthCheckCommand({
        CallerReference: 'endpoint',
        HealthCheckConfig: { Type: 'HTTPS', FullyQualifiedDomainName: 'a.example', Port: 443 },
      }),
    );
    expect(HealthCheck?.HealthCheckConfig).toMatchObject({
      Port: 443,
      RequestInterval: 30,
      FailureThreshold: 3,
    });
    expect(HealthCheck).not.toHaveProperty('CloudWatchAlarmConfiguration');
  });

  it.each([
    ['with', 'with.example', ':*'],
    ['without', 'without.example', ''],
  ])('logs queries into a group whose ARN is given %s the streams behind it', async (_how, Name, streams) => {
    const arn = `arn:aws:logs:us-east-1:210987654321:log-group:${LOG_GROUP}-${Name}`;
    await logs.send(new CreateLogGroupCommand({ logGroupName: `${LOG_GROUP}-${Name}` }));
    const { HostedZone } = await route53.send(new CreateHostedZoneCommand({ Name, CallerReference: Name }));
    const { QueryLoggingConfig } = await route53.send(
      new CreateQueryLoggingConfigCommand({
        HostedZoneId: String(HostedZone?.Id?.split('/').at(-1)),
        CloudWatchLogsLogGroupArn: `${arn}${streams}`,
      }),
    );
    const read = await route53.send(new GetQueryLoggingConfigCommand({ Id: QueryLoggingConfig?.Id }));
    expect(read.QueryLoggingConfig?.CloudWatchLogsLogGroupArn).toBe(`${arn}${streams}`);
  });

  it('still refuses a log group that is not there', async () => {
    const { HostedZone } = await route53.send(
      new CreateHostedZoneCommand({ Name: 'none.example', CallerReference: 'none' }),
    );
    const creating = route53.send(
      new CreateQueryLoggingConfigCommand({
        HostedZoneId: String(HostedZone?.Id?.split('/').at(-1)),
        CloudWatchLogsLogGroupArn: 'arn:aws:logs:us-east-1:210987654321:log-group:none',
      }),
    );
    await expect(creating).rejects.toMatchObject({ name: 'NoSuchCloudWatchLogsLogGroup' });
  });
});
