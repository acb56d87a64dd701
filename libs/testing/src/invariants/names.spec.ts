import { fixtureStack } from './fixture-stack';
import { SHARED_NAME_RULES, type NameRule } from './name-rules';
import { carriesSuffix, claimsOf, collisions, nameProblems } from './names';

const RULES: Readonly<Record<string, NameRule>> = {
  ...SHARED_NAME_RULES,
  aws_s3_bucket: { names: ['bucket'], namespace: 'world' },
  aws_sns_topic: { names: ['name'], namespace: 'region' },
};

const key = (name: string) => ({ aws_kms_key: { k: { tags: { Name: name } } } });

it.each([
  ['healthcare-data-dev', 'dev', true],
  ['alias/healthcare-data-dev', 'dev', true],
  ['/healthcare-dr/dev/kms/data-key-arn', 'dev', true],
  ['/aws/rds/cluster/healthcare-aurora-dev/postgresql', 'dev', true],
  ['healthcare_restore_dev', 'dev', true],
  ['healthcare-data', 'dev', false],
  ['healthcare-dev-data', 'dev', false],
  ['healthcare-datadev', 'dev', false],
  // The suffix `us` is no part of the Region's name.
  ['healthcare-flow-logs-us-east-1', 'us', false],
  ['healthcare-flow-logs-us-east-1-us', 'us', true],
])('%s carries %s: %s', (name, suffix, carries) => {
  expect(carriesSuffix(name, suffix)).toBe(carries);
});

describe('the names of a stack', () => {
  it.each([
    ['nothing is wrong with', key('healthcare-data-dev'), []],
    [
      'no suffix in',
      key('healthcare-data'),
      ["tags.Name is 'healthcare-data', which does not carry the suffix 'dev'."],
    ],
    ['another environment in', key('healthcare-data-pr7'), ["which does not carry the suffix 'dev'."]],
    ['no name in', { aws_kms_key: { k: {} } }, ['tags.Name is not set.']],
    [
      'a looked-up name in',
      { aws_sns_topic: { t: { name: '${var.name}-dev' } } },
      ['computed, never looked up'],
    ],
    [
      'a wrong tag beside a right name in',
      { aws_sns_topic: { t: { name: 'healthcare-alarms-dev', tags: { Name: 'alarms' } } } },
      ["tags.Name is 'alarms'"],
    ],
    ['an unknown type in', { aws_new_thing: { n: {} } }, ['Write into libs/fixture/src/invariants.ts']],
  ])('%s %j', (_what, resource, problems) => {
    expect(nameProblems(fixtureStack({ resource }), RULES)).toEqual(
      problems.map((problem) => expect.stringContaining(problem)),
    );
  });

  it('include the bucket of the state', () => {
    expect(nameProblems(fixtureStack({ backend: { bucket: 'healthcare-tfstate' } }))).toEqual([
      expect.stringContaining("the state's bucket 'healthcare-tfstate'"),
    ]);
  });
});

describe('claims to names', () => {
  const role = (name: string) => ({ aws_iam_role: { r: { name } } });
  const topic = { aws_sns_topic: { t: { name: 'healthcare-alarms-dev' } } };
  const claims = (...stacks: Parameters<typeof fixtureStack>[0][]) =>
    collisions(stacks.flatMap((stack) => claimsOf(fixtureStack(stack), RULES)));

  it('do not collide in two Regions, where the Region is the namespace', () => {
    expect(claims({ resource: topic }, { role: 'dr', resource: topic })).toEqual([]);
  });

  it('collide in two Regions, where the account is the namespace', () => {
    const resource = role('healthcare-flow-logs-dev');
    expect(claims({ resource }, { role: 'dr', resource })).toEqual([
      expect.stringMatching(
        /^aws_iam_role 'healthcare-flow-logs-dev' in 111111111111 is claimed by .*primary-fixture.* and .*dr-fixture/,
      ),
    ]);
  });

  it('collide between two stacks of one Region', () => {
    expect(claims({ resource: topic }, { tier: 'other', resource: topic })).toHaveLength(1);
  });

  it('count a resource where its provider makes it', () => {
    const resource = { aws_sns_topic: { t: { name: 'healthcare-alarms-dev', provider: 'aws.dr' } } };
    const primary = { resource, moreProviders: [{ alias: 'dr', region: 'eu-west-1' }] };
    expect(claims(primary, { role: 'dr', resource: topic })).toHaveLength(1);
    expect(claims(primary, { tier: 'other', resource: topic })).toEqual([]);
  });

  it('collide between environments of one account, and not between accounts', () => {
    const resource = role('healthcare-flow-logs');
    expect(claims({ resource }, { suffix: 'pr7', resource })).toHaveLength(1);
    expect(claims({ resource }, { suffix: 'prod', resource })).toEqual([]);
  });

  it('collide in the world, whatever the account', () => {
    const resource = { aws_s3_bucket: { b: { bucket: 'healthcare-data' } } };
    expect(claims({ resource }, { suffix: 'prod', resource })).toHaveLength(1);
  });

  it('include the state', () => {
    expect(claims({}, {})).toEqual([
      expect.stringContaining(
        "state 'healthcare-tfstate-111111111111-eu-west-2-dev/primary-fixture.tfstate'",
      ),
    ]);
  });
});
