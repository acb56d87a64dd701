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

describe('a hosted zone in another account', () => {
  const ROLE = 'arn:aws:iam::999999999999:role/hosted-zone';
  const elsewhere = parseEnvironment({
    ...dev,
    dns: {
      ...dev.dns,
      hostedZoneRoleArn: ROLE,
      queryLogging: { enabled: false, optOutReason: 'The network team logs it.' },
    },
  });
  const [own] = fixtureStack().providers();
  const provider = (role_arn: string, account: string) => ({
    ...own,
    alias: 'hosted_zone',
    allowed_account_ids: [account],
    assume_role: [{ role_arn }],
  });
  const problems = (more: object, resource: object, environment = elsewhere) =>
    foundationProblems(
      fixtureStack({
        environment,
        moreProviders: [more as Record<string, unknown>],
        resource: { ...resource },
      }),
    );
  const record = { aws_route53_record: { a: { provider: 'aws.hosted_zone' } } };

  it('is acted in by its role alone, for its records alone, by every stack', () => {
    expect(problems(provider(ROLE, '999999999999'), record)).toEqual([]);
    const byRole = synthesizeAll(elsewhere).filter(({ text }) => text.includes(ROLE));
    expect(byRole.map(({ name }) => name)).toEqual(['primary-compute', 'primary-dns']);
    expect(synthesizeAll(elsewhere).flatMap((stack) => foundationProblems(stack))).toEqual([]);
  });

  it.each<[string, string[]]>([
    ['another role', problems(provider(`${ROLE}-2`, '999999999999'), record)],
    ['another account', problems(provider(ROLE, '222222222222'), record)],
    ['a role that nobody configured', problems(provider(ROLE, dev.accountId), {}, parseEnvironment(dev))],
    [
      'a bucket',
      problems(provider(ROLE, '999999999999'), { aws_s3_bucket: { a: { provider: 'aws.hosted_zone' } } }),
    ],
    ['records without it', problems(provider(ROLE, '999999999999'), { aws_route53_record: { a: {} } })],
  ])('is refused to %s', (_what, found) => {
    expect(found).toHaveLength(1);
  });
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
