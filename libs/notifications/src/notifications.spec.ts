import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { SnsTopicPolicy } from '@cdktf/provider-aws/lib/sns-topic-policy';
import { SnsTopicSubscription } from '@cdktf/provider-aws/lib/sns-topic-subscription';
import { defineStack } from '@healthcare-dr/platform';
import { expectNoResource, expectResource, synthesizeStack } from '@healthcare-dr/testing';
import { parseEnvironment, peerOf, ROLES, type Role } from '@healthcare-dr/topology';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { delivers } from './__fixtures__/filter-evaluator';
import { MESSAGES } from './__fixtures__/messages';
import { Notifications } from './notifications';

const KEY_ARN = 'arn-of-the-notifications-key';
const environment = parseEnvironment({
  ...fixtureEnvironment('dev'),
  notifications: {
    subscriptions: [
      { protocol: 'email', address: 'oncall@hospital.example', severity: 'page' },
      { protocol: 'https', url: 'https://pager.example/hook', severity: 'page' },
      { protocol: 'https', url: 'https://chat.example/hook', severity: 'ticket', autoConfirms: false },
      { protocol: 'sqs', queueName: 'tickets', severity: 'ticket' },
    ],
  },
});

const synthesize = (role: Role) =>
  synthesizeStack(
    defineStack({
      role,
      tier: 'notifications',
      build: (stack) => void new Notifications(stack, 'notifications', { notificationsKeyArn: KEY_ARN }),
    }),
    environment,
  );

interface Statement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Principal: unknown;
  readonly Action: string;
  readonly Resource: string;
  readonly Condition?: unknown;
}

describe.each(ROLES)('the notifications of the %s Region', (role) => {
  const stack = synthesize(role);
  const { region } = environment[role];
  const topicArn = `arn:aws:sns:${region}:111111111111:healthcare-notifications-dev`;
  const topic = expectResource(stack, SnsTopic, { kms_master_key_id: KEY_ARN });
  const policy = expectResource(stack, SnsTopicPolicy, { arn: `\${${topic.address}.arn}` });
  const { Statement: statements } = JSON.parse(String(policy.attributes['policy'])) as {
    readonly Statement: readonly Statement[];
  };
  const statement = (sid: string) => statements.find(({ Sid }) => Sid === sid);

  it('go to one topic on the customer key, never on the one of SNS', () => {
    expect(stack.resources(SnsTopic).filter(({ attributes }) => !attributes['provider'])).toHaveLength(1);
    expect(topic.attributes).toMatchObject({
      name: 'healthcare-notifications-dev',
      kms_master_key_id: KEY_ARN,
      signature_version: 2,
      tags: { Name: 'healthcare-notifications-dev' },
    });
  });

  it.each([
    ['CloudWatchAlarms', 'cloudwatch.amazonaws.com', 'cloudwatch', 'alarm:healthcare-*-dev'],
    ['Backup', 'backup.amazonaws.com', 'backup', 'backup-vault:healthcare-*-dev'],
  ])('are published by %s for this account and Region only', (sid, principal, service, resource) => {
    expect(statement(sid)).toEqual({
      Sid: sid,
      Effect: 'Allow',
      Principal: { Service: principal },
      Action: 'sns:Publish',
      Resource: topicArn,
      Condition: {
        StringEquals: { 'aws:SourceAccount': '111111111111' },
        ArnLike: { 'aws:SourceArn': `arn:aws:${service}:${region}:111111111111:${resource}` },
      },
    });
  });

  it('are not taken over plain HTTP', () => {
    expect(statement('RefusePlainHttp')).toEqual({
      Sid: 'RefusePlainHttp',
      Effect: 'Deny',
      Principal: '*',
      Action: 'sns:Publish',
      Resource: topicArn,
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    });
  });

  it('are published by nobody else', () => {
    expect(policy.attributes['arn']).toBe(`\${${topic.address}.arn}`);
    expect(statements.map(({ Sid }) => Sid).sort()).toEqual(
      ['Backup', 'CloudWatchAlarms', 'RefusePlainHttp'].sort(),
    );
  });

  it.each([
    ['page', 'oncall@hospital.example', true],
    ['page', 'https://pager.example/hook', true],
    ['ticket', 'https://chat.example/hook', false],
    ['ticket', `arn:aws:sqs:${region}:111111111111:tickets`, false],
  ])('of severity %s reach %s', (_, endpoint, filtered) => {
    const { attributes } = expectResource(stack, SnsTopicSubscription, {
      topic_arn: `\${${topic.address}.arn}`,
      endpoint,
      depends_on: [policy.address],
    } as Record<string, unknown>);
    const filter = attributes['filter_policy'] as string | undefined;
    expect(attributes['filter_policy_scope']).toBe(filtered ? 'MessageBody' : undefined);
    for (const [what, message, pages] of MESSAGES) {
      expect([what, delivers(filter, message)]).toEqual([what, filtered ? pages : true]);
    }
  });

  it('confirm themselves only where the endpoint is said to', () => {
    const confirms = (endpoint: string) =>
      expectResource(stack, SnsTopicSubscription, {
        endpoint,
        topic_arn: `\${${topic.address}.arn}`,
      }).attributes['endpoint_auto_confirms'];
    expect(confirms('https://pager.example/hook')).toBe(true);
    expect(confirms('https://chat.example/hook')).toBe(false);
  });

  it('need nothing of the other Region, queues included', () => {
    const subscriptions = stack.resources(SnsTopicSubscription);
    expect(JSON.stringify([topic, policy, subscriptions])).not.toContain(environment[peerOf(role)].region);
    expectNoResource(stack, SnsTopicSubscription, { protocol: 'http' });
  });
});

it('the notifications of the dr Region mention the primary nowhere', () => {
  expect(synthesize('dr').text).not.toContain(environment.primary.region);
});
