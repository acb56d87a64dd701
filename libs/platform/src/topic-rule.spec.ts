import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { Synthesized } from './__fixtures__/synthesize';
import { defineStack } from './definition';
import { addTopicRule } from './topic-rule';

const pattern = {
  source: ['aws.rds'],
  'detail-type': ['RDS DB Cluster Event'],
  detail: { EventCategories: ['failover'] },
};

const stack = new Synthesized(
  defineStack({
    role: 'primary',
    tier: 'app',
    build: (tier) =>
      addTopicRule(tier, 'failovers', {
        what: 'app-failovers',
        description: 'Failovers of the app',
        pattern,
        topicArn: 'arn-of-the-topic',
      }),
  }),
  fixtureEnvironment('dev'),
);

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
    });
  });
});
