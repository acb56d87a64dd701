import { ACMClient, DescribeCertificateCommand, type CertificateDetail } from '@aws-sdk/client-acm';
import { BackupClient, DescribeRegionSettingsCommand } from '@aws-sdk/client-backup';
import { CloudTrailClient, DescribeTrailsCommand } from '@aws-sdk/client-cloudtrail';
import { CloudWatchLogsClient, DescribeResourcePoliciesCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  DescribeAddressesCommand,
  DescribeAvailabilityZonesCommand,
  DescribeRegionsCommand,
  DescribeVpcsCommand,
  EC2Client,
  EC2ServiceException,
} from '@aws-sdk/client-ec2';
import { GetRoleCommand, IAMClient, IAMServiceException } from '@aws-sdk/client-iam';
import {
  GetAccountSettingsCommand,
  GetFunctionConcurrencyCommand,
  LambdaClient,
} from '@aws-sdk/client-lambda';
import {
  DescribeDBEngineVersionsCommand,
  DescribeOrderableDBInstanceOptionsCommand,
  RDSClient,
} from '@aws-sdk/client-rds';
import { ListHostedZonesCommand, Route53Client } from '@aws-sdk/client-route-53';
import { GetServiceQuotaCommand, ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { ListSubscriptionsByTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { AssumeRoleCommand, STSClient, STSServiceException } from '@aws-sdk/client-sts';
import { parseEnvironment, serviceNames, type Environment } from '@healthcare-dr/topology';
import { dev as writtenDev, fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { mockClient } from 'aws-sdk-client-mock';
import { makeAccount } from './clients';
import type { PreflightCheckId, PreflightFinding } from './finding';
import { checkImage } from './image-check';
import { assessAccount } from './preflight';

const dev = fixtureEnvironment('dev');
const VARIABLES = {
  AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
};

const acm = mockClient(ACMClient);
const backup = mockClient(BackupClient);
const cloudTrail = mockClient(CloudTrailClient);
const ec2 = mockClient(EC2Client);
const iam = mockClient(IAMClient);
const lambda = mockClient(LambdaClient);
const logs = mockClient(CloudWatchLogsClient);
const quotas = mockClient(ServiceQuotasClient);
const rds = mockClient(RDSClient);
const route53 = mockClient(Route53Client);
const sns = mockClient(SNSClient);
const sts = mockClient(STSClient);
const mocks = [acm, backup, cloudTrail, ec2, iam, lambda, logs, quotas, rds, route53, sns, sts];

const zone = (id: string, domain = 'dev.healthcare.example.', privateZone = false) => ({
  Id: `/hostedzone/${id}`,
  Name: domain,
  CallerReference: id,
  Config: { PrivateZone: privateZone },
});

/** An account that lacks nothing. */
beforeEach(() => {
  for (const mock of mocks) mock.reset();
  ec2.on(DescribeRegionsCommand).resolves({ Regions: [{ OptInStatus: 'opt-in-not-required' }] });
  ec2.on(DescribeAvailabilityZonesCommand).resolves({
    AvailabilityZones: [...dev.primary.zones, ...dev.dr.zones].map((ZoneName, index) => ({
      ZoneName,
      ZoneId: `any-az${index}`,
      State: 'available',
    })),
  });
  ec2.on(DescribeVpcsCommand).resolves({ Vpcs: [{}] });
  ec2.on(DescribeAddressesCommand).resolves({ Addresses: [] });
  rds.on(DescribeDBEngineVersionsCommand).resolves({ DBEngineVersions: [{ SupportsGlobalDatabases: true }] });
  rds.on(DescribeOrderableDBInstanceOptionsCommand).resolves({
    OrderableDBInstanceOptions: [
      { AvailabilityZones: [...dev.primary.zones, ...dev.dr.zones].map((Name) => ({ Name })) },
    ],
  });
  lambda.on(GetAccountSettingsCommand).resolves({
    AccountLimit: { ConcurrentExecutions: 1000, UnreservedConcurrentExecutions: 1000 },
  });
  lambda.on(GetFunctionConcurrencyCommand).resolves({});
  backup.on(DescribeRegionSettingsCommand).resolves({
    ResourceTypeOptInPreference: { Aurora: true, S3: true },
  });
  iam.on(GetRoleCommand).resolves({});
  quotas.on(GetServiceQuotaCommand).resolves({ Quota: { Value: 5 } });
  logs.on(DescribeResourcePoliciesCommand).resolves({ resourcePolicies: [] });
  cloudTrail.on(DescribeTrailsCommand).resolves({ trailList: [] });
  route53.on(ListHostedZonesCommand).resolves({ HostedZones: [zone('Z1')] });
  sns.on(ListSubscriptionsByTopicCommand).resolves({ Subscriptions: [] });
});

jest.spyOn(globalThis, 'fetch').mockImplementation(() => Promise.resolve(new Response(undefined)));

async function findings(environment: Environment = dev): Promise<readonly PreflightFinding[]> {
  const account = makeAccount(environment, VARIABLES);
  try {
    return await assessAccount(account);
  } finally {
    account.destroy();
  }
}

const findingsOf = async (id: PreflightCheckId, environment?: Environment) =>
  (await findings(environment)).filter((finding) => finding.id === id);

it('passes in an account that lacks nothing, and has nothing to be done', async () => {
  const found = await findings();
  expect(found.filter(({ state }) => state !== 'passed')).toEqual([]);
  expect(found.flatMap(({ fix, commands }) => [...(fix === undefined ? [] : [fix]), ...commands])).toEqual(
    [],
  );
});

describe('in an account that is new', () => {
  it('names the concurrency that Lambda would refuse, and the way without it', async () => {
    lambda.on(GetAccountSettingsCommand).resolves({
      AccountLimit: { ConcurrentExecutions: 10, UnreservedConcurrentExecutions: 10 },
    });
    expect(await findingsOf('lambda-concurrency')).toMatchObject([
      { scope: 'eu-west-2', state: 'failed', found: '10 unreserved of 10' },
      { scope: 'eu-west-1', state: 'failed', found: '10 unreserved of 10' },
    ]);
    const reservedConcurrency = { enabled: false as const, optOutReason: 'The account has ten.' };
    const without = { ...dev, failover: { ...dev.failover, reservedConcurrency } };
    expect(await findingsOf('lambda-concurrency', without)).toMatchObject([
      { state: 'passed' },
      { state: 'passed' },
    ]);
  });

  it('is content with 100 unreserved once the controller has its own', async () => {
    lambda.on(GetAccountSettingsCommand).resolves({
      AccountLimit: { ConcurrentExecutions: 101, UnreservedConcurrentExecutions: 100 },
    });
    expect(await findingsOf('lambda-concurrency')).toMatchObject([{ state: 'failed' }, { state: 'failed' }]);
    lambda.on(GetFunctionConcurrencyCommand).resolves({ ReservedConcurrentExecutions: 1 });
    expect(await findingsOf('lambda-concurrency')).toMatchObject([{ state: 'passed' }, { state: 'passed' }]);
  });

  it('names the service-linked roles that bootstrap creates', async () => {
    iam
      .on(GetRoleCommand, { RoleName: 'AWSServiceRoleForECS' })
      .rejects(new IAMServiceException({ name: 'NoSuchEntityException', $fault: 'client', $metadata: {} }));
    expect(await findingsOf('service-linked-roles')).toMatchObject([
      {
        state: 'failed',
        found: 'without AWSServiceRoleForECS',
        commands: ['npm run bootstrap -- --environment dev'],
      },
    ]);
  });

  it('counts what it may have: VPCs, addresses, log resource policies, trails', async () => {
    ec2.on(DescribeVpcsCommand).resolves({ Vpcs: Array.from({ length: 5 }, () => ({})) });
    ec2.on(DescribeAddressesCommand).resolves({ Addresses: Array.from({ length: 5 }, () => ({})) });
    cloudTrail.on(DescribeTrailsCommand).resolves({ trailList: Array.from({ length: 5 }, () => ({})) });
    for (const id of ['vpc-quota', 'elastic-ip-quota', 'trails'] as const) {
      expect(await findingsOf(id)).toMatchObject([{ state: 'failed' }, { state: 'failed' }]);
    }
    expect((await findingsOf('vpc-quota'))[1]?.commands).toEqual([
      'aws service-quotas request-service-quota-increase --service-code vpc --quota-code L-F678F1CE --desired-value 6 --region eu-west-1',
    ]);
  });

  describe('counts log resource policies', () => {
    const someElses = (length: number) => Array.from({ length }, (_, index) => ({ policyName: `p${index}` }));
    const statesOf = async (environment: Environment) =>
      (await findingsOf('log-resource-policies', environment)).map(({ scope, state }) => [scope, state]);
    const having = (policies: Readonly<Record<string, readonly { readonly policyName: string }[]>>) =>
      logs.on(DescribeResourcePoliciesCommand).callsFake(async (_, getClient: () => unknown) => ({
        resourcePolicies: policies[await (getClient() as CloudWatchLogsClient).config.region()] ?? [],
      }));

    it('where each of them is to stand: the query log of the zone in us-east-1', async () => {
      having({ 'eu-west-2': someElses(9), 'eu-west-1': someElses(10), 'us-east-1': someElses(10) });
      expect(await statesOf(dev)).toEqual([
        ['eu-west-2', 'passed'],
        ['eu-west-1', 'failed'],
        ['us-east-1', 'failed'],
      ]);
    });

    it('of both in us-east-1 where that is a Region of the pair, but for those that stand', async () => {
      const us = fixtureEnvironment('us');
      having({ 'us-east-1': someElses(9) });
      expect(await statesOf(us)).toEqual([
        ['us-east-1', 'failed'],
        ['us-west-2', 'passed'],
      ]);
      having({ 'us-east-1': [...someElses(9), { policyName: 'healthcare-waf-logs-us' }] });
      expect((await statesOf(us))[0]).toEqual(['us-east-1', 'failed']);
      having({
        'us-east-1': [
          ...someElses(8),
          { policyName: 'healthcare-waf-logs-us' },
          { policyName: 'healthcare-query-logs-us' },
        ],
      });
      expect((await statesOf(us))[0]).toEqual(['us-east-1', 'passed']);
    });

    it('of no query log where another team keeps it', async () => {
      const queryLogging = { enabled: false as const, optOutReason: 'The network team logs it.' };
      having({ 'us-east-1': someElses(10) });
      expect(await statesOf({ ...dev, dns: { ...dev.dns, queryLogging } })).toEqual([
        ['eu-west-2', 'passed'],
        ['eu-west-1', 'passed'],
      ]);
    });
  });

  it('does not count what the environment itself has already', async () => {
    const Tags = [
      { Key: 'Project', Value: 'healthcare-dr' },
      { Key: 'Environment', Value: 'dev' },
    ];
    ec2.on(DescribeVpcsCommand).resolves({ Vpcs: [...Array.from({ length: 4 }, () => ({})), { Tags }] });
    expect(await findingsOf('vpc-quota')).toMatchObject([{ state: 'passed' }, { state: 'passed' }]);
    const pr42 = fixtureEnvironment('pr42');
    expect(await findingsOf('vpc-quota', pr42)).toMatchObject([{ state: 'failed' }, { state: 'failed' }]);
  });
});

it.each([
  ['opted out', { Aurora: false, S3: true }, 'Aurora not opted in'],
  ['never said', {}, 'Aurora and S3 not opted in'],
])('AWS Backup would skip what is %s', async (_title, ResourceTypeOptInPreference, found) => {
  backup.on(DescribeRegionSettingsCommand).resolves({ ResourceTypeOptInPreference });
  expect(await findingsOf('backup-opt-in')).toMatchObject([
    { state: 'failed', found },
    { state: 'failed', found },
  ]);
});

describe('the Region', () => {
  it('must be enabled, that from which the pair is watched too; one that is not knows no keys and cannot be asked', async () => {
    ec2.on(DescribeRegionsCommand).callsFake(async (_, getClient: () => unknown) => {
      if ((await (getClient() as EC2Client).config.region()) !== 'us-east-1')
        throw new EC2ServiceException({ name: 'AuthFailure', $fault: 'client', $metadata: {} });
      return { Regions: [{ OptInStatus: 'not-opted-in' }] };
    });
    expect(await findingsOf('region-enabled')).toMatchObject(
      ['eu-west-2', 'eu-west-1', 'eu-central-1'].map((scope) => ({
        scope,
        state: 'failed',
        found: 'not-opted-in',
        commands: [`aws account enable-region --region-name ${scope} --region us-east-1`],
      })),
    );
  });

  it.each([
    ['a zone that the account does not have', [], /eu-west-2a is not there/],
    [
      'a zone that is out of order',
      [{ ZoneName: 'eu-west-2a', ZoneId: 'euw2-az1', State: 'impaired' as const }],
      /eu-west-2a is impaired/,
    ],
  ])('names %s', async (_title, AvailabilityZones, found) => {
    ec2.on(DescribeAvailabilityZonesCommand).resolves({ AvailabilityZones: [...AvailabilityZones] as never });
    const [primary] = await findingsOf('zones');
    expect(primary).toMatchObject({ state: 'failed' });
    expect(primary?.found).toMatch(found);
  });

  it.each([
    ['use1-az3', 'Fargate and Lambda'],
    ['usw1-az2', 'Fargate'],
    ['apne1-az3', 'Fargate'],
  ])('names a zone with the id %s, which lacks %s', async (ZoneId, lacking) => {
    ec2.on(DescribeAvailabilityZonesCommand).resolves({
      AvailabilityZones: ['eu-west-2a', 'eu-west-2b'].map((ZoneName) => ({
        ZoneName,
        ZoneId,
        State: 'available',
      })),
    });
    expect((await findingsOf('zones'))[0]).toMatchObject({
      state: 'failed',
      found: ['a', 'b'].map((zone) => `eu-west-2${zone} is ${ZoneId}, which lacks ${lacking}`).join(', '),
    });
  });

  it('must offer the version for a global database, with serverless instances in every zone', async () => {
    for (const version of [{ SupportsGlobalDatabases: false }, {}]) {
      rds.on(DescribeDBEngineVersionsCommand).resolves({ DBEngineVersions: [version] });
      expect((await findingsOf('global-database'))[0]?.found).toMatch(/without global databases/);
    }
    rds
      .on(DescribeDBEngineVersionsCommand)
      .resolves({ DBEngineVersions: [{ SupportsGlobalDatabases: true }] });
    rds.on(DescribeOrderableDBInstanceOptionsCommand).resolves({ OrderableDBInstanceOptions: [] });
    expect((await findingsOf('global-database'))[0]?.found).toBe(
      'no db.serverless in eu-west-2a, eu-west-2b',
    );
  });
});

describe('the hosted zone', () => {
  it('must be there', async () => {
    route53.on(ListHostedZonesCommand).resolves({ HostedZones: [zone('Z1', undefined, true)] });
    expect(await findingsOf('hosted-zone')).toMatchObject([{ state: 'failed', found: 'none' }]);
  });

  it('must be named by its id where several carry the name', async () => {
    route53.on(ListHostedZonesCommand).resolves({ HostedZones: [zone('Z1'), zone('Z2')] });
    expect(await findingsOf('hosted-zone')).toMatchObject([
      {
        state: 'failed',
        found: 'Z1, Z2',
        fix: 'set dns.hostedZoneId to the one of them that the domain is delegated to: Z1, Z2',
      },
    ]);
    const named = { ...dev, dns: { ...dev.dns, hostedZoneId: 'Z2' } };
    expect(await findingsOf('hosted-zone', named)).toMatchObject([{ state: 'passed' }]);
  });
});

describe('the role for a hosted zone in another account', () => {
  const hostedZoneRoleArn = 'arn:aws:iam::999999999999:role/hosted-zone';
  const elsewhere = parseEnvironment({
    ...writtenDev,
    dns: {
      ...writtenDev.dns,
      hostedZoneRoleArn,
      queryLogging: { enabled: false, optOutReason: 'The network team logs it.' },
    },
  });

  it('is not asked for where no environment names it', async () => {
    expect(await findingsOf('hosted-zone-role')).toEqual([]);
    expect(sts.calls()).toHaveLength(0);
  });

  it('must be one that these credentials may assume', async () => {
    sts.on(AssumeRoleCommand).resolves({
      Credentials: { AccessKeyId: 'ASIA', SecretAccessKey: 's', SessionToken: 't', Expiration: new Date() },
    });
    expect(await findingsOf('hosted-zone-role', elsewhere)).toMatchObject([
      { scope: 'global', state: 'passed', found: 'assumed' },
    ]);
    expect(sts.commandCalls(AssumeRoleCommand)[0]?.args[0].input).toEqual({
      RoleArn: hostedZoneRoleArn,
      RoleSessionName: 'healthcare-dr-dev-drctl',
    });
  });

  it('fails where it refuses, with what its owner has to do', async () => {
    sts.on(AssumeRoleCommand).rejects(
      new STSServiceException({
        name: 'AccessDenied',
        message: 'is not authorized to perform: sts:AssumeRole',
        $fault: 'client',
        $metadata: {},
      }),
    );
    expect(await findingsOf('hosted-zone-role', elsewhere)).toMatchObject([
      {
        state: 'failed',
        found: `dns.hostedZoneRoleArn ${hostedZoneRoleArn} cannot be assumed: AccessDenied: is not authorized to perform: sts:AssumeRole`,
        commands: [expect.stringContaining('--hosted-zone-role') as string],
      },
    ]);
  });

  it('is unknown where nobody answers', async () => {
    sts.on(AssumeRoleCommand).rejects(Object.assign(new Error('timed out'), { name: 'TimeoutError' }));
    expect(await findingsOf('hosted-zone-role', elsewhere)).toMatchObject([{ state: 'unknown' }]);
  });
});

it('a certificate that is given must be issued and cover both names of its Region', async () => {
  const certificateArn = 'arn:aws:acm:eu-west-2:111111111111:certificate/a';
  const given = { ...dev, primary: { ...dev.primary, certificateArn } };
  const { service, regional } = serviceNames(dev);
  const stateOf = async (Certificate: CertificateDetail) => {
    acm.on(DescribeCertificateCommand).resolves({ Certificate });
    return (await findingsOf('certificate', given))[0]?.state;
  };
  const names = { DomainName: service, SubjectAlternativeNames: [regional.primary] };
  expect(await stateOf({ Status: 'ISSUED', ...names })).toBe('passed');
  expect(await stateOf({ Status: 'EXPIRED', ...names })).toBe('failed');
  expect(await stateOf({ Status: 'ISSUED', DomainName: service })).toBe('failed');
  const wildcard = (name: string) => `*.${name.split('.').slice(1).join('.')}`;
  const wildcards = { DomainName: wildcard(service), SubjectAlternativeNames: [wildcard(regional.primary)] };
  expect(await stateOf({ Status: 'ISSUED', ...wildcards })).toBe('passed');
});

it('what AWS refuses to tell is unknown, and no pass', async () => {
  backup.on(DescribeRegionSettingsCommand).rejects(new Error('AccessDenied'));
  expect(await findingsOf('backup-opt-in')).toMatchObject([
    { state: 'unknown', found: 'Error: AccessDenied' },
    { state: 'unknown' },
  ]);
});

it('names the subscriptions that nobody confirmed', async () => {
  sns.on(ListSubscriptionsByTopicCommand).resolves({
    Subscriptions: [
      { SubscriptionArn: 'PendingConfirmation', Protocol: 'email', Endpoint: 'oncall@a.example' },
    ],
  });
  expect(await findingsOf('subscriptions')).toMatchObject(
    ['eu-west-2', 'eu-west-1', 'eu-central-1'].map((scope) => ({
      scope,
      state: 'failed',
      found: 'not confirmed: email oncall@a.example',
    })),
  );
  const topics = sns.commandCalls(ListSubscriptionsByTopicCommand).map(({ args }) => args[0].input.TopicArn);
  expect(topics).toContain('arn:aws:sns:eu-central-1:111111111111:healthcare-notifications-dev');
});

describe('the image', () => {
  const account = makeAccount(dev, VARIABLES);
  afterAll(() => account.destroy());
  const CHALLENGE = 'Bearer realm="https://auth.example/token",service="registry",scope="repository:a:pull"';
  const asked: string[] = [];
  const registry =
    (status: number) =>
    (url: string, init: RequestInit): Promise<Response> => {
      asked.push(url);
      if (url.startsWith('https://auth.example/'))
        return Promise.resolve(Response.json({ token: 'anonymous' }));
      const { authorization } = init.headers as Record<string, string>;
      return Promise.resolve(
        authorization === undefined
          ? new Response(undefined, { status: 401, headers: { 'www-authenticate': CHALLENGE } })
          : new Response(undefined, { status }),
      );
    };

  it('is asked of its registry, with the token that the registry wants', async () => {
    expect(await checkImage(dev, account.sides.primary, registry(200))).toMatchObject({ state: 'passed' });
    expect(asked[1]).toBe('https://auth.example/token?service=registry&scope=repository%3Aa%3Apull');
  });

  it('is unknown where the registry is out of reach, which no other credentials would change', async () => {
    const outOfReach = () => Promise.reject(new TypeError('fetch failed'));
    expect(await checkImage(dev, account.sides.dr, outOfReach)).toMatchObject({
      state: 'unknown',
      fix: expect.stringContaining('where public.ecr.aws can be reached') as string,
    });
  });

  it('fails where the registry does not have it', async () => {
    expect(await checkImage(dev, account.sides.dr, registry(404))).toMatchObject({
      scope: 'eu-west-1',
      state: 'failed',
      found: 'public.ecr.aws answers 404',
    });
  });
});
