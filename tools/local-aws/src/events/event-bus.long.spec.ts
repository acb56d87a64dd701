import { CreateKeyCommand, KMSClient, PutKeyPolicyCommand } from '@aws-sdk/client-kms';
import { AddPermissionCommand, CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { CreateTopicCommand, SetTopicAttributesCommand, SNSClient } from '@aws-sdk/client-sns';
import { strToU8, zipSync } from 'fflate';
import { ask, eventually } from '../__fixtures__/ask';
import { describeWithMoto } from '../__fixtures__/describe-with-moto';
import { createRole, createServiceRole, documentOf } from '../__fixtures__/iam';
import { startLocalAws, type LocalAws } from '../local-aws';

jest.setTimeout(60_000);

const ACCOUNT = '123456789012';
const REGION = 'eu-west-1';
const TOPIC = `arn:aws:sns:${REGION}:${ACCOUNT}:topic`;
const FUNCTION = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:f`;
const QUEUE = `arn:aws:sqs:${REGION}:${ACCOUNT}:dead`;
const ruleArn = (name: string) => `arn:aws:events:${REGION}:${ACCOUNT}:rule/${name}`;
const EVENTS = { Principal: { Service: 'events.amazonaws.com' } };

describeWithMoto('EventBridge of the local AWS', () => {
  let aws: LocalAws;
  const configuration = () => ({
    region: REGION,
    endpoint: aws.endpoint,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
  const events = async (operation: string, content: object) => {
    const answered = await ask(aws.endpoint, {
      service: 'events',
      region: REGION,
      target: `AWSEvents.${operation}`,
      content,
    });
    expect(answered.status).toBe(200);
  };
  const sqs = (operation: string, content: object) =>
    ask(aws.endpoint, { service: 'sqs', region: REGION, target: `AmazonSQS.${operation}`, content });
  const topicPolicy = (...statements: object[]) =>
    new SNSClient(configuration()).send(
      new SetTopicAttributesCommand({
        TopicArn: TOPIC,
        AttributeName: 'Policy',
        AttributeValue: documentOf(...(statements as Record<string, unknown>[])),
      }),
    );
  const ADMITTED = { ...EVENTS, Action: 'sns:Publish', Resource: TOPIC };
  const failed = { source: 'aws.rds', 'detail-type': 'RDS DB Cluster Event', detail: { EventID: 'E-1' } };
  let keyId = '';

  beforeAll(async () => {
    aws = await startLocalAws({ accountId: ACCOUNT });
    const kms = new KMSClient(configuration());
    keyId = (await kms.send(new CreateKeyCommand({}))).KeyMetadata?.KeyId ?? '';
    await new SNSClient(configuration()).send(
      new CreateTopicCommand({ Name: 'topic', Attributes: { KmsMasterKeyId: keyId } }),
    );
    await createRole(aws.endpoint, 'function', ACCOUNT);
    const lambda = new LambdaClient(configuration());
    await lambda.send(
      new CreateFunctionCommand({
        FunctionName: 'f',
        Role: `arn:aws:iam::${ACCOUNT}:role/function`,
        Runtime: 'nodejs22.x',
        Handler: 'index.handler',
        Code: {
          ZipFile: zipSync({ 'index.mjs': strToU8('export const handler = async (event) => event;') }),
        },
      }),
    );
    await lambda.send(
      new AddPermissionCommand({
        FunctionName: 'f',
        StatementId: 'schedule',
        Action: 'lambda:InvokeFunction',
        Principal: 'events.amazonaws.com',
        SourceArn: ruleArn('schedule'),
      }),
    );
    await sqs('CreateQueue', { QueueName: 'dead' });
    await events('PutRule', {
      Name: 'topic',
      EventPattern: JSON.stringify({ source: ['aws.rds', 'mine'], detail: { EventID: [{ prefix: 'E-' }] } }),
    });
    await events('PutTargets', { Rule: 'topic', Targets: [{ Id: 't', Arn: TOPIC }] });
    for (const Name of ['schedule', 'stranger']) {
      await events('PutRule', { Name, ScheduleExpression: 'rate(1 minute)' });
      await events('PutTargets', {
        Rule: Name,
        Targets: [{ Id: 'f', Arn: FUNCTION, Input: '{"tick":true}', DeadLetterConfig: { Arn: QUEUE } }],
      });
    }
  });
  afterAll(() => aws.stop());
  afterEach(() => aws.gateway.heal());

  const keyPolicy = (...statements: object[]) =>
    new KMSClient(configuration()).send(
      new PutKeyPolicyCommand({
        KeyId: keyId,
        PolicyName: 'default',
        Policy: documentOf(...(statements as Record<string, unknown>[])),
      }),
    );
  const KEY_USE = {
    ...EVENTS,
    Action: ['kms:GenerateDataKey*', 'kms:Decrypt'],
    Resource: '*',
    Condition: { ArnLike: { 'kms:EncryptionContext:aws:sns:topicArn': TOPIC } },
  };

  it('delivers to a topic whose policy and key admit it', async () => {
    await topicPolicy(ADMITTED);
    await keyPolicy(KEY_USE);

    await expect(aws.events.put(REGION, failed)).resolves.toMatchObject([
      { rule: 'topic', targetArn: TOPIC, delivered: true },
    ]);
  });

  it('delivers what a transformer makes of an event, and says why where nothing comes of it', async () => {
    await topicPolicy(ADMITTED);
    await keyPolicy(KEY_USE);
    const target = (Id: string, InputTemplate: string) => ({
      Id,
      Arn: TOPIC,
      InputTransformer: { InputPathsMap: { id: '$.detail.EventID', all: '$.detail' }, InputTemplate },
    });
    await events('PutRule', {
      Name: 'transformed',
      EventPattern: JSON.stringify({ source: ['transformed'] }),
    });
    await events('PutTargets', {
      Rule: 'transformed',
      Targets: [target('good', '{"text":"<id>"}'), target('broken', '{"text":"<all>"}')],
    });

    await expect(aws.events.put(REGION, { ...failed, source: 'transformed' })).resolves.toMatchObject([
      { delivered: true },
      { delivered: false, reason: expect.stringContaining('makes no JSON') as string },
    ]);
  });

  it('delivers nothing that the pattern does not match, and nothing of a Region that is dark', async () => {
    await expect(aws.events.put(REGION, { ...failed, detail: { EventID: 'X' } })).resolves.toEqual([]);
    aws.gateway.region(REGION).blackOut('reset');
    await expect(aws.events.put(REGION, failed)).resolves.toEqual([]);
    await expect(aws.events.runSchedules(REGION, 0, 60_000)).resolves.toEqual([]);
  });

  it.each([
    ['without its policy', [{ ...ADMITTED, Principal: { Service: 'cloudwatch.amazonaws.com' } }]],
    // EventBridge says no source to a topic.
    [
      'with a condition on the source',
      [{ ...ADMITTED, Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } } }],
    ],
    ['with an explicit deny', [ADMITTED, { ...ADMITTED, Effect: 'Deny' }]],
  ])('does not deliver to a topic %s, and says why', async (_, statements) => {
    await topicPolicy(...statements);
    await expect(aws.events.put(REGION, failed)).resolves.toMatchObject([
      {
        delivered: false,
        inDeadLetterQueue: false,
        reason: expect.stringContaining(
          `events.amazonaws.com is not authorized to perform: sns:Publish on resource: ${TOPIC}`,
        ),
      },
    ]);
    await topicPolicy(ADMITTED);
  });

  it('does not deliver to a topic whose key does not admit it', async () => {
    await keyPolicy({ ...KEY_USE, Principal: { Service: 'cloudwatch.amazonaws.com' } });
    await expect(aws.events.put(REGION, failed)).resolves.toMatchObject([
      { delivered: false, reason: expect.stringContaining('kms:GenerateDataKey on resource') },
    ]);
    await keyPolicy(KEY_USE);
  });

  describe('in a role of the target', () => {
    const role = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;
    const target = (RoleArn: string) => ({ Rule: 'topic', Targets: [{ Id: 't', Arn: TOPIC, RoleArn }] });
    const publish = { Effect: 'Allow', Action: 'sns:Publish', Resource: TOPIC };
    const useKey = { Effect: 'Allow', Action: ['kms:GenerateDataKey', 'kms:Decrypt'], Resource: '*' };
    const account = { Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'kms:*', Resource: '*' };

    beforeAll(async () => {
      // Nobody but the account: neither topic nor key knows EventBridge.
      await topicPolicy({ ...ADMITTED, Principal: { Service: 'cloudwatch.amazonaws.com' } });
      await keyPolicy(account);
      await createServiceRole(aws.endpoint, 'rule', 'events.amazonaws.com', publish, useKey);
      await createServiceRole(aws.endpoint, 'rule-without-key', 'events.amazonaws.com', publish);
      await createServiceRole(aws.endpoint, 'rule-of-lambda', 'lambda.amazonaws.com', publish, useKey);
    });
    afterAll(async () => {
      await topicPolicy(ADMITTED);
      await keyPolicy(KEY_USE);
      await events('RemoveTargets', { Rule: 'topic', Ids: ['t'] });
      await events('PutTargets', { Rule: 'topic', Targets: [{ Id: 't', Arn: TOPIC }] });
    });

    it('delivers to a topic that does not admit EventBridge', async () => {
      await events('PutTargets', target(role('rule')));
      await expect(aws.events.put(REGION, failed)).resolves.toMatchObject([{ delivered: true }]);
    });

    it.each([
      ['may not use the key', 'rule-without-key', 'is not authorized to perform: kms:GenerateDataKey'],
      ['EventBridge may not take', 'rule-of-lambda', 'is not authorized to perform: sts:AssumeRole'],
      ['is not there', 'gone', 'does not exist'],
    ])('does not deliver in a role that %s', async (_, name, reason) => {
      await events('PutTargets', target(role(name)));
      await expect(aws.events.put(REGION, failed)).resolves.toMatchObject([
        { delivered: false, reason: expect.stringContaining(reason) },
      ]);
    });
  });

  it('delivers what somebody puts on the bus, but for what only AWS may say', async () => {
    const before = aws.events.deliveries().length;
    const entry = { DetailType: 't', Detail: '{"EventID":"E-2"}' };
    await events('PutEvents', {
      Entries: [
        { ...entry, Source: 'aws.rds' },
        { ...entry, Source: 'mine' },
      ],
    });

    const made = await eventually(
      () => Promise.resolve(aws.events.deliveries().slice(before)),
      (seen) => seen.length > 0,
    );
    expect(made).toMatchObject([{ rule: 'topic', delivered: true }]);
  });

  it('runs a schedule whose rule the function admits, with its input, and buries what it may not deliver', async () => {
    const [answered, refused] = await aws.events.runSchedules(REGION, 0, 60_000);

    expect(answered).toMatchObject({
      rule: 'schedule',
      delivered: true,
      answer: { failed: false },
    });
    expect(JSON.parse(answered?.answer?.payload ?? '')).toEqual({ tick: true });
    expect(refused).toMatchObject({
      rule: 'stranger',
      delivered: false,
      inDeadLetterQueue: false,
      reason: expect.stringContaining('lambda:InvokeFunction'),
    });
    const QueueUrl = JSON.parse((await sqs('GetQueueUrl', { QueueName: 'dead' })).text) as object;
    await sqs('SetQueueAttributes', {
      ...QueueUrl,
      Attributes: { Policy: documentOf({ ...EVENTS, Action: 'sqs:SendMessage', Resource: QUEUE }) },
    });
    await expect(aws.events.runSchedules(REGION, 60_000, 120_000, ['stranger'])).resolves.toMatchObject([
      { rule: 'stranger', delivered: false, inDeadLetterQueue: true },
    ]);
    const { text } = await sqs('ReceiveMessage', { ...QueueUrl, MessageAttributeNames: ['All'] });
    expect(text).toContain('NO_PERMISSIONS');
  });

  it('runs no schedule that is disabled', async () => {
    await events('DisableRule', { Name: 'schedule' });
    await expect(aws.events.runSchedules(REGION, 0, 60_000, ['schedule'])).resolves.toEqual([]);
  });
});
