import { parseEnvironment } from '@healthcare-dr/topology';
import { dev } from '@healthcare-dr/topology/fixtures';
import { synthesizeAll } from '../synth';
import { fixtureStack } from './fixture-stack';
import { foundationProblems } from './foundation';

it('finds nothing wrong with a sound stack', () => {
  expect(foundationProblems(fixtureStack())).toEqual([]);
  expect(foundationProblems(fixtureStack({ role: 'dr' }))).toEqual([]);
});

it.each([
  [{ allowed_account_ids: undefined }, 'does not admit 111111111111 alone'],
  [{ allowed_account_ids: ['111111111111', '222222222222'] }, 'does not admit 111111111111 alone'],
  [{ default_tags: [] }, 'does not set the tags'],
  [{ default_tags: [{ tags: { Environment: 'pr7' } }] }, 'tags another stack'],
  [{ region: 'eu-west-1' }, 'its own provider does not stand in eu-west-2'],
  [{ region: 'us-east-1' }, 'the provider aws stands in us-east-1'],
  [{ alias: 'other' }, 'its own provider does not stand'],
])('refuses a provider with %j', (provider, message) => {
  expect(foundationProblems(fixtureStack({ provider }))).toContainEqual(expect.stringContaining(message));
});

describe('the permissions boundary of an environment', () => {
  const BOUNDARY = `arn:aws:iam::${dev.accountId}:policy/boundary`;

  it('is on every role of every stack', () => {
    const bound = synthesizeAll(parseEnvironment({ ...dev, permissionsBoundary: BOUNDARY }));
    const roles = bound.flatMap((stack) => stack.resources('aws_iam_role'));
    expect(roles.length).toBeGreaterThan(15);
    expect(bound.flatMap((stack) => foundationProblems(stack))).toEqual([]);
    expect([...new Set(roles.map(({ attributes }) => attributes['permissions_boundary']))]).toEqual([
      BOUNDARY,
    ]);
  });

  it('is missed on a role without it', () => {
    const aws_iam_role = { a: { permissions_boundary: BOUNDARY } };
    expect(foundationProblems(fixtureStack({ resource: { aws_iam_role } }))).toEqual([
      `primary-fixture: aws_iam_role.a has the boundary ${BOUNDARY}, and undefined is configured.`,
    ]);
  });
});

describe('a provider in us-east-1 beside the stack’s own', () => {
  const sound = fixtureStack({ tier: 'dns' }).providers()[0] ?? {};
  const elsewhere = (alias: string) => ({ ...sound, alias, region: 'us-east-1' });
  const problems = (props: Parameters<typeof fixtureStack>[0]) => foundationProblems(fixtureStack(props));

  it('is there for the primary stack of a tier that must have it', () => {
    expect(problems({ tier: 'dns', moreProviders: [elsewhere('global')] })).toEqual([]);
  });

  it('is refused under another name', () => {
    expect(problems({ tier: 'dns', moreProviders: [elsewhere('dr')] })).toEqual([
      expect.stringContaining('the provider dr stands in us-east-1'),
    ]);
  });

  it.each([{ role: 'dr', tier: 'dns' } as const, { role: 'primary', tier: 'fixture' } as const])(
    'is refused to %j',
    (props) => {
      expect(problems({ ...props, moreProviders: [elsewhere('global')] })).toContainEqual(
        expect.stringContaining('the provider global stands in us-east-1'),
      );
    },
  );
});

it.each([
  [{ encrypt: false }, 'not encrypted'],
  [{ use_lockfile: undefined }, 'not locked'],
  [{ kms_key_id: undefined }, 'no customer key'],
  [{ region: 'eu-west-1' }, 'its state is in eu-west-1'],
  [{ key: 'terraform.tfstate' }, "its state's key is terraform.tfstate"],
  [{ allowed_account_ids: [] }, "its state's account is not 111111111111 alone"],
])('refuses a backend with %j', (backend, message) => {
  expect(foundationProblems(fixtureStack({ backend }))).toEqual([expect.stringContaining(message)]);
});
