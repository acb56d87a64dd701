import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { FIXTURES_DIRECTORY } from '@healthcare-dr/topology/fixtures';
import { assertBase, estimateOfBase } from './base';
import { totalOf } from './estimate';
import { readPrices } from './prices';
import { differencesByStack } from './render';

/** A synthesizer as the estimate knows it: of one stack with as many keys as the checkout says. */
const SYNTHESIZER = `
const { mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const folder = join(process.argv[process.argv.indexOf('--outdir') + 1], 'stacks', 'dr-kms');
mkdirSync(folder, { recursive: true });
const keys = JSON.parse(readFileSync(join(__dirname, 'keys.json'), 'utf8'));
const backend = { s3: { bucket: 'b', region: 'eu-west-1', key: 'dr-kms.tfstate', allowed_account_ids: ['111111111111'] } };
const tags = { Environment: process.env.ENVIRONMENT_SUFFIX };
const provider = { aws: [{ region: 'eu-west-1', default_tags: [{ tags }] }] };
const resource = { aws_kms_key: Object.fromEntries(keys.map((key) => [key, {}])) };
const file = join(folder, 'cdk.tf.json');
writeFileSync(file, JSON.stringify({ provider, terraform: { backend }, resource }));
console.log(JSON.stringify({ stacks: [{ name: 'dr-kms', role: 'dr', file, dependsOn: [] }] }));
`;

const root = mkdtempSync(join(tmpdir(), 'healthcare-base-'));
const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=N', '-c', 'user.email=n@example.invalid', ...args], {
    cwd: root,
    encoding: 'utf8',
    stdio: 'pipe',
  }).trim();
const write = (path: string, text: string) => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};
afterAll(() => rmSync(root, { recursive: true }));

const prices = readPrices();
const options = {
  workspaceRoot: root,
  variables: { ENVIRONMENTS_DIR: FIXTURES_DIRECTORY },
  environment: 'dev',
  prices,
};
let base: string;
beforeAll(() => {
  write('tools/nx-cdktf/bin/synth.cjs', SYNTHESIZER);
  write('tools/nx-cdktf/bin/keys.json', '["one"]');
  write('node_modules/.keep', '');
  write('.gitignore', 'node_modules\n');
  git('init', '--quiet');
  git('add', '--all');
  git('commit', '--quiet', '--no-gpg-sign', '--message=Base');
  base = git('rev-parse', 'HEAD');
  write('tools/nx-cdktf/bin/keys.json', '["one", "two"]');
});

describe('the estimate of a base', () => {
  it('is that of the stacks of the commit, whatever lies in the checkout, and leaves nothing behind', async () => {
    const found = await estimateOfBase(base, options);

    expect(found.lines).toMatchObject([
      { stack: 'dr-kms', region: 'eu-west-1', item: 'kms-key-month', quantity: 1 },
    ]);
    expect(git('worktree', 'list').split('\n')).toHaveLength(1);
    expect(git('status', '--porcelain')).toBe('M tools/nx-cdktf/bin/keys.json');
  });

  it('is nothing where the environment was not there yet', async () => {
    expect(await estimateOfBase(base, { ...options, environment: 'new' })).toMatchObject({
      environment: 'new',
      lines: [],
    });
  });

  it('is what a file holds', async () => {
    const file = join(root, 'node_modules', 'base.json');
    writeFileSync(file, JSON.stringify(await estimateOfBase(base, options)));

    expect(totalOf((await estimateOfBase(file, options)).lines)).toBe(1);
  });

  it.each(['no-such-branch', '--output=x'])('is refused of %s', async (commit) => {
    for (const attempt of [() => estimateOfBase(commit, options), () => assertBase(root, commit)])
      await expect(attempt()).rejects.toThrow(`'${commit}' is no file, and git knows no such commit here`);
  });
});

describe('differencesByStack', () => {
  it('has every stack of both sides', async () => {
    const now = await estimateOfBase(base, options);
    const [line] = now.lines;
    const gone = { ...now, lines: line === undefined ? [] : [{ ...line, stack: 'dr-gone', usd: 5 }] };

    expect([...differencesByStack(gone, now)]).toEqual([
      ['dr-gone', -5],
      ['dr-kms', 1],
    ]);
  });
});
