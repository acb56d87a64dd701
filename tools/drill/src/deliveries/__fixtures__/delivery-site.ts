import { CreateKeyCommand, KMSClient, PutKeyPolicyCommand } from '@aws-sdk/client-kms';
import { AddPermissionCommand, CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  CreateBucketCommand,
  PutBucketPolicyCommand,
  PutBucketReplicationCommand,
  PutBucketVersioningCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { CreateTopicCommand, SetTopicAttributesCommand, SNSClient } from '@aws-sdk/client-sns';
import { clientConfiguration } from '@healthcare-dr/drctl/bootstrap';
import type { LocalAws } from '@healthcare-dr/local-aws';
import { strToU8, zipSync } from 'fflate';
import type { DeliverySite } from '../delivery-mutations';

const REGION = 'eu-west-1';
const OTHER = 'eu-west-2';
const [SOURCE, DESTINATION] = ['records-primary', 'records-dr'];

const documentOf = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });

/** Makes a topic on a key with a rule, a function with a schedule, and a pair of buckets, as the stacks make theirs. */
export async function makeDeliverySite(aws: LocalAws, accountId: string): Promise<DeliverySite> {
  const configuration = clientConfiguration(aws.environment, REGION);
  const topicArn = `arn:aws:sns:${REGION}:${accountId}:topic`;
  const kms = new KMSClient(configuration);
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  const KeyId = KeyMetadata?.KeyId ?? '';
  const Policy = documentOf({
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${accountId}:root` },
    Action: 'kms:*',
    Resource: '*',
  });
  await kms.send(new PutKeyPolicyCommand({ KeyId, PolicyName: 'default', Policy }));
  const sns = new SNSClient(configuration);
  await sns.send(new CreateTopicCommand({ Name: 'topic', Attributes: { KmsMasterKeyId: KeyId } }));
  await sns.send(
    new SetTopicAttributesCommand({
      TopicArn: topicArn,
      AttributeName: 'Policy',
      AttributeValue: documentOf({
        Effect: 'Deny',
        Principal: '*',
        Action: 'sns:Publish',
        Resource: topicArn,
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
    }),
  );
  await makeFunction(configuration, aws, accountId);
  await events(aws, 'PutRule', { Name: 'topic', EventPattern: JSON.stringify({ source: ['aws.rds'] }) });
  await createRole(aws, 'rule', 'events.amazonaws.com');
  await iam(aws, {
    Action: 'PutRolePolicy',
    RoleName: 'rule',
    PolicyName: 'inline',
    PolicyDocument: documentOf(
      { Effect: 'Allow', Action: 'sns:Publish', Resource: topicArn },
      { Effect: 'Allow', Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: '*' },
    ),
  });
  const RoleArn = `arn:aws:iam::${accountId}:role/rule`;
  await events(aws, 'PutTargets', { Rule: 'topic', Targets: [{ Id: 't', Arn: topicArn, RoleArn }] });
  await events(aws, 'PutRule', { Name: 'schedule', ScheduleExpression: 'rate(1 minute)' });
  const functionArn = `arn:aws:lambda:${REGION}:${accountId}:function:controller`;
  await events(aws, 'PutTargets', { Rule: 'schedule', Targets: [{ Id: 'f', Arn: functionArn }] });
  await makeBuckets(aws, accountId);
  for (const client of [kms, sns]) client.destroy();
  return {
    aws,
    region: REGION,
    otherRegion: OTHER,
    topicArn,
    topicRule: 'topic',
    functionName: 'controller',
    scheduleRule: 'schedule',
    bucket: { name: SOURCE, region: OTHER, replica: { name: DESTINATION, region: REGION } },
  };
}

async function makeFunction(
  configuration: ReturnType<typeof clientConfiguration>,
  aws: LocalAws,
  accountId: string,
): Promise<void> {
  await createRole(aws, 'function', 'lambda.amazonaws.com');
  const lambda = new LambdaClient(configuration);
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName: 'controller',
      Role: `arn:aws:iam::${accountId}:role/function`,
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Code: { ZipFile: zipSync({ 'index.mjs': strToU8('') }) },
    }),
  );
  await lambda.send(
    new AddPermissionCommand({
      FunctionName: 'controller',
      StatementId: 'schedule',
      Action: 'lambda:InvokeFunction',
      Principal: 'events.amazonaws.com',
      SourceArn: `arn:aws:events:${REGION}:${accountId}:rule/schedule`,
      SourceAccount: accountId,
    }),
  );
  lambda.destroy();
}

async function makeBuckets(aws: LocalAws, accountId: string): Promise<void> {
  await createRole(aws, 'replication', 's3.amazonaws.com');
  await iam(aws, {
    Action: 'PutRolePolicy',
    RoleName: 'replication',
    PolicyName: 'inline',
    PolicyDocument: documentOf({ Effect: 'Allow', Action: 's3:*', Resource: '*' }),
  });
  for (const [Bucket = '', region] of [
    [SOURCE, OTHER],
    [DESTINATION, REGION],
  ] as const) {
    const s3 = new S3Client({ ...clientConfiguration(aws.environment, region), forcePathStyle: true });
    await s3.send(
      new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: region } }),
    );
    await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
    const plain = { Bool: { 'aws:SecureTransport': 'false' } };
    const Resource = `arn:aws:s3:::${Bucket}/*`;
    await s3.send(
      new PutBucketPolicyCommand({
        Bucket,
        Policy: documentOf({ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource, Condition: plain }),
      }),
    );
    s3.destroy();
  }
  const s3 = new S3Client({ ...clientConfiguration(aws.environment, OTHER), forcePathStyle: true });
  await s3.send(
    new PutBucketReplicationCommand({
      Bucket: SOURCE,
      ReplicationConfiguration: {
        Role: `arn:aws:iam::${accountId}:role/replication`,
        Rules: [
          {
            ID: 'all',
            Status: 'Enabled',
            Priority: 1,
            Filter: { Prefix: '' },
            DeleteMarkerReplication: { Status: 'Enabled' },
            Destination: { Bucket: `arn:aws:s3:::${DESTINATION}` },
          },
        ],
      },
    }),
  );
  s3.destroy();
}

const createRole = (aws: LocalAws, name: string, service: string) =>
  iam(aws, {
    Action: 'CreateRole',
    RoleName: name,
    AssumeRolePolicyDocument: documentOf({
      Effect: 'Allow',
      Principal: { Service: service },
      Action: 'sts:AssumeRole',
    }),
  });

const signed = (service: string) =>
  `AWS4-HMAC-SHA256 Credential=test/20260115/${REGION}/${service}/aws4_request, SignedHeaders=host, Signature=0`;

/** No clients of IAM and EventBridge are among the packages of this workspace. */
async function iam(aws: LocalAws, parameters: Readonly<Record<string, string>>): Promise<void> {
  await post(aws, 'iam', { 'content-type': 'application/x-www-form-urlencoded' }, form(parameters));
}

const form = (parameters: Readonly<Record<string, string>>) =>
  new URLSearchParams({ Version: '2010-05-08', ...parameters }).toString();

async function events(aws: LocalAws, operation: string, content: object): Promise<void> {
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `AWSEvents.${operation}` };
  await post(aws, 'events', headers, JSON.stringify(content));
}

async function post(
  { endpoint }: LocalAws,
  service: string,
  headers: Readonly<Record<string, string>>,
  body: string,
): Promise<void> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { ...headers, authorization: signed(service) },
    body,
  });
  if (!response.ok) throw new Error(await response.text());
}
