import {
  CloudWatchClient,
  DeleteAlarmsCommand,
  DescribeAlarmsCommand,
  ListTagsForResourceCommand,
  PutCompositeAlarmCommand,
  PutMetricAlarmCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  DeleteMetricFilterCommand,
  DescribeMetricFiltersCommand,
  PutMetricFilterCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { CreateBucketCommand, PutBucketPolicyCommand, S3Client } from '@aws-sdk/client-s3';
import { describeWithMoto } from './__fixtures__/describe-with-moto';
import { trailBucketPolicy } from './__fixtures__/trail-bucket-policy';
import { startLocalAws, type LocalAws } from './local-aws';

// Starting moto takes a second, several on a busy machine.
jest.setTimeout(40_000);

const REGION = 'eu-west-1';
const OTHER_REGION = 'eu-west-2';
const ACCOUNT = '210987654321';
const TOPIC = `arn:aws:sns:${REGION}:${ACCOUNT}:topic`;

let aws: LocalAws;

const configuration = (region: string) => ({
  region,
  endpoint: aws.endpoint,
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
});

describeWithMoto('what the local AWS watches and records', () => {
  beforeAll(async () => {
    aws = await startLocalAws({ accountId: ACCOUNT });
  });

  afterAll(() => aws.stop());

  describe('a metric filter', () => {
    const logGroupName = 'audit';
    let logs: CloudWatchLogsClient;
    const put = (filterName: string, filterPattern: string, group = logGroupName) =>
      logs.send(
        new PutMetricFilterCommand({
          logGroupName: group,
          filterName,
          filterPattern,
          metricTransformations: [
            { metricName: filterName, metricNamespace: 'healthcare', metricValue: '1' },
          ],
        }),
      );
    const patterns = async () => {
      const { metricFilters = [] } = await logs.send(new DescribeMetricFiltersCommand({ logGroupName }));
      return metricFilters.map(({ filterPattern }) => filterPattern);
    };

    beforeEach(async () => {
      logs = new CloudWatchLogsClient(configuration(REGION));
      await logs.send(new CreateLogGroupCommand({ logGroupName }));
    });
    afterEach(() => logs.send(new DeleteLogGroupCommand({ logGroupName })));

    it('is replaced by one of its name', async () => {
      await put('root-use', '{ $.a = "before" }');
      await put('root-use', '{ $.a = "after" }');

      await expect(patterns()).resolves.toEqual(['{ $.a = "after" }']);
    });

    it('goes with its log group', async () => {
      await put('root-use', '{ $.a = "before" }');
      await logs.send(new DeleteLogGroupCommand({ logGroupName }));
      await logs.send(new CreateLogGroupCommand({ logGroupName }));

      await expect(patterns()).resolves.toEqual([]);
    });

    it('is refused to a log group that does not exist, and is missed where it is deleted twice', async () => {
      await expect(put('root-use', '', 'nowhere')).rejects.toThrow('The specified log group does not exist.');
      await put('root-use', '');
      const remove = () => logs.send(new DeleteMetricFilterCommand({ logGroupName, filterName: 'root-use' }));
      await remove();

      await expect(remove()).rejects.toThrow('The specified metric filter does not exist.');
    });

    it('is one of a hundred at most, whatever is put again', async () => {
      for (let index = 0; index < 100; index += 1) await put(`filter-${index}`, '');
      await put('filter-0', '{ $.a = "again" }');

      await expect(put('one-more', '')).rejects.toMatchObject({ name: 'LimitExceededException' });
    });
  });

  describe('a composite alarm', () => {
    let cloudwatch: CloudWatchClient;
    const put = (name: string, rule: string) =>
      cloudwatch.send(
        new PutCompositeAlarmCommand({
          AlarmName: name,
          AlarmRule: rule,
          AlarmDescription: 'not ready',
          ActionsEnabled: true,
          AlarmActions: [TOPIC],
          OKActions: [TOPIC],
          InsufficientDataActions: [TOPIC],
          Tags: [{ Key: 'Name', Value: name }],
        }),
      );
    const describeAlarm = async (name: string) => {
      const { CompositeAlarms = [], MetricAlarms = [] } = await cloudwatch.send(
        new DescribeAlarmsCommand({ AlarmNames: [name], AlarmTypes: ['CompositeAlarm'] }),
      );
      expect(MetricAlarms).toEqual([]);
      return CompositeAlarms[0];
    };

    beforeAll(async () => {
      cloudwatch = new CloudWatchClient(configuration(REGION));
      for (const AlarmName of ['lag', 'tasks']) {
        await cloudwatch.send(
          new PutMetricAlarmCommand({
            AlarmName,
            Namespace: 'N',
            MetricName: 'M',
            Statistic: 'Sum',
            Period: 60,
            EvaluationPeriods: 1,
            Threshold: 1,
            ComparisonOperator: 'GreaterThanThreshold',
          }),
        );
      }
    });

    it('tells what it was given', async () => {
      const rule = 'ALARM("lag") OR INSUFFICIENT_DATA("lag") OR ALARM(tasks)';
      await put('ready', rule);
      const alarm = await describeAlarm('ready');
      expect(alarm).toMatchObject({
        AlarmName: 'ready',
        AlarmRule: rule,
        AlarmDescription: 'not ready',
        ActionsEnabled: true,
        AlarmActions: [TOPIC],
        OKActions: [TOPIC],
        InsufficientDataActions: [TOPIC],
      });
      const tags = await cloudwatch.send(new ListTagsForResourceCommand({ ResourceARN: alarm?.AlarmArn }));
      expect(tags.Tags).toEqual([{ Key: 'Name', Value: 'ready' }]);
    });

    it('keeps its state when it is given another rule', async () => {
      await put('lasting', 'ALARM("lag")');
      await cloudwatch.send(
        new SetAlarmStateCommand({
          AlarmName: 'lasting',
          StateValue: 'ALARM',
          StateReason: 'lag is in ALARM',
        }),
      );
      await put('lasting', `ALARM("arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:tasks")`);
      expect(await describeAlarm('lasting')).toMatchObject({
        AlarmRule: `ALARM("arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:tasks")`,
        StateValue: 'ALARM',
        StateReason: 'lag is in ALARM',
      });
    });

    it.each([
      ['ALARM("lag") OR ALARM("lost")', /alarms \[lost\] in the alarm rule do not exist/],
      ['TRUE', /must contain at least one alarm/],
    ])('is refused with the rule %s', async (rule, message) => {
      await expect(put('refused', rule)).rejects.toThrow(message);
      expect(await describeAlarm('refused')).toBeUndefined();
    });

    it('goes like any other', async () => {
      await put('going', 'ALARM("lag")');
      await cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames: ['going'] }));
      expect(await describeAlarm('going')).toBeUndefined();
    });
  });

  describe('a trail', () => {
    const arnOf = (name: string, region: string) => `arn:aws:cloudtrail:${region}:${ACCOUNT}:trail/${name}`;
    /** A request as an SDK of AWS makes it, for want of a client of CloudTrail. */
    const ask = async (region: string, operation: string, content: unknown) => {
      const response = await fetch(aws.endpoint, {
        method: 'POST',
        headers: {
          Authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/${region}/cloudtrail/aws4_request, SignedHeaders=host, Signature=0`,
          'Content-Type': 'application/x-amz-json-1.1',
          'X-Amz-Target': `com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.${operation}`,
        },
        body: JSON.stringify(content),
      });
      return { status: response.status, body: (await response.json()) as Readonly<Record<string, unknown>> };
    };
    const described = async (region: string, ...trailNameList: readonly string[]) => {
      const { body } = await ask(region, 'DescribeTrails', { trailNameList });
      return (body['trailList'] as readonly Readonly<Record<string, unknown>>[]).map(
        (trail) => trail['TrailARN'],
      );
    };

    beforeAll(async () => {
      const s3 = new S3Client({ ...configuration(REGION), forcePathStyle: true });
      await s3.send(
        new CreateBucketCommand({
          Bucket: 'trail',
          CreateBucketConfiguration: { LocationConstraint: REGION },
        }),
      );
      await s3.send(new PutBucketPolicyCommand({ Bucket: 'trail', Policy: trailBucketPolicy('trail') }));
      for (const [region, Name] of [
        [REGION, 'here'],
        [OTHER_REGION, 'there'],
      ] as const)
        await ask(region, 'CreateTrail', { Name, S3BucketName: 'trail', IsMultiRegionTrail: true });
    });

    it('starts and stops logging by its ARN', async () => {
      const Name = arnOf('here', REGION);
      for (const [operation, logging] of [
        ['StartLogging', true],
        ['StopLogging', false],
      ] as const) {
        expect(await ask(REGION, operation, { Name })).toMatchObject({ status: 200 });
        expect((await ask(REGION, 'GetTrailStatus', { Name })).body).toMatchObject({ IsLogging: logging });
      }
    });

    it('is described alone when it is asked for, and with those of other Regions when none is', async () => {
      expect(await described(REGION, arnOf('here', REGION))).toEqual([arnOf('here', REGION)]);
      expect(await described(REGION, 'here')).toEqual([arnOf('here', REGION)]);
      expect(await described(REGION, 'there')).toEqual([]);
      expect(await described(REGION, arnOf('there', OTHER_REGION))).toEqual([arnOf('there', OTHER_REGION)]);
      expect((await described(REGION)).sort()).toEqual([arnOf('here', REGION), arnOf('there', OTHER_REGION)]);
    });

    it('says whether it has event selectors', async () => {
      const Name = arnOf('here', REGION);
      const before = await ask(REGION, 'GetTrail', { Name });
      expect(before.body['Trail']).toMatchObject({ HasCustomEventSelectors: false });
      await ask(REGION, 'PutEventSelectors', {
        TrailName: Name,
        EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true, DataResources: [] }],
      });
      const after = await ask(REGION, 'GetTrail', { Name });
      expect(after.body['Trail']).toMatchObject({ HasCustomEventSelectors: true });
    });

    it('is gone once it is deleted by its ARN', async () => {
      await ask(REGION, 'CreateTrail', { Name: 'going', S3BucketName: 'trail' });
      const Name = arnOf('going', REGION);
      expect(await ask(REGION, 'DeleteTrail', { Name })).toMatchObject({ status: 200 });
      expect(await described(REGION, Name)).toEqual([]);
      expect((await ask(REGION, 'DeleteTrail', { Name })).status).toBe(400);
    });
  });
});
