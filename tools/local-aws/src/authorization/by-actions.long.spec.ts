import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { CreateHostedZoneCommand, Route53Client } from '@aws-sdk/client-route-53';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { describeWithMoto } from '../__fixtures__/describe-with-moto';
import { createRole, putRolePolicy, type Written } from '../__fixtures__/iam';
import { AccountFacts } from './account-facts';
import { RoleAuthorizer } from './role-authorizer';
import { startLocalAws, type LocalAws } from '../local-aws';

jest.setTimeout(60_000);

const ACCOUNT = '123456789012';
const REGION = 'eu-west-1';
const roleArn = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;

describeWithMoto('who signs as a session of a role that is judged by actions', () => {
  let aws: LocalAws;
  const administrator = { accessKeyId: 'test', secretAccessKey: 'test' };
  const configuration = (credentials: Credentials = administrator) => ({
    region: REGION,
    endpoint: aws.endpoint,
    credentials,
    maxAttempts: 1,
    forcePathStyle: true,
  });
  const session = async (name: string, ...statements: Written[]) => {
    await createRole(aws.endpoint, name, ACCOUNT);
    await putRolePolicy(aws.endpoint, name, ...statements);
    const sts = new STSClient(configuration());
    const { Credentials: given } = await sts.send(
      new AssumeRoleCommand({ RoleArn: roleArn(name), RoleSessionName: 'spec' }),
    );
    return configuration({
      accessKeyId: given?.AccessKeyId ?? '',
      secretAccessKey: given?.SecretAccessKey ?? '',
      sessionToken: given?.SessionToken ?? '',
    });
  };
  /** What became of a call: `allowed`, or the action that was denied. */
  const outcomeOf = async (called: Promise<unknown>): Promise<string | undefined> => {
    const afterSequence = aws.gateway.requests().at(-1)?.sequence ?? 0;
    return called.then(
      () => 'allowed',
      () => aws.gateway.requests({ afterSequence }).at(-1)?.denied,
    );
  };

  beforeAll(async () => {
    aws = await startLocalAws({
      accountId: ACCOUNT,
      authorization: { byActions: (arn) => arn.includes(':role/deploy') },
    });
    await new S3Client(configuration()).send(
      new CreateBucketCommand({
        Bucket: 'states',
        CreateBucketConfiguration: { LocationConstraint: REGION },
      }),
    );
  });
  afterAll(() => aws.stop());

  it('may call what its policy grants, in whatever protocol, and nothing else', async () => {
    const given = await session('deploy-1', {
      Action: ['kms:CreateKey', 'lambda:ListFunctions'],
      Resource: '*',
    });

    expect(await outcomeOf(new KMSClient(given).send(new CreateKeyCommand({})))).toBe('allowed');
    expect(await outcomeOf(new LambdaClient(given).send(new ListFunctionsCommand({})))).toBe('allowed');
    expect(
      await outcomeOf(
        new Route53Client(given).send(
          new CreateHostedZoneCommand({ Name: 'a.example', CallerReference: '1' }),
        ),
      ),
    ).toBe('route53:CreateHostedZone');
  });

  it('may write the objects that its policy names, and no others', async () => {
    const given = await session('deploy-2', {
      Action: 's3:PutObject',
      Resource: 'arn:aws:s3:::states/*.tflock',
    });
    const put = (Key: string) =>
      outcomeOf(new S3Client(given).send(new PutObjectCommand({ Bucket: 'states', Key, Body: '{}' })));

    expect(await put('dr-kms.tfstate.tflock')).toBe('allowed');
    expect(await put('dr-kms.tfstate')).toBe('s3:PutObject');
  });

  it('is held to its policy as it stands, and recorded with what it used and was denied', async () => {
    const given = await session('deploy-3', { Sid: 'Keys', Action: ['kms:CreateKey'], Resource: '*' });
    const create = () => outcomeOf(new KMSClient(given).send(new CreateKeyCommand({})));

    expect(await create()).toBe('allowed');
    await putRolePolicy(aws.endpoint, 'deploy-3', { Action: 'kms:ListKeys', Resource: '*' });
    expect(await create()).toBe('kms:CreateKey');
    await putRolePolicy(aws.endpoint, 'deploy-3', { Action: 'kms:CreateKey', Resource: '*' });
    expect(await create()).toBe('allowed');

    const usage = aws.roleUsage().find((role) => role.roleArn === roleArn('deploy-3'));
    expect(usage?.used.map(({ action }) => action)).toContain('kms:CreateKey');
    expect(usage?.denied.map(({ action }) => action)).toEqual(['kms:CreateKey']);
  });

  it('is refused nothing where notes are taken alone, and what it lacks is written down', async () => {
    const { credentials } = await session('deploy-4', { Action: 'kms:ListKeys', Resource: '*' });
    const { hostname: host, port } = new URL(aws.endpoint);
    const upstream = { host, port: Number(port) };
    const judge = (notesOnly: boolean) =>
      new RoleAuthorizer(upstream, new AccountFacts(upstream), { byActions: () => true, notesOnly });
    const request = {
      scope: { accessKeyId: credentials.accessKeyId, service: 'kms', region: REGION },
      head: {
        method: 'POST',
        url: new URL('/', aws.endpoint),
        headers: { 'x-amz-target': 'TrentService.CreateKey', 'content-type': 'application/x-amz-json-1.1' },
        service: 'kms',
      },
      body: undefined,
    };
    const [strict, lenient] = [judge(false), judge(true)];

    expect((await strict.authorize(request)).refusal?.action).toBe('kms:CreateKey');
    expect(await lenient.authorize(request)).toEqual({});
    expect(lenient.usage.roles()).toMatchObject([{ denied: [{ action: 'kms:CreateKey' }] }]);
  });

  it('is judged by resources too in any other role', async () => {
    const given = await session('task', { Action: 'kms:CreateKey', Resource: '*' });

    expect(await outcomeOf(new KMSClient(given).send(new CreateKeyCommand({})))).toBe('kms:CreateKey');
  });
});

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}
