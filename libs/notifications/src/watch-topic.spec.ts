import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { SnsTopicPolicy } from '@cdktf/provider-aws/lib/sns-topic-policy';
import { SnsTopicSubscription } from '@cdktf/provider-aws/lib/sns-topic-subscription';
import { defineStack } from '@healthcare-dr/platform';
import { expectResource, synthesizeStack } from '@healthcare-dr/testing';
import { parseEnvironment, type EnvironmentInput, type Role } from '@healthcare-dr/topology';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { Notifications } from './notifications';

const input = {
  ...fixtureEnvironment('dev'),
  notifications: {
    subscriptions: [
      { protocol: 'email', address: 'oncall@hospital.example', severity: 'page' },
      { protocol: 'https', url: 'https://chat.example/hook', severity: 'ticket' },
      { protocol: 'sqs', queueName: 'tickets', severity: 'ticket' },
    ],
  },
} as EnvironmentInput;

const synthesize = (role: Role, environment = parseEnvironment(input)) =>
  synthesizeStack(
    defineStack({
      role,
      tier: 'notifications',
      build: (stack) => void new Notifications(stack, 'notifications', { notificationsKeyArn: 'key' }),
    }),
    environment,
  );

interface Statement {
  readonly Sid: string;
  readonly Condition?: Readonly<Record<string, unknown>>;
}
const statementsOf = (policy: unknown) =>
  (JSON.parse(String(policy)) as { readonly Statement: readonly Statement[] }).Statement;

describe('the topic of the watch Region', () => {
  const stack = synthesize('primary');
  const key = expectResource(stack, KmsKey, { provider: 'aws.watch' });
  const topic = expectResource(stack, SnsTopic, { provider: 'aws.watch' });

  it('stands outside the pair, on a key of its own there that has a name', () => {
    expect(stack.providers().find(({ alias }) => alias === 'watch')).toMatchObject({
      region: 'eu-central-1',
    });
    expect(topic.attributes).toMatchObject({
      name: 'healthcare-notifications-dev',
      kms_master_key_id: `\${${key.address}.arn}`,
      signature_version: 2,
    });
    expect(key.attributes).toMatchObject({ enable_key_rotation: true, is_enabled: true });
    expectResource(stack, KmsAlias, {
      provider: 'aws.watch',
      name: 'alias/healthcare-watch-dev',
      target_key_id: `\${${key.address}.key_id}`,
    });
  });

  it('has a key that both Regions know', () => {
    const name = '/healthcare-dr/dev/notifications/watch-key-arn';
    const published = stack.resources('aws_ssm_parameter').map(({ attributes }) => attributes);
    expect(published.map(({ provider }) => provider)).toEqual(['aws.dr', undefined]);
    for (const parameter of published)
      expect(parameter).toMatchObject({ name, insecure_value: `\${${key.address}.arn}` });
  });

  it('is used through SNS there, and by the alarms of the account', () => {
    expect(
      statementsOf(key.attributes['policy'])
        .slice(1)
        .map(({ Sid, Condition }) => [Sid, Condition]),
    ).toEqual([
      [
        'UseThroughServices',
        {
          StringEquals: {
            'kms:CallerAccount': '111111111111',
            'kms:ViaService': ['sns.eu-central-1.amazonaws.com'],
          },
        },
      ],
      ['CloudWatchAlarms', { StringEquals: { 'aws:SourceAccount': '111111111111' } }],
    ]);
  });

  it('is published to by the alarms there and by the account, and not over plain HTTP', () => {
    const policy = expectResource(stack, SnsTopicPolicy, { provider: 'aws.watch' });
    expect(statementsOf(policy.attributes['policy'])).toEqual([
      {
        Sid: 'CloudWatchAlarms',
        Effect: 'Allow',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Action: 'sns:Publish',
        Resource: 'arn:aws:sns:eu-central-1:111111111111:healthcare-notifications-dev',
        Condition: {
          StringEquals: { 'aws:SourceAccount': '111111111111' },
          ArnLike: { 'aws:SourceArn': 'arn:aws:cloudwatch:eu-central-1:111111111111:alarm:healthcare-*-dev' },
        },
      },
      expect.objectContaining({ Sid: 'RefusePlainHttp', Effect: 'Deny' }),
    ]);
  });

  it('tells everybody who needs no Region of the pair, with the filter of their severity', () => {
    const told = stack
      .resources(SnsTopicSubscription)
      .filter(({ attributes }) => attributes['provider'] === 'aws.watch')
      .map(({ attributes }) => [attributes['endpoint'], attributes['filter_policy_scope']]);
    expect(told).toEqual([
      ['oncall@hospital.example', 'MessageBody'],
      ['https://chat.example/hook', undefined],
    ]);
  });

  it('stands where it is configured', () => {
    const environment = parseEnvironment({
      ...input,
      notifications: { ...input.notifications, watchRegion: 'eu-west-3' },
    });
    expect(synthesize('primary', environment).text).toContain('sns.eu-west-3.amazonaws.com');
  });

  it('stays in production', () => {
    const prod = synthesize('primary', fixtureEnvironment('prod'));
    for (const type of [KmsKey, SnsTopic])
      expectResource(prod, type, { provider: 'aws.watch', lifecycle: { prevent_destroy: true } } as Record<
        string,
        unknown
      >);
  });

  it('is no part of a dr stack, which must plan and apply without another Region', () => {
    expect(synthesize('dr').providers()).toHaveLength(1);
    expect(synthesize('dr').text).not.toContain('eu-central-1');
  });
});
