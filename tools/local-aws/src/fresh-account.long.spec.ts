import { strToU8, zipSync } from 'fflate';
import { ask, type Asked } from './__fixtures__/ask';
import { describeWithMoto } from './__fixtures__/describe-with-moto';
import { createRole } from './__fixtures__/iam';
import { startLocalAws, type LocalAws } from './local-aws';

// Starting moto takes a second, several on a busy machine.
jest.setTimeout(60_000);

const ACCOUNT = '210987654321';

describeWithMoto('a fresh account', () => {
  let aws: LocalAws;
  const call = (asked: Omit<Asked, 'region'>, region = 'eu-west-1') =>
    ask(aws.endpoint, { region, ...asked });

  beforeAll(async () => {
    aws = await startLocalAws({ accountId: ACCOUNT, freshAccount: true });
  });
  afterAll(() => aws.stop());

  it('has ten concurrent executions, of which a function can reserve none', async () => {
    const settings = await call({ service: 'lambda', method: 'GET', path: '/2016-08-19/account-settings' });
    expect(JSON.parse(settings.text)).toMatchObject({ AccountLimit: { ConcurrentExecutions: 10 } });
    await createRole(aws.endpoint, 'function', ACCOUNT);
    await call({
      service: 'lambda',
      path: '/2015-03-31/functions',
      content: {
        FunctionName: 'f',
        Role: `arn:aws:iam::${ACCOUNT}:role/function`,
        Runtime: 'nodejs22.x',
        Handler: 'index.handler',
        Code: { ZipFile: Buffer.from(zipSync({ 'index.mjs': strToU8('') })).toString('base64') },
      },
    });

    await expect(
      call({
        service: 'lambda',
        method: 'PUT',
        path: '/2017-10-31/functions/f/concurrency',
        content: { ReservedConcurrentExecutions: 1 },
      }),
    ).resolves.toMatchObject({
      status: 400,
      code: 'InvalidParameterValueException',
      text: expect.stringContaining('below its minimum value of [100]'),
    });
  });

  it.each([
    ['ec2', { form: { Action: 'DescribeVpcs', Version: '2016-11-15' } }, 401, 'AuthFailure'],
    ['rds', { form: { Action: 'DescribeDBClusters', Version: '2014-10-31' } }, 403, 'InvalidClientTokenId'],
    ['ssm', { target: 'AmazonSSM.GetParameter', content: {} }, 400, 'UnrecognizedClientException'],
    ['s3', { method: 'GET' }, 403, 'InvalidAccessKeyId'],
  ])(
    'has enabled no Region that is opt-in: %s does not know its keys there',
    async (service, asked, status, code) => {
      await expect(call({ service, ...asked }, 'ap-east-2')).resolves.toMatchObject({ status, code });
      await expect(call({ service, ...asked }, 'eu-west-1')).resolves.not.toMatchObject({ code });
    },
  );

  it('says of a Region that it is not enabled', async () => {
    const { text } = await call({
      service: 'ec2',
      form: { Action: 'DescribeRegions', Version: '2016-11-15', AllRegions: 'true' },
    });

    const statusOf = (region: string) =>
      new RegExp(`<regionName>${region}</regionName>[^]*?<optInStatus>([^<]+)`).exec(text)?.[1];
    expect(['eu-west-1', 'eu-south-1'].map(statusOf)).toEqual(['opt-in-not-required', 'not-opted-in']);
  });

  it('has AWS Backup opted in to nothing', async () => {
    const { text } = await call({ service: 'backup', method: 'GET', path: '/account-settings' });
    expect(JSON.parse(text)).toMatchObject({
      ResourceTypeOptInPreference: { Aurora: false, S3: false },
    });
  });

  it('has no service-linked role of ECS until somebody makes it', async () => {
    const ecs = () =>
      call({
        service: 'ecs',
        target: 'AmazonEC2ContainerServiceV20141113.CreateCluster',
        content: { clusterName: 'c', capacityProviders: ['FARGATE'] },
      });
    await expect(ecs()).resolves.toMatchObject({
      status: 400,
      code: 'InvalidParameterException',
      text: expect.stringContaining('Unable to assume the service linked role'),
    });
    await call({
      service: 'iam',
      form: {
        Action: 'CreateServiceLinkedRole',
        Version: '2010-05-08',
        AWSServiceName: 'ecs.amazonaws.com',
      },
    });
    await expect(ecs()).resolves.toMatchObject({ status: 200 });
  });

  describe('asks for more by Service Quotas', () => {
    const quotas = (operation: string, content: object, region = 'eu-west-1') =>
      call({ service: 'servicequotas', target: `ServiceQuotasV20190624.${operation}`, content }, region);
    const CONCURRENCY = { ServiceCode: 'lambda', QuotaCode: 'L-B99A9384' };
    const valueOf = async (operation: string, quota: object, region?: string) =>
      (JSON.parse((await quotas(operation, quota, region)).text) as { Quota: { Value: number } }).Quota.Value;

    it('in one Region, which has it from then on', async () => {
      expect(await valueOf('GetAWSDefaultServiceQuota', CONCURRENCY)).toBe(1000);
      expect(await valueOf('GetServiceQuota', CONCURRENCY)).toBe(10);

      const asked = await quotas('RequestServiceQuotaIncrease', { ...CONCURRENCY, DesiredValue: 500 });

      expect(JSON.parse(asked.text)).toMatchObject({
        RequestedQuota: { ...CONCURRENCY, DesiredValue: 500, Status: 'PENDING' },
      });
      expect(await valueOf('GetServiceQuota', CONCURRENCY)).toBe(500);
      expect(await valueOf('GetServiceQuota', CONCURRENCY, 'eu-west-2')).toBe(10);
      const settings = await call({ service: 'lambda', method: 'GET', path: '/2016-08-19/account-settings' });
      expect(JSON.parse(settings.text)).toMatchObject({ AccountLimit: { ConcurrentExecutions: 500 } });
    });

    it('of VPCs, and has one more then', async () => {
      const VPCS = { ServiceCode: 'vpc', QuotaCode: 'L-F678F1CE' };
      const createVpc = () =>
        call({
          service: 'ec2',
          form: { Action: 'CreateVpc', Version: '2016-11-15', CidrBlock: '10.0.0.0/16' },
        });
      for (let vpc = 0; vpc < 4; vpc += 1) await createVpc();
      await expect(createVpc()).resolves.toMatchObject({ code: 'VpcLimitExceeded' });

      await quotas('RequestServiceQuotaIncrease', { ...VPCS, DesiredValue: 6 });

      await expect(createVpc()).resolves.toMatchObject({ status: 200 });
      await expect(createVpc()).resolves.toMatchObject({ code: 'VpcLimitExceeded' });
    });

    it.each([
      [{ ServiceCode: 'ec2', QuotaCode: 'L-0263D0A3', DesiredValue: 5 }, 'IllegalArgumentException'],
      [{ ServiceCode: 'cloudtrail', QuotaCode: 'L-00000000', DesiredValue: 6 }, 'NoSuchResourceException'],
    ])('for no less than it has, and for nothing else: %j', async (asked, code) => {
      await expect(quotas('RequestServiceQuotaIncrease', asked)).resolves.toMatchObject({
        status: 400,
        code,
      });
    });
  });

  it('uses a Region that is opt-in once it has enabled it, and until it disables it', async () => {
    const account = (path: string, RegionName: string) =>
      call({ service: 'account', path, content: { RegionName } }, 'us-east-1');
    const regions = () =>
      call({ service: 'ec2', form: { Action: 'DescribeVpcs', Version: '2016-11-15' } }, 'eu-south-1');
    await expect(regions()).resolves.toMatchObject({ code: 'AuthFailure' });

    await expect(account('/enableRegion', 'eu-south-1')).resolves.toMatchObject({ status: 200 });

    await expect(regions()).resolves.toMatchObject({ status: 200 });
    const { text } = await account('/getRegionOptStatus', 'eu-south-1');
    expect(JSON.parse(text)).toEqual({ RegionName: 'eu-south-1', RegionOptStatus: 'ENABLED' });
    await account('/disableRegion', 'eu-south-1');
    await expect(regions()).resolves.toMatchObject({ code: 'AuthFailure' });
    await expect(account('/disableRegion', 'eu-west-1')).resolves.toMatchObject({
      status: 400,
      code: 'ValidationException',
    });
  });

  it('delivers nothing to an address until somebody confirms it', async () => {
    const sns = (Action: string, parameters: Readonly<Record<string, string>> = {}) =>
      call({ service: 'sns', form: { Action, Version: '2010-03-31', ...parameters } });
    const TopicArn = `arn:aws:sns:eu-west-1:${ACCOUNT}:t`;
    await sns('CreateTopic', { Name: 't' });
    for (const [Protocol, Endpoint] of [
      ['email', 'oncall@example.org'],
      ['sqs', `arn:aws:sqs:eu-west-1:${ACCOUNT}:q`],
    ] as const)
      await sns('Subscribe', { TopicArn, Protocol, Endpoint });
    const arns = async () =>
      [
        ...(await sns('ListSubscriptionsByTopic', { TopicArn })).text.matchAll(/<SubscriptionArn>([^<]+)</g),
      ].map(([, arn]) => arn);
    expect(await arns()).toEqual(['PendingConfirmation', expect.stringContaining(TopicArn)]);

    await expect(sns('ConfirmSubscription', { TopicArn, Token: 'x' })).resolves.toMatchObject({
      status: 400,
      code: 'InvalidParameter',
    });
    await sns('ConfirmSubscription', { TopicArn, Token: 'oncall@example.org' });

    expect(await arns()).toEqual([expect.stringContaining(TopicArn), expect.stringContaining(TopicArn)]);
  });
});
