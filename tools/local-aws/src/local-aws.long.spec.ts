import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import {
  CreateKeyCommand,
  DescribeKeyCommand,
  KMSClient,
  ListKeysCommand,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms';
import {
  CreateBucketCommand,
  GetObjectCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { groupIsAlive, processIsAlive, until } from '@healthcare-dr/processes';
import type { Region } from '@healthcare-dr/topology';
import { describeWithMoto, nodeArguments } from './__fixtures__/describe-with-moto';
import { localAwsEnvironment, startLocalAws, type LocalAws } from './local-aws';

const PRIMARY: Region = 'eu-west-2';
const DR: Region = 'eu-west-1';
const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

// Starting moto takes a second, several on a busy machine.
jest.setTimeout(40_000);

let aws: LocalAws;
const clients: { destroy(): void }[] = [];

function configuration(region: Region, maxAttempts = 1) {
  return { region, endpoint: aws.endpoint, credentials, maxAttempts };
}

function kms(region: Region, maxAttempts?: number): KMSClient {
  const client = new KMSClient(configuration(region, maxAttempts));
  clients.push(client);
  return client;
}

function s3(region: Region): S3Client {
  const client = new S3Client({ ...configuration(region), forcePathStyle: true });
  clients.push(client);
  return client;
}

async function createBucket(region: 'eu-west-1' | 'eu-west-2', name: string): Promise<S3Client> {
  const client = s3(region);
  await client.send(
    new CreateBucketCommand({ Bucket: name, CreateBucketConfiguration: { LocationConstraint: region } }),
  );
  return client;
}

describeWithMoto('the local AWS', () => {
  beforeAll(async () => {
    aws = await startLocalAws({ accountId: '210987654321' });
  });

  afterEach(() => {
    aws.gateway.heal();
    aws.gateway.clear();
    clients.splice(0).forEach((client) => client.destroy());
  });

  afterAll(() => aws.stop());

  it('is the account it was told to be', async () => {
    const client = new STSClient(configuration(PRIMARY));
    clients.push(client);

    await expect(client.send(new GetCallerIdentityCommand({}))).resolves.toMatchObject({
      Account: '210987654321',
    });
  });

  it('keeps the Regions apart, and records who was asked for what', async () => {
    const { KeyMetadata: key } = await kms(PRIMARY).send(new CreateKeyCommand({}));
    const { Keys: others } = await kms(DR).send(new ListKeysCommand({}));

    expect(key?.Arn).toMatch(/^arn:aws:kms:eu-west-2:210987654321:key\//);
    expect(others).toEqual([]);
    expect(aws.gateway.requests()).toMatchObject([
      { region: PRIMARY, service: 'kms', operation: 'CreateKey', status: 200, accessKeyId: 'test' },
      { region: DR, service: 'kms', operation: 'ListKeys', status: 200 },
    ]);
  });

  it('loses one Region in a black-out and nothing of the other', async () => {
    const primary = await createBucket(PRIMARY, 'black-out-primary');
    const dr = await createBucket(DR, 'black-out-dr');
    const object = { Key: 'record', Body: 'content' };
    aws.gateway.region(PRIMARY).blackOut('reset');

    await expect(
      primary.send(new PutObjectCommand({ Bucket: 'black-out-primary', ...object })),
    ).rejects.toThrow(/ECONNRESET|socket hang up/);
    await expect(kms(PRIMARY).send(new ListKeysCommand({}))).rejects.toThrow(/ECONNRESET|socket hang up/);
    await dr.send(new PutObjectCommand({ Bucket: 'black-out-dr', ...object }));
    await kms(DR).send(new CreateKeyCommand({}));
    aws.gateway.heal(PRIMARY);
    await primary.send(new PutObjectCommand({ Bucket: 'black-out-primary', ...object }));

    const read = await dr.send(new GetObjectCommand({ Bucket: 'black-out-dr', Key: 'record' }));
    await expect(read.Body?.transformToString()).resolves.toBe('content');
  });

  it('throttles so that an SDK knows it, and tries again', async () => {
    aws.gateway.region(PRIMARY).throttle(1, { services: ['kms'] });
    const once = kms(PRIMARY).send(new ListKeysCommand({}));
    await expect(once).rejects.toMatchObject({
      name: 'ThrottlingException',
      $metadata: { httpStatusCode: 400 },
    });

    aws.gateway.region(PRIMARY).throttle(0.5, { services: ['kms'] });
    await kms(PRIMARY, 20).send(new ListKeysCommand({}));

    expect(aws.gateway.requests({ operation: 'ListKeys' }).at(-1)?.status).toBe(200);
  });

  it('throttles S3 in the words of S3', async () => {
    const client = await createBucket(PRIMARY, 'throttled');
    aws.gateway.region(PRIMARY).throttle(1);

    const putting = client.send(new PutObjectCommand({ Bucket: 'throttled', Key: 'key', Body: 'content' }));

    await expect(putting).rejects.toMatchObject({ name: 'SlowDown', $metadata: { httpStatusCode: 503 } });
  });

  it('lets one of many win a conditional write, as Terraform takes its lock', async () => {
    const client = await createBucket(PRIMARY, 'state');
    await client.send(
      new PutBucketVersioningCommand({ Bucket: 'state', VersioningConfiguration: { Status: 'Enabled' } }),
    );

    const puts = Array.from({ length: 20 }, (_, index) =>
      client.send(
        new PutObjectCommand({ Bucket: 'state', Key: 'lock', Body: String(index), IfNoneMatch: '*' }),
      ),
    );
    const outcomes = await Promise.allSettled(puts);

    const refused = outcomes.flatMap((outcome) =>
      outcome.status === 'rejected' ? [String(outcome.reason)] : [],
    );
    expect(refused).toHaveLength(19);
    expect(new Set(refused.map((reason) => reason.split(':')[0]))).toEqual(new Set(['PreconditionFailed']));
  });

  it('serves a bucket that refuses plain HTTP, and keeps to a denial without condition', async () => {
    const client = await createBucket(PRIMARY, 'guarded');
    const put = () => client.send(new PutObjectCommand({ Bucket: 'guarded', Key: 'key', Body: 'content' }));
    const setPolicy = (statement: object) =>
      client.send(
        new PutBucketPolicyCommand({
          Bucket: 'guarded',
          Policy: JSON.stringify({
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Deny',
                Principal: '*',
                Action: 's3:*',
                Resource: 'arn:aws:s3:::guarded/*',
                ...statement,
              },
            ],
          }),
        }),
      );

    await setPolicy({ Condition: { Bool: { 'aws:SecureTransport': 'false' } } });
    await expect(put()).resolves.toMatchObject({ $metadata: { httpStatusCode: 200 } });
    await setPolicy({ Action: 's3:PutObject' });

    await expect(put()).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
  });

  it('schedules the deletion of a key that is named by its ARN', async () => {
    const client = kms(PRIMARY);
    const { KeyMetadata: key } = await client.send(new CreateKeyCommand({}));

    await client.send(new ScheduleKeyDeletionCommand({ KeyId: key?.Arn, PendingWindowInDays: 7 }));

    const { KeyMetadata: now } = await client.send(new DescribeKeyCommand({ KeyId: key?.Arn }));
    expect(now?.KeyState).toBe('PendingDeletion');
  });

  it('stops with a client hanging, leaves no process, and may be stopped again', async () => {
    const own = await startLocalAws({ accountId: '123456789012' });
    own.gateway.region(PRIMARY).blackOut('hang');
    const client = new KMSClient({ ...configuration(PRIMARY), endpoint: own.endpoint });
    const hanging = client.send(new ListKeysCommand({})).catch((error: unknown) => error);
    await until(() => own.gateway.requests({ fault: 'black-out' }).length === 1, 5_000);

    await Promise.all([own.stop(), own.stop()]);

    await expect(hanging).resolves.toBeInstanceOf(Error);
    client.destroy();
    expect(groupIsAlive(own.moto.pid)).toBe(false);
    await expect(own.ended).resolves.toBeUndefined();
  });

  it('stops when its signal is aborted', async () => {
    const controller = new AbortController();
    const own = await startLocalAws({ accountId: '123456789012', signal: controller.signal });

    controller.abort();

    await expect(own.ended).resolves.toBeUndefined();
    expect(processIsAlive(own.moto.pid)).toBe(false);
    await expect(fetch(own.endpoint)).rejects.toThrow('fetch failed');
  });

  it('does not outlive a process that is killed', async () => {
    const parent = spawn(process.execPath, nodeArguments('parent.ts'), {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [line] = (await once(createInterface({ input: parent.stdout }), 'line')) as [string];
    const { pid } = JSON.parse(line) as { pid: number };
    expect(processIsAlive(pid)).toBe(true);

    parent.kill('SIGKILL');

    await until(() => !processIsAlive(pid), 5_000);
    expect(processIsAlive(pid)).toBe(false);
  });

  it('says so when its port is in use, and leaves nothing behind', async () => {
    const port = Number(new URL(aws.endpoint).port);

    await expect(startLocalAws({ accountId: '123456789012', port })).rejects.toThrow(
      `Port ${port} is in use`,
    );
  });
});

describe('startLocalAws', () => {
  it.each(['12345', '12345678901x', ''])('refuses the account id %j', async (accountId) => {
    await expect(startLocalAws({ accountId })).rejects.toThrow(`The account id '${accountId}' is none.`);
  });
});

describe('localAwsEnvironment', () => {
  it('leads to the endpoint and takes away what leads elsewhere', () => {
    const environment = localAwsEnvironment('http://127.0.0.1:1234', {
      AWS_ENDPOINT_URL_S3: 'https://elsewhere',
      AWS_DYNAMODB_ENDPOINT: 'https://elsewhere',
      AWS_PROFILE: 'production',
    });

    expect(environment).toMatchObject({
      AWS_ENDPOINT_URL: 'http://127.0.0.1:1234',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_ENDPOINT_URL_S3: undefined,
      AWS_DYNAMODB_ENDPOINT: undefined,
      AWS_PROFILE: undefined,
    });
    expect(Object.keys(environment)).toEqual(
      expect.arrayContaining(['AWS_ENDPOINT_URL_S3', 'AWS_DYNAMODB_ENDPOINT', 'AWS_PROFILE']),
    );
  });
});
