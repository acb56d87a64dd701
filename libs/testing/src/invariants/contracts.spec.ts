import { defineContract, definePairContract } from '@healthcare-dr/platform';
import { contractProblems, orderProblems, type DefinedStack } from './contracts';
import { fixtureStack, type FixtureStackProps } from './fixture-stack';

const kms = defineContract('kms', { dataKeyArn: 'string', logsKeyArn: 'string' });
const NAME = '/healthcare-dr/dev/kms/data-key-arn';

type Definition = DefinedStack['definition'];

const define = (props: FixtureStackProps, reading: Partial<Definition> = {}): DefinedStack => {
  const stack = fixtureStack(props);
  const { name, role, tier } = stack;
  return { definition: { name, role, tier, reads: [], readsDr: [], after: [], ...reading }, stack };
};
const publisher = (props: FixtureStackProps = {}) =>
  define({ tier: 'kms', resource: { aws_ssm_parameter: { p: { name: NAME } } }, ...props });
const reads = (name: string, more: Record<string, unknown> = {}) => ({
  aws_ssm_parameter: { d: { name, ...more } },
});
const reader = (props: FixtureStackProps = {}, reading: Partial<Definition> = { reads: [kms] }) =>
  define({ tier: 'logs', data: reads(NAME), ...props }, reading);

const DR = {
  moreProviders: [{ alias: 'dr', region: 'eu-west-1' }],
  data: reads(NAME, { provider: 'aws.dr' }),
};

describe('contracts', () => {
  it.each([
    ['in its own Region', [publisher(), reader()]],
    ['in the dr Region', [publisher({ role: 'dr' }), reader(DR, { readsDr: [kms] })]],
    [
      'with parameters that are no contract',
      [
        publisher(),
        reader({ data: { aws_ssm_parameter: { d: { name: NAME }, e: { name: '/aws/service/x' } } } }),
      ],
    ],
  ])('may be read %s', (_what, stacks) => {
    expect(contractProblems(stacks)).toEqual([]);
  });

  it.each([
    ['is published by nobody', [define({ tier: 'kms' }), reader()], ['published by nobody']],
    [
      'is published by another tier',
      [publisher({ tier: 'vault' }), define({ tier: 'kms' }), reader()],
      ['published by primary-vault'],
    ],
    [
      'is published twice',
      [publisher(), publisher({ tier: 'vault' }), reader()],
      ['published by primary-kms, primary-vault'],
    ],
    [
      'is published in the other Region',
      [publisher({ role: 'dr' }), define({ tier: 'kms' }), reader()],
      ['must publish; published by nobody'],
    ],
    [
      'belongs to another environment',
      [publisher(), reader({ data: reads('/healthcare-dr/pr7/kms/data-key-arn') })],
      ['published by nobody', 'does not declare', 'reads nothing of it'],
    ],
    ['is not declared', [publisher(), reader({}, {})], ['does not declare']],
    [
      'is declared for the other Region',
      [publisher(), publisher({ role: 'dr' }), reader({}, { readsDr: [kms] })],
      ['does not declare', "declares 'kms' in readsDr and reads nothing of it"],
    ],
    [
      'is no key of the contract',
      [
        publisher({ resource: { aws_ssm_parameter: { p: { name: `${NAME}-old` } } } }),
        reader({ data: reads(`${NAME}-old`) }),
      ],
      ['does not declare', 'reads nothing of it'],
    ],
    [
      'is declared and not read',
      [publisher(), reader({ data: {} })],
      ["declares 'kms' in reads and reads nothing of it"],
    ],
    [
      'is another stack’s state',
      [define({ data: { terraform_remote_state: { s: {} } } })],
      ["data.terraform_remote_state.s reads another stack's state"],
    ],
  ])('fail where what is read %s', (_what, stacks, problems) => {
    expect(contractProblems(stacks)).toEqual(problems.map((problem) => expect.stringContaining(problem)));
  });
});

describe('a contract of the pair', () => {
  const pair = definePairContract('kms', { dataKeyArn: 'string' });
  const both = publisher({
    moreProviders: [{ alias: 'dr', region: 'eu-west-1' }],
    resource: { aws_ssm_parameter: { p: { name: NAME }, q: { name: NAME, provider: 'aws.dr' } } },
  });
  const standby = (...after: string[]) => define({ role: 'dr', tier: 'kms' }, { after });
  const reading = reader({ role: 'dr' }, { reads: [pair] });

  it('is published by the primary in both Regions and read in either', () => {
    expect(contractProblems([both, standby('primary-kms'), reading])).toEqual([]);
    expect(contractProblems([both, reader({}, { reads: [pair] })])).toEqual([]);
  });

  it('is not published by the dr stack', () => {
    expect(contractProblems([define({ tier: 'kms' }), publisher({ role: 'dr' }), reading])).toContainEqual(
      expect.stringContaining('which primary-kms must publish; published by dr-kms'),
    );
  });

  it('wants the dr stack deployed after the primary one', () => {
    expect(contractProblems([both, standby(), reading])).toEqual([
      'dr-kms: must be deployed after primary-kms, which publishes a contract of the pair.',
    ]);
  });
});

describe('the order of deployment', () => {
  const a = defineContract('a', { id: 'string' });
  const b = defineContract('b', { id: 'string' });
  const c = defineContract('c', { id: 'string' });
  const tier = (name: string, ...before: Definition['reads']): Definition => ({
    name: `primary-${name}`,
    role: 'primary',
    tier: name,
    reads: before,
    readsDr: [],
    after: [],
  });

  it('is there without circles', () => {
    expect(orderProblems([tier('a', b, c), tier('b', c), tier('c')])).toEqual([]);
  });

  it.each([
    [[tier('a', a)], 'primary-a is deployed after primary-a'],
    [
      [tier('a', b), tier('b', c), tier('c', a)],
      'primary-a is deployed after primary-b is deployed after primary-c is deployed after primary-a',
    ],
  ])('is not there with one', (definitions, circle) => {
    expect(orderProblems(definitions)).toEqual([`${circle}: no order deploys them.`]);
  });

  it('misses a stack that does not exist, on either side', () => {
    expect(orderProblems([{ ...tier('a', b), readsDr: [c], after: ['dr-d'] }])).toEqual([
      'primary-a: is deployed after primary-b, which does not exist.',
      'primary-a: is deployed after dr-c, which does not exist.',
      'primary-a: is deployed after dr-d, which does not exist.',
    ]);
  });
});
