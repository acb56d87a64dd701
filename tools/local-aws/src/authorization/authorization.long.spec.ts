import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { CreateKeyCommand, KMSClient, PutKeyPolicyCommand } from '@aws-sdk/client-kms';
import { CreateFunctionCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  CreateBucketCommand,
  GetObjectCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import {
  CreateTopicCommand,
  PublishCommand,
  SetTopicAttributesCommand,
  SNSClient,
} from '@aws-sdk/client-sns';
import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { strToU8, zipSync } from 'fflate';
import { describeWithMoto } from '../__fixtures__/describe-with-moto';
import { startLocalAws, type LocalAws } from '../local-aws';
import { AccountFacts } from './account-facts';
import { RoleAuthorizer } from './role-authorizer';
import { createPolicy, createRole, documentOf, putRolePolicy, type Written } from '../__fixtures__/iam';

jest.setTimeout(60_000);

const ACCOUNT = '123456789012';
const REGION = 'eu-west-1';
const PARAMETER = `arn:aws:ssm:${REGION}:${ACCOUNT}:parameter/a`;

interface Failure {
  readonly name: string;
  readonly message: string;
  readonly $metadata: { readonly httpStatusCode: number };
}

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

describeWithMoto('who signs as a session of a role', () => {
  let aws: LocalAws;
  let roles = 0;

  const configuration = (credentials: Credentials = { accessKeyId: 'test', secretAccessKey: 'test' }) => ({
    region: REGION,
    endpoint: aws.endpoint,
    credentials,
    maxAttempts: 1,
  });

  /** Credentials of a new role that may do this. */
  const session = async (...statements: Written[]) => {
    roles += 1;
    const name = `r-${roles}`;
    await createRole(aws.endpoint, name, ACCOUNT);
    if (statements.length > 0) await putRolePolicy(aws.endpoint, name, ...statements);
    return { name, ...(await assume(name)) };
  };
  const assume = async (name: string) => {
    const sts = new STSClient(configuration());
    const { Credentials } = await sts.send(
      new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${ACCOUNT}:role/${name}`, RoleSessionName: 'spec' }),
    );
    return configuration({
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      ...(Credentials?.SessionToken && { sessionToken: Credentials.SessionToken }),
    });
  };
  const failure = (promise: Promise<unknown>): Promise<Failure> =>
    promise.then(
      () => {
        throw new Error('the call was allowed');
      },
      (error: Failure) => error,
    );
  const read = (given: ReturnType<typeof configuration>) =>
    new SSMClient(given).send(new GetParameterCommand({ Name: '/a', WithDecryption: true }));

  beforeAll(async () => {
    aws = await startLocalAws({ accountId: ACCOUNT });
    await new SSMClient(configuration()).send(
      new PutParameterCommand({ Name: '/a', Value: 'v', Type: 'String' }),
    );
  });
  afterAll(() => aws.stop());

  it('may do what the role may, and nothing else', async () => {
    const reader = await session({ Action: 'ssm:GetParameter', Resource: PARAMETER });

    await expect(read(reader)).resolves.toMatchObject({ Parameter: { Value: 'v' } });
    const denied = await failure(
      new SSMClient(reader).send(new PutParameterCommand({ Name: '/a', Value: 'w', Overwrite: true })),
    );

    expect(denied).toMatchObject({
      name: 'AccessDeniedException',
      $metadata: { httpStatusCode: 400 },
      message:
        `User: arn:aws:sts::${ACCOUNT}:assumed-role/${reader.name}/spec is not authorized to perform: ssm:PutParameter on ` +
        `resource: ${PARAMETER} because no identity-based policy allows the ssm:PutParameter action`,
    });
    expect(aws.gateway.requests({ denied: 'ssm:PutParameter' })).toMatchObject([
      { service: 'ssm', status: 400, caller: `arn:aws:sts::${ACCOUNT}:assumed-role/${reader.name}/spec` },
    ]);
  });

  it('is held to the policies as they stand', async () => {
    const reader = await session();
    const allow = { Action: 'ssm:GetParameter', Resource: PARAMETER };

    await expect(failure(read(reader))).resolves.toMatchObject({ name: 'AccessDeniedException' });
    await putRolePolicy(aws.endpoint, reader.name, allow);
    await expect(read(reader)).resolves.toBeDefined();
    await putRolePolicy(aws.endpoint, reader.name, allow, { Effect: 'Deny', Action: '*', Resource: '*' });
    await expect(failure(read(reader))).resolves.toMatchObject({
      message: expect.stringMatching(/explicit deny in an identity-based policy$/),
    });
  });

  it('is held to the boundary', async () => {
    const boundary = await createPolicy(aws.endpoint, 'boundary', { Action: 's3:*', Resource: '*' });
    await createRole(aws.endpoint, 'bounded', ACCOUNT, boundary);
    await putRolePolicy(aws.endpoint, 'bounded', { Action: '*', Resource: '*' });

    await expect(failure(read(await assume('bounded')))).resolves.toMatchObject({
      message: expect.stringMatching(/because no permissions boundary allows the ssm:GetParameter action$/),
    });
  });

  it('is held to conditions on what is asked', async () => {
    const writer = await session({
      Action: 'cloudwatch:PutMetricData',
      Resource: '*',
      Condition: { StringEquals: { 'cloudwatch:namespace': 'Mine' } },
    });
    const put = (Namespace: string) =>
      new CloudWatchClient(writer).send(
        new PutMetricDataCommand({ Namespace, MetricData: [{ MetricName: 'm', Value: 1 }] }),
      );

    await expect(put('Mine')).resolves.toBeDefined();
    await expect(failure(put('Theirs'))).resolves.toMatchObject({
      name: expect.stringContaining('AccessDenied'),
      message: expect.stringContaining('cloudwatch:PutMetricData on resource: *'),
    });
  });

  it('uses a topic’s key only if the key’s policy leaves it to the account, and the role may', async () => {
    const [kms, sns] = [new KMSClient(configuration()), new SNSClient(configuration())];
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
    const [KeyId = '', keyArn = ''] = [KeyMetadata?.KeyId, KeyMetadata?.Arn];
    const { TopicArn = '' } = await sns.send(
      new CreateTopicCommand({ Name: 't', Attributes: { KmsMasterKeyId: KeyId } }),
    );
    const publisher = await session({ Action: 'sns:Publish', Resource: TopicArn });
    const publish = () => new SNSClient(publisher).send(new PublishCommand({ TopicArn, Message: 'm' }));

    await expect(failure(publish())).resolves.toMatchObject({
      name: expect.stringContaining('KMSAccessDenied'),
      message: expect.stringContaining(
        `kms:GenerateDataKey on resource: ${keyArn} because no identity-based policy`,
      ),
    });
    await putRolePolicy(
      aws.endpoint,
      publisher.name,
      { Action: 'sns:Publish', Resource: TopicArn },
      {
        Action: ['kms:GenerateDataKey', 'kms:Decrypt'],
        Resource: keyArn,
        Condition: { StringEquals: { 'kms:ViaService': `sns.${REGION}.amazonaws.com` } },
      },
    );
    await expect(publish()).resolves.toBeDefined();
    const closed = documentOf({
      Principal: { Service: 'sns.amazonaws.com' },
      Action: 'kms:*',
      Resource: '*',
    });
    await kms.send(new PutKeyPolicyCommand({ KeyId, PolicyName: 'default', Policy: closed }));
    await expect(failure(publish())).resolves.toMatchObject({
      message: expect.stringMatching(
        /because no resource-based policy allows the kms:GenerateDataKey action$/,
      ),
    });
  });

  it('is held to the policy of a topic, and of a bucket', async () => {
    const [sns, s3] = [
      new SNSClient(configuration()),
      new S3Client({ ...configuration(), forcePathStyle: true }),
    ];
    const { TopicArn = '' } = await sns.send(new CreateTopicCommand({ Name: 'closed' }));
    const never = { Effect: 'Deny', Principal: '*', Action: '*' };
    await sns.send(
      new SetTopicAttributesCommand({
        TopicArn,
        AttributeName: 'Policy',
        AttributeValue: documentOf({ ...never, Resource: TopicArn }),
      }),
    );
    await s3.send(
      new CreateBucketCommand({
        Bucket: 'bucket',
        CreateBucketConfiguration: { LocationConstraint: REGION },
      }),
    );
    await s3.send(
      new PutBucketPolicyCommand({
        Bucket: 'bucket',
        Policy: documentOf({ ...never, Action: 's3:PutObject', Resource: 'arn:aws:s3:::bucket/closed/*' }),
      }),
    );
    const anything = await session({ Action: ['sns:*', 's3:PutObject'], Resource: '*' });
    const bucket = new S3Client({ ...anything, forcePathStyle: true });
    const put = (Key: string) => bucket.send(new PutObjectCommand({ Bucket: 'bucket', Key, Body: 'x' }));

    await expect(put('open/x')).resolves.toBeDefined();
    for (const call of [
      new SNSClient(anything).send(new PublishCommand({ TopicArn, Message: 'm' })),
      put('closed/x'),
    ])
      await expect(failure(call)).resolves.toMatchObject({
        message: expect.stringMatching(/explicit deny in a resource-based policy$/),
      });
    await expect(
      failure(bucket.send(new GetObjectCommand({ Bucket: 'bucket', Key: 'open/x' }))),
    ).resolves.toMatchObject({
      name: 'AccessDenied',
      $metadata: { httpStatusCode: 403 },
    });
  });

  it('is denied an operation that is in no table, by name', async () => {
    const administrator = await session({ Action: '*', Resource: '*' });

    await expect(
      failure(new EC2Client(administrator).send(new DescribeVpcsCommand({}))),
    ).resolves.toMatchObject({
      name: 'UnauthorizedOperation',
      message: expect.stringContaining('ec2:DescribeVpcs'),
    });
  });

  it('signs in to a database as the users that the role may be, and to no other', async () => {
    const authorizer = authorizerOf(aws);
    const user = (name: string) => `arn:aws:rds-db:${REGION}:${ACCOUNT}:dbuser:cluster-1/${name}`;
    const { credentials } = await session({ Action: 'rds-db:connect', Resource: user('app') });
    const mayConnect = (key: string, name: string) => authorizer.mayConnect(key, user(name), REGION);

    await expect(mayConnect(credentials.accessKeyId, 'app')).resolves.toBe(true);
    await expect(mayConnect(credentials.accessKeyId, 'admin')).resolves.toBe(false);
    await expect(mayConnect('ASIAAAAAAAAAAAAAAAAA', 'app')).resolves.toBe(false);
    await expect(mayConnect('test', 'admin')).resolves.toBe(true);
  });

  it('signs tokens with the secret of its own session, and with no other', async () => {
    const authorizer = authorizerOf(aws);
    const { credentials } = await session({ Action: 'rds-db:connect', Resource: '*' });
    const { accessKeyId, secretAccessKey, sessionToken } = credentials;

    await expect(authorizer.secretOf(accessKeyId, sessionToken)).resolves.toBe(secretAccessKey);
    await expect(authorizer.secretOf(accessKeyId, 'another')).resolves.toBeUndefined();
    await expect(authorizer.secretOf('ASIAAAAAAAAAAAAAAAAA', sessionToken)).resolves.toBeUndefined();
    await expect(authorizer.secretOf('somebody', undefined)).resolves.toBeUndefined();
    await expect(authorizer.secretOf('test', undefined)).resolves.toBe('test');
  });

  it('is nobody with credentials that were never given', async () => {
    const stranger = configuration({ accessKeyId: 'ASIAAAAAAAAAAAAAAAAA', secretAccessKey: 'x' });

    await expect(failure(read(stranger))).resolves.toMatchObject({ name: 'UnrecognizedClientException' });
  });

  it('is a function, under the role that it has', async () => {
    await createRole(aws.endpoint, 'function', ACCOUNT);
    await putRolePolicy(aws.endpoint, 'function', {
      Action: ['ssm:GetParameter', 'sns:Publish'],
      Resource: '*',
    });
    const lambda = new LambdaClient(configuration());
    await lambda.send(
      new CreateFunctionCommand({
        FunctionName: 'f',
        Role: `arn:aws:iam::${ACCOUNT}:role/function`,
        Runtime: 'nodejs22.x',
        Handler: 'index.handler',
        Timeout: 30,
        Code: { ZipFile: zipSync({ 'index.mjs': strToU8(CODE) }) },
      }),
    );
    const invoke = async (operation: string) => {
      const { Payload } = await lambda.send(
        new InvokeCommand({ FunctionName: 'f', Payload: JSON.stringify({ operation }) }),
      );
      return JSON.parse(new TextDecoder().decode(Payload)) as {
        readonly status: number;
        readonly body: string;
      };
    };

    await expect(invoke('GetParameter')).resolves.toMatchObject({ status: 200 });
    await expect(invoke('DeleteParameter')).resolves.toMatchObject({
      status: 400,
      body: expect.stringContaining(
        'assumed-role/function/f is not authorized to perform: ssm:DeleteParameter',
      ),
    });
    const [usage] = aws.roleUsage().filter(({ roleArn }) => roleArn.endsWith('/function'));
    expect(usage).toMatchObject({
      granted: [{ action: 'ssm:GetParameter' }, { action: 'sns:Publish' }],
      used: [{ action: 'ssm:GetParameter', policy: 'inline', statement: 0 }],
      denied: [{ action: 'ssm:DeleteParameter' }],
    });
  });
});

function authorizerOf({ gateway }: LocalAws): RoleAuthorizer {
  const upstream = { host: '127.0.0.1', port: gateway.port };
  return new RoleAuthorizer(upstream, new AccountFacts(upstream));
}

/** Asks SSM for one operation on the parameter, and answers with what it said. */
const CODE = `
export const handler = async ({ operation }) => {
  const credential = process.env.AWS_ACCESS_KEY_ID + '/20260115/' + process.env.AWS_REGION + '/ssm/aws4_request';
  const response = await fetch(process.env.AWS_ENDPOINT_URL, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AmazonSSM.' + operation,
      authorization: 'AWS4-HMAC-SHA256 Credential=' + credential + ', SignedHeaders=host, Signature=0',
    },
    body: JSON.stringify({ Name: '/a' }),
  });
  return { status: response.status, body: await response.text() };
};
`;
