import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { FIXTURES_DIRECTORY } from '@healthcare-dr/topology/fixtures';
import { differencesBetween, unexpected } from './differences';
import { synthesizeOn, type Stacks } from './synthesize';

const WORKSPACE_ROOT = resolve(__dirname, '..', '..', '..', '..');
const folderOf = (name: string) => dirname(require.resolve(`${name}/package.json`));

// Three bundles of every stack, on a machine that is shared.
jest.setTimeout(240_000);

describe('CDK Terrain in the place of cdktf', () => {
  const alias = { cdktf: folderOf('cdktn'), constructs: folderOf('constructs') };
  let folder: string;
  let ours: Stacks;
  const on = (name: string, aliases: Readonly<Record<string, string>>, fast: boolean) =>
    synthesizeOn({ name, alias: aliases, fast }, WORKSPACE_ROOT, folder, {
      ENVIRONMENTS_DIR: FIXTURES_DIRECTORY,
      ENVIRONMENT_SUFFIX: 'dev',
      CDKTF_CONTEXT_JSON: undefined,
    });

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'cdk-terrain-'));
    ours = await on('cdktf', {}, true);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('synthesizes every stack as it is, but for the version of the engine', async () => {
    const differences = differencesBetween(ours, await on('cdktn', alias, false));

    expect(unexpected(differences, { otherProvider: false })).toEqual([]);
    // Each says who made it: so the other engine did.
    expect(differences).toHaveLength(ours.size);
  });

  it('takes the fast path to the same bytes', async () => {
    await on('cdktn-fast', alias, true);

    for (const stack of ours.keys()) expect(read('cdktn-fast', stack)).toBe(read('cdktn', stack));
  });

  const read = (name: string, stack: string) =>
    readFileSync(join(folder, name, 'stacks', stack, 'cdk.tf.json'), 'utf8');
});

describe('the differences between stacks', () => {
  const stacks = (content: unknown): Stacks => new Map([['dr-kms', content]]);
  const stack = (more: object) => ({ '//': { metadata: { version: '1' } }, ...more });

  it('name the place and both values', () => {
    expect(
      differencesBetween(stacks({ a: { b: [1, { c: 2 }] } }), stacks({ a: { b: [1, { c: 3 }] }, d: {} })),
    ).toEqual([
      { stack: 'dr-kms', path: 'a.b.1.c', before: 2, after: 3 },
      { stack: 'dr-kms', path: 'd', before: undefined, after: {} },
    ]);
  });

  it('name a stack that only one engine has', () => {
    expect(differencesBetween(stacks({ a: 1 }), new Map())).toEqual([
      { stack: 'dr-kms', path: '', before: { a: 1 }, after: undefined },
    ]);
  });

  it('leave out what another provider is known to change, and nothing else', () => {
    const before = stack({ terraform: { required_providers: { aws: { version: '5' } } }, resource: {} });
    const after = stack({
      terraform: { required_providers: { aws: { version: '6' } } },
      resource: { aws_lambda_permission: { x: { timeouts: {} } }, aws_vpc: { y: {} } },
    });
    const found = differencesBetween(
      stacks({ ...before, resource: { aws_lambda_permission: { x: {} } } }),
      stacks(after),
    );

    expect(unexpected(found, { otherProvider: true }).map(({ path }) => path)).toEqual(['resource.aws_vpc']);
    expect(unexpected(found, { otherProvider: false })).toHaveLength(3);
  });
});
