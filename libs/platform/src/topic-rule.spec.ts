import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { Synthesized } from './__fixtures__/synthesize';
import { defineStack } from './definition';
import { addTopicRule, type TopicRuleProps } from './topic-rule';

const pattern = {
  source: ['aws.rds'],
  'detail-type': ['RDS DB Cluster Event'],
  detail: { EventCategories: ['failover'] },
};

const synthesizedWith = (more: Partial<TopicRuleProps> = {}) =>
  new Synthesized(
    defineStack({
      role: 'primary',
      tier: 'app',
      build: (tier) =>
        addTopicRule(tier, 'failovers', {
          what: 'app-failovers',
          description: 'Failovers of the app',
          pattern,
          topicArn: 'arn-of-the-topic',
          topicKeyArn: 'arn-of-the-key',
          ...more,
        }),
    }),
    fixtureEnvironment('dev'),
  );

const stack = synthesizedWith();

describe('a rule that tells a topic', () => {
  const { resource = {} } = stack.json;
  const rule = resource['aws_cloudwatch_event_rule']?.['failovers'];

  it('is named like everything else, and hears what its pattern says on the default bus', () => {
    expect(rule).toMatchObject({
      name: 'healthcare-app-failovers-dev',
      description: 'Failovers of the app',
      tags: { Name: 'healthcare-app-failovers-dev' },
    });
    expect(rule).not.toHaveProperty('event_bus_name');
    expect(JSON.parse(String(rule?.['event_pattern']))).toEqual(pattern);
  });

  it('passes events on to the topic as they are', () => {
    const target = resource['aws_cloudwatch_event_target']?.['failovers-target'];
    expect({ ...target, '//': undefined }).toEqual({
      rule: '${aws_cloudwatch_event_rule.failovers.name}',
      target_id: 'notifications',
      arn: 'arn-of-the-topic',
      role_arn: '${aws_iam_role.failovers-role.arn}',
      depends_on: ['aws_iam_role_policy_attachment.failovers-role-policy'],
    });
  });

  it('publishes what its input transformer makes of the event, by a target with the id that it is given', () => {
    const inputTransformer = { inputPaths: { key: '$.detail.key' }, inputTemplate: '"<key>"' };
    const worded = synthesizedWith({ inputTransformer, targetId: 'target' });
    expect(worded.json.resource?.['aws_cloudwatch_event_target']).toMatchObject({
      target: { input_transformer: { input_paths: { key: '$.detail.key' }, input_template: '"<key>"' } },
    });
  });

  it('publishes with a role that EventBridge alone takes, and that may do nothing else', () => {
    const role = resource['aws_iam_role']?.['failovers-role'];
    expect(JSON.parse(String(role?.['assume_role_policy']))).toMatchObject({
      Statement: [{ Principal: { Service: 'events.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    });
    const policy = JSON.parse(String(resource['aws_iam_policy']?.['failovers-policy']?.['policy'])) as object;
    expect(policy).toEqual({
      Version: '2012-10-17',
      Statement: [
        { Sid: 'Publish', Effect: 'Allow', Action: 'sns:Publish', Resource: 'arn-of-the-topic' },
        {
          Sid: 'UseTheKeyOfTheTopic',
          Effect: 'Allow',
          Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
          Resource: 'arn-of-the-key',
          Condition: { StringEquals: { 'kms:ViaService': 'sns.eu-west-2.amazonaws.com' } },
        },
      ],
    });
  });
});
