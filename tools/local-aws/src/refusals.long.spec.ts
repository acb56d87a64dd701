import { setTimeout as delay } from 'node:timers/promises';
import { ask, eventually, type Asked } from './__fixtures__/ask';
import { describeWithMoto } from './__fixtures__/describe-with-moto';
import { trailBucketPolicy } from './__fixtures__/trail-bucket-policy';
import { startLocalAws, type LocalAws } from './local-aws';

// Starting moto takes a second, several on a busy machine.
jest.setTimeout(60_000);

const REGION = 'eu-west-1';

describeWithMoto('the local AWS refuses', () => {
  let aws: LocalAws;
  const call = (asked: Omit<Asked, 'region'>, region = REGION) => ask(aws.endpoint, { region, ...asked });
  const ec2 = (Action: string, form: Readonly<Record<string, string>> = {}, region?: string) =>
    call({ service: 'ec2', form: { Action, Version: '2016-11-15', ...form } }, region);
  const rds = (Action: string, form: Readonly<Record<string, string>>, region?: string) =>
    call({ service: 'rds', form: { Action, Version: '2014-10-31', ...form } }, region);
  const ENGINE = { Engine: 'aurora-postgresql', EngineVersion: '15.10' };

  beforeAll(async () => {
    aws = await startLocalAws({
      accountId: '210987654321',
      variables: { LOCAL_AWS_LOG_GROUP_AGAIN_SECONDS: '0.1' },
    });
  });
  afterAll(() => aws.stop());

  it.each(['0.1.0.0/16', '127.0.0.0/16', '169.254.0.0/16', '224.0.0.0/16', '240.1.0.0/16'])(
    'a VPC in the reserved block %s',
    async (CidrBlock) => {
      await expect(ec2('CreateVpc', { CidrBlock })).resolves.toMatchObject({
        status: 400,
        code: 'InvalidVpc.Range',
      });
    },
  );

  it('a sixth VPC of a Region, of which the default VPC is one', async () => {
    for (const number of [1, 2, 3, 4])
      await expect(ec2('CreateVpc', { CidrBlock: `10.${number}.0.0/16` })).resolves.toMatchObject({
        status: 200,
      });
    await expect(ec2('CreateVpc', { CidrBlock: '10.5.0.0/16' })).resolves.toMatchObject({
      status: 400,
      code: 'VpcLimitExceeded',
    });
    await expect(ec2('CreateVpc', { CidrBlock: '10.5.0.0/16' }, 'eu-west-2')).resolves.toMatchObject({
      status: 200,
    });
  });

  it('to be found at a Region that there is not', async () => {
    const inRegion = (region: string) => ec2('DescribeVpcs', {}, region);

    await expect(inRegion('eu-wset-2')).rejects.toThrow('fetch failed');
    await expect(inRegion('ap-east-2')).resolves.toMatchObject({ status: 200 });
  });

  it('a sixth Elastic IP address of a Region', async () => {
    for (let number = 0; number < 5; number += 1) await ec2('AllocateAddress', { Domain: 'vpc' });
    await expect(ec2('AllocateAddress', { Domain: 'vpc' })).resolves.toMatchObject({
      code: 'AddressLimitExceeded',
    });
  });

  it('a sixth trail of a Region, and an eleventh resource policy of its logs', async () => {
    const authorization =
      'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0';
    const put = (path: string, body?: string) =>
      fetch(`${aws.endpoint}${path}`, { method: 'PUT', headers: { authorization }, body });
    await put('/trails');
    await put('/trails?policy', trailBucketPolicy('trails'));
    const trail = (name: string) =>
      call({
        service: 'cloudtrail',
        target: 'com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.CreateTrail',
        content: { Name: name, S3BucketName: 'trails' },
      });
    const policy = (policyName: string) =>
      call({
        service: 'logs',
        target: 'Logs_20140328.PutResourcePolicy',
        content: { policyName, policyDocument: '{"Version":"2012-10-17","Statement":[]}' },
      });
    for (let number = 0; number < 5; number += 1)
      await expect(trail(`trail-${number}`)).resolves.toMatchObject({ status: 200 });
    for (let number = 0; number < 10; number += 1)
      await expect(policy(`policy-${number}`)).resolves.toMatchObject({ status: 200 });

    await expect(trail('one-more')).resolves.toMatchObject({
      code: 'MaximumNumberOfTrailsExceededException',
    });
    await expect(policy('one-more')).resolves.toMatchObject({ code: 'LimitExceededException' });
  });

  it('a fourth zone of an Aurora cluster, for it and for its instances', async () => {
    const zones = ['a', 'b', 'c', 'd'].map((zone, at) => [
      `AvailabilityZones.AvailabilityZone.${at + 1}`,
      `us-east-1${zone}`,
    ]);
    const cluster = {
      ...ENGINE,
      DBClusterIdentifier: 'zones',
      MasterUsername: 'clusteradmin',
      MasterUserPassword: 'a-long-password',
    };
    await expect(
      rds('CreateDBCluster', { ...cluster, ...Object.fromEntries(zones) }, 'us-east-1'),
    ).resolves.toMatchObject({
      code: 'InvalidParameterValue',
      text: expect.stringContaining('You cannot specify more than 3 availability zones.'),
    });
    await expect(rds('CreateDBCluster', cluster, 'us-east-1')).resolves.toMatchObject({ status: 200 });
    const instance = (zone: string) =>
      rds(
        'CreateDBInstance',
        {
          Engine: ENGINE.Engine,
          DBClusterIdentifier: 'zones',
          DBInstanceIdentifier: `zone-${zone}`,
          DBInstanceClass: 'db.serverless',
          AvailabilityZone: `us-east-1${zone}`,
        },
        'us-east-1',
      );
    await expect(instance('d')).resolves.toMatchObject({ code: 'InvalidVPCNetworkStateFault' });
    await expect(instance('a')).resolves.toMatchObject({ status: 200 });
  });

  it('no zone of the subnet group of a cluster, which takes these first', async () => {
    const { text } = await ec2('DescribeVpcs', {}, 'us-east-1');
    const VpcId = /<vpcId>([^<]+)</.exec(text)?.[1] ?? '';
    const subnet = async (zone: string, CidrBlock: string) => {
      const made = await ec2(
        'CreateSubnet',
        { VpcId, CidrBlock, AvailabilityZone: `us-east-1${zone}` },
        'us-east-1',
      );
      return /<subnetId>([^<]+)</.exec(made.text)?.[1] ?? '';
    };
    await rds(
      'CreateDBSubnetGroup',
      {
        DBSubnetGroupName: 'far',
        DBSubnetGroupDescription: 'zones d and e',
        'SubnetIds.SubnetIdentifier.1': await subnet('d', '172.31.200.0/24'),
        'SubnetIds.SubnetIdentifier.2': await subnet('e', '172.31.201.0/24'),
      },
      'us-east-1',
    );
    const made = await rds(
      'CreateDBCluster',
      {
        ...ENGINE,
        DBClusterIdentifier: 'far',
        DBSubnetGroupName: 'far',
        MasterUsername: 'clusteradmin',
        MasterUserPassword: 'a-long-password',
      },
      'us-east-1',
    );
    expect(made.status).toBe(200);
    expect([...made.text.matchAll(/<AvailabilityZone>([^<]+)</g)].map(([, zone]) => zone)).toEqual([
      'us-east-1d',
      'us-east-1e',
      'us-east-1a',
    ]);
  });

  it('a retired version of Aurora PostgreSQL', async () => {
    await expect(
      rds('CreateDBCluster', {
        Engine: ENGINE.Engine,
        EngineVersion: '15.3',
        DBClusterIdentifier: 'retired',
        MasterUsername: 'clusteradmin',
        MasterUserPassword: 'a-long-password',
      }),
    ).resolves.toMatchObject({ code: 'InvalidParameterCombination' });
  });

  describe('an upgrade of a global database', () => {
    const global = (EngineVersion: string) =>
      rds('ModifyGlobalCluster', { GlobalClusterIdentifier: 'upgraded', EngineVersion });
    const member = (region: string, EngineVersion: string) =>
      rds(
        'ModifyDBCluster',
        { DBClusterIdentifier: 'member', EngineVersion, ApplyImmediately: 'true' },
        region,
      );

    beforeAll(async () => {
      await rds('CreateGlobalCluster', { GlobalClusterIdentifier: 'upgraded', ...ENGINE });
      const create = async (region: string, more: Readonly<Record<string, string>>) => {
        await rds(
          'CreateDBCluster',
          { DBClusterIdentifier: 'member', GlobalClusterIdentifier: 'upgraded', ...ENGINE, ...more },
          region,
        );
        await rds(
          'CreateDBInstance',
          {
            DBClusterIdentifier: 'member',
            DBInstanceIdentifier: 'member-1',
            DBInstanceClass: 'db.serverless',
            Engine: ENGINE.Engine,
          },
          region,
        );
      };
      await create('eu-west-2', { MasterUsername: 'clusteradmin', MasterUserPassword: 'a-long-password' });
      await create('eu-west-1', {});
    });

    it('to a minor version at the global cluster', async () => {
      await expect(global('15.12')).resolves.toMatchObject({
        status: 400,
        code: 'InvalidParameterValue',
        text: expect.stringContaining("ModifyGlobalCluster doesn't support minor version upgrades"),
      });
    });

    it('to a minor version of the writer before those that follow it, and takes it after them', async () => {
      await expect(member('eu-west-2', '15.12')).resolves.toMatchObject({
        code: 'InvalidParameterValue',
        text: expect.stringContaining('Please upgrade global replicas first'),
      });
      await expect(member('eu-west-1', '15.12')).resolves.toMatchObject({ status: 200 });
      await expect(member('eu-west-2', '15.12')).resolves.toMatchObject({ status: 200 });
      await expect(global('15.12')).resolves.toMatchObject({ status: 200 });
    });

    it('to a major version of one member, and takes it at the global cluster', async () => {
      await expect(member('eu-west-1', '16.6')).resolves.toMatchObject({
        code: 'InvalidParameterCombination',
      });
      await expect(global('16.6')).resolves.toMatchObject({ status: 200 });
    });
  });

  it('to make a log group that Container Insights has made again', async () => {
    const logs = (operation: string) =>
      call({
        service: 'logs',
        target: `Logs_20140328.${operation}`,
        content: { logGroupName: '/aws/ecs/containerinsights/insights/performance' },
      });
    const ecs = (operation: string, content: object) =>
      call({ service: 'ecs', target: `AmazonEC2ContainerServiceV20141113.${operation}`, content });
    await ecs('CreateCluster', {
      clusterName: 'insights',
      settings: [{ name: 'containerInsights', value: 'enabled' }],
    });
    await logs('CreateLogGroup');
    await logs('DeleteLogGroup');

    const again = await eventually(
      () => logs('CreateLogGroup'),
      ({ code }) => code !== '',
    );
    expect(again).toMatchObject({ code: 'ResourceAlreadyExistsException' });
    await ecs('DeleteCluster', { cluster: 'insights' });
    await expect(logs('DeleteLogGroup')).resolves.toMatchObject({ status: 200 });
    // The last metrics of a cluster that is gone come late, and once.
    const late = await eventually(
      () => logs('DeleteLogGroup'),
      ({ status }) => status === 200,
    );
    expect(late).toMatchObject({ status: 200 });
    await delay(500);
    await expect(logs('DeleteLogGroup')).resolves.toMatchObject({ code: 'ResourceNotFoundException' });
  });

  it('nothing that a function reserves of a thousand executions, and tells the quota', async () => {
    const settings = await call({ service: 'lambda', method: 'GET', path: '/2016-08-19/account-settings' });
    expect(JSON.parse(settings.text)).toMatchObject({
      AccountLimit: { ConcurrentExecutions: 1000, UnreservedConcurrentExecutions: 1000 },
    });
  });
});
