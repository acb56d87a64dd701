import { ask, type Asked } from './__fixtures__/ask';
import { describeWithMoto } from './__fixtures__/describe-with-moto';
import { startLocalAws, type LocalAws } from './local-aws';

// Starting moto takes a second, several on a busy machine.
jest.setTimeout(60_000);

const SIGNED = (service: string) =>
  `AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;

const ssm = (content: object): Omit<Asked, 'region'> => ({
  service: 'ssm',
  target: 'AmazonSSM.PutParameter',
  content,
});
const form = (service: string, Version: string, parameters: Readonly<Record<string, string>>) => ({
  service,
  form: { Version, ...parameters },
});
const tags = (...keys: string[]) =>
  Object.fromEntries(
    keys.flatMap((key, at) => [
      [`Tags.member.${at + 1}.Key`, key],
      [`Tags.member.${at + 1}.Value`, 'v'],
    ]),
  );

describeWithMoto('the model of a service', () => {
  let aws: LocalAws;
  const call = (asked: Omit<Asked, 'region'>) => ask(aws.endpoint, { region: 'eu-west-1', ...asked });

  beforeAll(async () => {
    aws = await startLocalAws({ accountId: '210987654321', validation: 'refuse' });
  });
  afterAll(() => aws.stop());

  it.each([
    [
      'a missing member, by query',
      form('rds', '2014-10-31', { Action: 'CreateDBCluster', Engine: 'aurora-postgresql' }),
      'MissingParameter',
      "Value null at 'dBClusterIdentifier' failed to satisfy constraint: Member must not be null",
    ],
    [
      'a missing member within another, by REST and JSON',
      {
        service: 'backup',
        method: 'PUT',
        path: '/backup/plans',
        content: { BackupPlan: { BackupPlanName: 'p' } },
      },
      'MissingParameterValueException',
      "Value null at 'backupPlan.rules' failed to satisfy constraint: Member must not be null",
    ],
    ['another type, by JSON', ssm({ Name: '/a', Value: 7 }), 'SerializationException', "'value' is no text"],
    [
      'a value that is none of the enumeration, by JSON',
      ssm({ Name: '/a', Value: 'v', Type: 'Text' }),
      'ValidationException',
      "Value 'Text' at 'type' failed to satisfy constraint: Member must satisfy enum value set: [String, StringList, SecureString]",
    ],
    [
      'a value that is none of the enumeration, by EC2',
      form('ec2', '2016-11-15', { Action: 'CreateVpc', CidrBlock: '10.0.0.0/16', InstanceTenancy: 'none' }),
      'InvalidParameterValue',
      'Member must satisfy enum value set: [default, dedicated, host]',
    ],
    [
      'a text that is too long, by query',
      form('iam', '2010-05-08', { Action: 'GetRole', RoleName: 'r'.repeat(65) }),
      'ValidationError',
      'Member must have length less than or equal to 64',
    ],
    [
      'two tag keys of IAM that differ in case alone',
      form('iam', '2010-05-08', { Action: 'TagRole', RoleName: 'r', ...tags('Name', 'name') }),
      'InvalidInput',
      'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
    ],
    [
      'a tag key that is reserved',
      form('iam', '2010-05-08', { Action: 'TagRole', RoleName: 'r', ...tags('aws:name') }),
      'InvalidInput',
      'aws: is reserved',
    ],
    [
      'more than 50 tags',
      form('iam', '2010-05-08', {
        Action: 'TagRole',
        RoleName: 'r',
        ...tags(...Array.from({ length: 51 }, (_, index) => `k${index}`)),
      }),
      'ValidationError',
      'Member must have length less than or equal to 50',
    ],
  ] as const)('refuses %s', async (_, asked, code, text) => {
    await expect(call(asked)).resolves.toMatchObject({
      status: 400,
      code,
      text: expect.stringContaining(text),
    });
  });

  it('refuses a value of S3 that is none of the enumeration, by XML', async () => {
    const response = await fetch(`${aws.endpoint}/bucket?versioning`, {
      method: 'PUT',
      headers: { authorization: SIGNED('s3'), 'content-type': 'application/xml' },
      body: '<VersioningConfiguration><Status>Maybe</Status></VersioningConfiguration>',
    });
    expect(response.status).toBe(400);
    await expect(response.text()).resolves.toContain('<Code>InvalidArgument</Code>');
  });

  it('takes what is as it has it, and leaves the body to be read', async () => {
    await expect(call(ssm({ Name: '/a', Value: 'v', Type: 'String' }))).resolves.toMatchObject({
      status: 200,
    });
    const put = await fetch(`${aws.endpoint}/bucket`, {
      method: 'PUT',
      headers: { authorization: SIGNED('s3').replace('eu-west-1', 'us-east-1') },
    });
    expect(put.status).toBe(200);
    await fetch(`${aws.endpoint}/bucket/key`, {
      method: 'PUT',
      headers: { authorization: SIGNED('s3') },
      body: 'data',
    });
    const got = await fetch(`${aws.endpoint}/bucket/key`, { headers: { authorization: SIGNED('s3') } });
    await expect(got.text()).resolves.toBe('data');
  });

  it('is the newer one of two operations at one address', async () => {
    await fetch(`${aws.endpoint}/bucket?lifecycle`, {
      method: 'PUT',
      headers: { authorization: SIGNED('s3'), 'content-type': 'application/xml' },
      body: '<LifecycleConfiguration><Rule><ID>a</ID><Filter/><Status>Enabled</Status></Rule></LifecycleConfiguration>',
    });
    const { read, refused } = await aws.findings();

    expect(read['s3:PutBucketLifecycleConfiguration']).toBe(1);
    expect(Object.keys(refused).filter((name) => name.includes('Lifecycle'))).toEqual([]);
  });

  it('tells what it found, patterns and operations without a model too', async () => {
    await call({ service: 'ssm', target: 'AmazonSSM.MakeUp' });
    await call({ service: 'backup', method: 'PUT', path: '/backup-vaults/a', content: {} });
    const found = await aws.findings();

    expect(found.read['ssm:PutParameter']).toBeGreaterThan(0);
    expect(found.read['s3:PutObject']).toBe(1);
    expect(found.refused['ssm:PutParameter Value: is no text']).toBe(1);
    expect(found.patterns['backup:CreateBackupVault BackupVaultName']).toBe(1);
    expect(found.unmodelled['ssm:MakeUp']).toBe(1);
  });
});

describeWithMoto('a request that its model refuses', () => {
  it.each([
    [
      'report',
      { 'ec2:CreateVpc InstanceTenancy: Member must satisfy enum value set: [default, dedicated, host]': 1 },
    ],
    ['off', {}],
  ] as const)('is passed on with %s', async (validation, refused) => {
    const aws = await startLocalAws({ accountId: '210987654321', validation });
    try {
      const asked = form('ec2', '2016-11-15', {
        Action: 'CreateVpc',
        CidrBlock: '10.0.0.0/16',
        InstanceTenancy: 'none',
      });
      await expect(ask(aws.endpoint, { region: 'eu-west-1', ...asked })).resolves.toMatchObject({
        status: 200,
      });
      await expect(aws.findings()).resolves.toMatchObject({ refused });
    } finally {
      await aws.stop();
    }
  });
});
