import { SsmParameter } from '@cdktf/provider-aws/lib/ssm-parameter';
import { parseEnvironment } from '@healthcare-dr/topology';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { Synthesized } from './__fixtures__/synthesize';
import { defineStack } from './definition';
import { suppress } from './suppression';
import { defaultTags } from './tags';

const dev = fixtureEnvironment('dev');
const first = { check: 'first-check', reason: 'One reason.', owner: 'platform' };
const second = { check: 'second-check', reason: 'Another reason.', owner: 'networking' };

const stack = new Synthesized(
  defineStack({
    role: 'primary',
    tier: 'app',
    build: (tier) => {
      const config = { type: 'String', value: 'x' };
      const excused = new SsmParameter(tier, 'excused', { name: '/excused', ...config });
      suppress(excused, first);
      suppress(excused, second);
      new SsmParameter(tier, 'plain', { name: '/plain', ...config });
    },
  }),
  dev,
);

describe('a suppression', () => {
  it('stands beside its resource with check, reason and owner', () => {
    expect(stack.suppressions('/excused')).toEqual([first, second]);
  });

  it('leaves the resource’s arguments and its neighbour alone', () => {
    expect(stack.parameters['/excused']).toEqual({ name: '/excused', type: 'String', value: 'x' });
    expect(stack.suppressions('/plain')).toEqual([]);
  });

  it('keeps the metadata that cdktf puts there', () => {
    expect(stack.json).toMatchObject({
      resource: { aws_ssm_parameter: { excused: { '//': { metadata: { uniqueId: 'excused' } } } } },
    });
  });
});

describe('the default tags', () => {
  it('are the platform’s and the environment’s own', () => {
    const environment = parseEnvironment({ ...dev, tags: { Team: 'a' } });
    expect(defaultTags(environment, 'dr', 'kms')).toEqual({
      Project: 'healthcare-dr',
      Environment: 'dev',
      Tier: 'kms',
      Role: 'dr',
      DataClassification: 'phi',
      ManagedBy: 'terraform',
      Team: 'a',
    });
  });
});
