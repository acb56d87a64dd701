import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { CreateFunctionCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { temporaryFolder, type TemporaryFolder } from '@healthcare-dr/processes';
import { strToU8, zipSync } from 'fflate';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeWithMoto } from './__fixtures__/describe-with-moto';
import { startLocalAws, type LocalAws } from './local-aws';

// Starting moto takes a second, several on a busy machine.
jest.setTimeout(40_000);

const REGION = 'eu-west-1';
const ACCOUNT = '210987654321';
const ASSUMED = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});

/** When the function says that it measured something: long ago. */
const MEASURED_AT = Date.UTC(2026, 0, 15, 12);

const OPERATORS_SECRET = 'of-whoever-runs-it';

/** Says what it was given, and measures something in CloudWatch's embedded format. */
const CODE = `
export const handler = async (_, context) => {
  console.log(JSON.stringify({
    _aws: { Timestamp: ${MEASURED_AT}, CloudWatchMetrics: [{ Namespace: 'Test', Dimensions: [['Where']], Metrics: [{ Name: 'Runs' }] }] },
    Where: 'here',
    Runs: 7,
  }));
  return { given: process.env.GIVEN ?? null, own: process.env.OWN, remaining: context.getRemainingTimeInMillis(), now: Date.now(), variables: process.env };
};
`;

describeWithMoto('a function on the local AWS', () => {
  let aws: LocalAws;
  let folder: TemporaryFolder;
  let variables: string;
  const configuration = () => ({
    region: REGION,
    endpoint: aws.endpoint,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });

  const invoke = async () => {
    const lambda = new LambdaClient(configuration());
    const { Payload } = await lambda.send(new InvokeCommand({ FunctionName: 'f' }));
    lambda.destroy();
    return JSON.parse(new TextDecoder().decode(Payload)) as Record<string, unknown>;
  };

  const before = { ...process.env };

  beforeAll(async () => {
    // Of whoever runs the local AWS.
    process.env['AWS_SECRET_ACCESS_KEY'] = OPERATORS_SECRET;
    process.env['AWS_PROFILE'] = OPERATORS_SECRET;
    folder = await temporaryFolder('functions-');
    variables = join(folder.path, 'variables.json');
    writeFileSync(variables, '{}');
    aws = await startLocalAws({
      accountId: ACCOUNT,
      variables: { LOCAL_AWS_FUNCTION_VARIABLES: variables },
    });
    // A function wants a role that is there; no client of IAM is among the packages of this workspace.
    await fetch(aws.endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        authorization:
          'AWS4-HMAC-SHA256 Credential=test/20260115/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=0',
      },
      body: `Action=CreateRole&Version=2010-05-08&RoleName=r&AssumeRolePolicyDocument=${encodeURIComponent(ASSUMED)}`,
    });
    const lambda = new LambdaClient(configuration());
    await lambda.send(
      new CreateFunctionCommand({
        FunctionName: 'f',
        Role: `arn:aws:iam::${ACCOUNT}:role/r`,
        Runtime: 'nodejs22.x',
        Handler: 'index.handler',
        Timeout: 30,
        Environment: { Variables: { OWN: 'own' } },
        Code: { ZipFile: zipSync({ 'index.mjs': strToU8(CODE) }) },
      }),
    );
    lambda.destroy();
  });

  afterAll(async () => {
    process.env = before;
    await aws.stop();
    await folder.remove();
  });

  it('has its own variables, and those of the file as they are at each invocation', async () => {
    await expect(invoke()).resolves.toMatchObject({ own: 'own', given: null });
    writeFileSync(variables, JSON.stringify({ GIVEN: 'given' }));
    await expect(invoke()).resolves.toMatchObject({ own: 'own', given: 'given' });
  });

  it('is given the credentials of its role, and nothing that leads to those of whoever runs it', async () => {
    const { variables: given } = (await invoke()) as { readonly variables: Readonly<Record<string, string>> };
    expect(Object.values(given)).not.toContain(OPERATORS_SECRET);
    expect(given['AWS_SESSION_TOKEN']).toBeDefined();
    expect(given).not.toHaveProperty('HOME');
    // A home folder is found without HOME.
    expect(given).toMatchObject({ AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null' });
  });

  it('knows how much time is left, whatever the time of day is said to be', async () => {
    const preload = join(folder.path, 'preload.cjs');
    writeFileSync(preload, 'const now = Date.now; Date.now = () => now() - 43200000;');
    writeFileSync(variables, JSON.stringify({ NODE_OPTIONS: `--require ${preload}` }));
    const { remaining, now } = await invoke();
    expect(Number(now)).toBeLessThan(Date.now() - 43_000_000);
    expect(Number(remaining)).toBeGreaterThan(10_000);
    expect(Number(remaining)).toBeLessThan(30_000);
  });

  it('has its metrics published for the time that it says', async () => {
    await invoke();
    const cloudwatch = new CloudWatchClient(configuration());
    const { MetricDataResults: [result] = [] } = await cloudwatch.send(
      new GetMetricDataCommand({
        StartTime: new Date(MEASURED_AT - 60_000),
        EndTime: new Date(MEASURED_AT + 60_000),
        MetricDataQueries: [
          {
            Id: 'm1',
            MetricStat: {
              Metric: {
                Namespace: 'Test',
                MetricName: 'Runs',
                Dimensions: [{ Name: 'Where', Value: 'here' }],
              },
              Period: 60,
              Stat: 'Maximum',
            },
          },
        ],
      }),
    );
    cloudwatch.destroy();
    expect(result?.Values).toEqual([7]);
    expect(result?.Timestamps?.map((at) => at.getTime())).toEqual([MEASURED_AT]);
  });
});
