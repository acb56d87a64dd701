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
});
