import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { evaluate, parsePolicy } from '@healthcare-dr/aws-models/iam';
import { InputError } from '@healthcare-dr/cli-kit';
import { UserError } from '@healthcare-dr/topology';
import { fixtureEnvironment, FIXTURES_DIRECTORY } from '@healthcare-dr/topology/fixtures';
import { FakeIam } from '../../__fixtures__/fake-iam';
import { IdentityOnly } from '../../__fixtures__/identity-only';
import { fillIn, POLICIES_FOLDER, readPolicyFiles } from './documents';
import { destroyRoles, ensureRoles, type RolesOptions } from './roles';
import { AUDIENCE, OIDC_HOST, providerArn, subjectOf, trustPolicy } from './trust';

const ACCOUNT = '111111111111';
const repository = {
  organization: 'clinic',
  organizationId: 12,
  repository: 'recovery',
  repositoryId: 345,
  owners: { '*': 'platform' },
};

const document = (...statements: object[]) =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });
const allow = (
  action: string,
  resource = `arn:aws:s3:::x-<accountId>-<environment>-<primaryRegion>-<drRegion>`,
) => ({ Effect: 'Allow', Action: action, Resource: resource });

let root: string;
let iam: FakeIam;
let sts: IdentityOnly;
let options: RolesOptions;
const write = (name: string, text: string) =>
  writeFileSync(join(root, POLICIES_FOLDER, `${name}.json`), text);

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'healthcare-roles-'));
  mkdirSync(join(root, POLICIES_FOLDER), { recursive: true });
  for (const name of ['boundary', 'plan', 'watch', 'ephemeral', 'deploy-1', 'deploy-2', 'destroy'])
    write(name, document(allow(`s3:${name.replace('-', '')}`)));
  iam = new FakeIam(ACCOUNT);
  sts = new IdentityOnly(ACCOUNT);
  options = {
    workspaceRoot: root,
    environment: fixtureEnvironment('dev'),
    repository,
    subject: 'ids',
    variables: { ...(await sts.variables()), ENVIRONMENTS_DIR: FIXTURES_DIRECTORY },
  };
});
afterEach(async () => {
  iam.restore();
  await sts.stop();
  rmSync(root, { recursive: true });
});

const arnOf = (policy: string) => `arn:aws:iam::${ACCOUNT}:policy/delivery/healthcare-delivery-${policy}`;

describe('the roles of workflows', () => {
  it('are made with their policies, under the boundary, for one environment of GitHub each', async () => {
    const outcomes = await ensureRoles(options);

    expect(
      outcomes.map(({ purpose, gitHubEnvironment, done }) => [purpose, gitHubEnvironment, done]),
    ).toEqual([
      ['plan', 'plan-dev', 'created'],
      ['deploy', 'deploy-dev', 'created'],
      ['watch', 'watch-dev', 'created'],
      ['ephemeral', 'ephemeral', 'created'],
    ]);
    expect(iam.providers.get(providerArn(ACCOUNT))).toEqual([AUDIENCE]);
    expect([...iam.roles.values()].map(({ attached, boundary }) => ({ attached, boundary }))).toEqual(
      [
        ['plan-dev'],
        ['deploy-1-dev', 'deploy-2-dev', 'deploy-destroy-dev'],
        ['watch-plan-dev', 'watch-dev'],
        ['ephemeral-deploy-1-dev', 'ephemeral-deploy-2-dev', 'ephemeral-dev', 'ephemeral-destroy-dev'],
      ].map((policies) => ({ attached: policies.map(arnOf), boundary: arnOf('boundary-dev') })),
    );
    expect(iam.documentOf(arnOf('deploy-1-dev'))).toContain(
      `arn:aws:s3:::x-${ACCOUNT}-dev-eu-west-2-eu-west-1`,
    );
    expect(iam.documentOf(arnOf('ephemeral-deploy-1-dev'))).toContain(`x-${ACCOUNT}-pr*-eu-west-2`);
  });

  it('have the committed policies, the one that deploys every document that a drill recorded', async () => {
    const workspaceRoot = resolve(__dirname, '..', '..', '..', '..', '..');
    const recorded = readPolicyFiles(workspaceRoot)
      .map(({ name }) => name)
      .filter((name) => /^(?:deploy-\d+|destroy)$/.test(name));

    await ensureRoles({ ...options, workspaceRoot });

    expect(recorded.length).toBeGreaterThan(1);
    expect(iam.roles.get('healthcare-delivery-deploy-dev')?.attached).toEqual(
      recorded.map((name) => arnOf(name.startsWith('deploy') ? `${name}-dev` : `deploy-${name}-dev`)),
    );
    for (const { name, text } of readPolicyFiles(workspaceRoot).filter(({ name }) => recorded.includes(name)))
      expect(iam.documentOf(arnOf(name.startsWith('deploy') ? `${name}-dev` : `deploy-${name}-dev`))).toBe(
        fillIn({ name, text }, options.environment, 'dev'),
      );
  });

  it('may make no role without the boundary that the environment names', async () => {
    write('require-boundary', document(allow('s3:none', '<permissionsBoundary>')));
    const permissionsBoundary = `arn:aws:iam::${ACCOUNT}:policy/boundary`;
    await ensureRoles({ ...options, environment: { ...options.environment, permissionsBoundary } });

    const requiring = [...iam.roles.values()].map(({ attached }) =>
      attached.filter((policy) => policy.includes('require-boundary')),
    );
    expect(requiring).toEqual([
      [],
      [arnOf('deploy-require-boundary-dev')],
      [],
      [arnOf('ephemeral-require-boundary-dev')],
    ]);
    expect(iam.documentOf(arnOf('deploy-require-boundary-dev'))).toContain(permissionsBoundary);
  });

  it('may assume the role for a hosted zone in another account, each of them, and no other role', async () => {
    write('assume-hosted-zone-role', document(allow('sts:AssumeRole', '<hostedZoneRoleArn>')));
    const hostedZoneRoleArn = 'arn:aws:iam::999999999999:role/hosted-zone';
    const { environment } = options;
    const dns = { ...environment.dns, hostedZoneRoleArn };
    await ensureRoles({ ...options, environment: { ...environment, dns } });

    const assuming = [...iam.roles.values()].map(({ attached }) =>
      attached.filter((policy) => policy.includes('assume-hosted-zone-role')),
    );
    expect(assuming).toEqual(
      ['plan', 'deploy', 'watch', 'ephemeral'].map((purpose) => [
        arnOf(`${purpose}-assume-hosted-zone-role-dev`),
      ]),
    );
    expect(iam.documentOf(arnOf('deploy-assume-hosted-zone-role-dev'))).toContain(hostedZoneRoleArn);
  });

  it('are there without the one for pull requests where no pull request extends the environment, and destroy no data in production', async () => {
    const outcomes = await ensureRoles({
      ...options,
      environment: { ...fixtureEnvironment('prod'), accountId: ACCOUNT },
    });

    expect(outcomes.map(({ purpose }) => purpose)).toEqual(['plan', 'deploy', 'watch']);
    expect(iam.roles.get('healthcare-delivery-deploy-prod')?.attached).toEqual(
      ['deploy-1-prod', 'deploy-2-prod'].map(arnOf),
    );
  });

  it('are refused to pull requests where an environment of the account would match them too', async () => {
    const folder = join(root, 'environments');
    cpSync(FIXTURES_DIRECTORY, folder, { recursive: true });
    writeFileSync(join(folder, 'preview.yaml'), 'extends: dev\nsuffix: preview\n');
    const given = { ...options, variables: { ...options.variables, ENVIRONMENTS_DIR: folder } };

    await expect(ensureRoles(given)).rejects.toThrow("would reach 'preview' too");
    expect(iam.calls).toEqual([]);
    expect(await ensureRoles({ ...given, purposes: ['plan'] })).toHaveLength(1);
  });

  it('are left as they are the second time', async () => {
    await ensureRoles(options);
    const before = structuredClone([[...iam.roles], [...iam.policies], [...iam.providers]]);

    const outcomes = await ensureRoles(options);

    expect(new Set(outcomes.map(({ done }) => done))).toEqual(new Set(['already-there']));
    expect([[...iam.roles], [...iam.policies], [...iam.providers]]).toEqual(before);
  });

  it('are mended where somebody changed them by hand', async () => {
    await ensureRoles(options);
    const before = structuredClone([...iam.roles]);
    const role = iam.roles.get('healthcare-delivery-deploy-dev');
    if (role === undefined) throw new Error('no role');
    Object.assign(role, {
      trust: document({ Effect: 'Allow' }),
      boundary: undefined,
      sessionSeconds: 43_200,
      inline: ['mine'],
    });
    role.attached = ['arn:aws:iam::aws:policy/AdministratorAccess', ...role.attached.slice(1)];
    iam.providers.set(providerArn(ACCOUNT), []);

    await ensureRoles(options);

    const sorted = (roles: typeof before) =>
      roles.map(([name, one]) => [name, { ...one, attached: [...one.attached].sort() }]);
    expect(sorted([...iam.roles])).toEqual(sorted(before));
    expect(iam.providers.get(providerArn(ACCOUNT))).toEqual([AUDIENCE]);
  });

  it('follow their documents through more changes than IAM keeps versions', async () => {
    for (let change = 0; change < 8; change += 1) {
      write('plan', document(allow(`s3:Plan${change}`)));
      await ensureRoles(options);
    }

    expect(iam.documentOf(arnOf('plan-dev'))).toContain('s3:Plan7');
  });

  it.each<[string, () => void, string]>([
    ['a document is missing', () => rmSync(join(root, POLICIES_FOLDER, 'plan.json')), "has no policy 'plan'"],
    ['a document is no JSON', () => write('plan', '{'), 'is no JSON'],
    ['a placeholder is unknown', () => write('plan', document({ Resource: '<region>' })), 'holds <region>'],
    ['a document is too long', () => write('plan', document({ Sid: 'x'.repeat(6144) })), 'characters'],
  ])('are not touched if %s', async (_what, spoil, message) => {
    spoil();

    await expect(ensureRoles(options)).rejects.toThrow(UserError);
    await expect(ensureRoles(options)).rejects.toThrow(message);
    expect(iam.calls).toEqual([]);
  });

  it('are not touched with credentials of another account', async () => {
    const prod = { ...fixtureEnvironment('prod'), accountId: '999999999999' };

    await expect(ensureRoles({ ...options, environment: prod })).rejects.toThrow(
      'These credentials are of account',
    );
    expect(iam.calls).toEqual([]);
  });

  it('go with their policies, and leave the provider that others share', async () => {
    await ensureRoles(options);

    const outcomes = await destroyRoles(options);

    expect(new Set(outcomes.map(({ done }) => done))).toEqual(new Set(['deleted']));
    expect([iam.roles.size, iam.policies.size, iam.providers.size]).toEqual([0, 0, 1]);
    expect((await destroyRoles(options)).map(({ done }) => done)).toEqual(outcomes.map(() => 'not-there'));
  });

  it('stay in a production environment', async () => {
    await expect(destroyRoles({ ...options, environment: fixtureEnvironment('prod') })).rejects.toThrow(
      'is production',
    );
    expect(iam.calls).toEqual([]);
  });
});

describe('who may take a role', () => {
  const trust = (form: 'ids' | 'names') =>
    parsePolicy('trust', trustPolicy(ACCOUNT, subjectOf(repository, 'deploy-dev', form)));
  const outcomeOf = (
    claims: { readonly sub?: string; readonly aud?: string },
    {
      form = 'ids',
      provider = providerArn(ACCOUNT),
    }: { readonly form?: 'ids' | 'names'; readonly provider?: string } = {},
  ) =>
    evaluate(
      {
        principal: { kind: 'federated', accountId: ACCOUNT, providerArn: provider },
        action: 'sts:AssumeRoleWithWebIdentity',
        resource: `arn:aws:iam::${ACCOUNT}:role/delivery/healthcare-delivery-deploy-dev`,
        context: Object.fromEntries(
          Object.entries(claims).map(([claim, value]) => [`${OIDC_HOST}:${claim}`, value]),
        ),
      },
      { identity: [], resource: trust(form), resourceMustAllow: true },
    ).outcome;
  const SUB = 'repo:clinic@12/recovery@345:environment:deploy-dev';
  const OLD_SUB = 'repo:clinic/recovery:environment:deploy-dev';

  it('is a job of this repository in this environment of GitHub', () => {
    expect(outcomeOf({ sub: SUB, aud: AUDIENCE })).toBe('allowed');
    expect(outcomeOf({ sub: OLD_SUB, aud: AUDIENCE }, { form: 'names' })).toBe('allowed');
  });

  it.each<[string, { sub?: string; aud?: string }]>([
    ['another environment', { sub: SUB.replace('deploy-dev', 'deploy-prod'), aud: AUDIENCE }],
    ['an environment that begins alike', { sub: `${SUB}-2`, aud: AUDIENCE }],
    ['an environment in other letters', { sub: SUB.replace('deploy-dev', 'Deploy-Dev'), aud: AUDIENCE }],
    ['no environment', { sub: 'repo:clinic@12/recovery@345:ref:refs/heads/main', aud: AUDIENCE }],
    ['a pull request', { sub: 'repo:clinic@12/recovery@345:pull_request', aud: AUDIENCE }],
    [
      'a repository of the same name that somebody made anew',
      { sub: SUB.replace('@345', '@999'), aud: AUDIENCE },
    ],
    [
      'an organization of the same name that somebody made anew',
      { sub: SUB.replace('@12', '@999'), aud: AUDIENCE },
    ],
    ['the older form of the subject', { sub: OLD_SUB, aud: AUDIENCE }],
    ['a pattern', { sub: 'repo:*', aud: AUDIENCE }],
    ['a token for somebody else', { sub: SUB, aud: 'https://github.com/clinic' }],
    ['a token for nobody', { sub: SUB }],
    ['a token of nobody', { aud: AUDIENCE }],
  ])('is not %s', (_what, claims) => {
    expect(outcomeOf(claims)).toBe('implicit-deny');
  });

  it('is nobody by another provider', () => {
    const provider = providerArn(ACCOUNT).replace(OIDC_HOST, 'gitlab.example.com');

    expect(outcomeOf({ sub: SUB, aud: AUDIENCE }, { provider })).toBe('implicit-deny');
  });

  it('cannot be said of a repository whose numbers are not known', () => {
    const { organization, repository: name, owners } = repository;
    const unknown = { organization, repository: name, owners };

    expect(() => subjectOf(unknown, 'deploy-dev', 'ids')).toThrow(InputError);
    expect(subjectOf(unknown, 'deploy-dev', 'names')).toBe(OLD_SUB);
  });
});
