import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { WrittenEnvironments } from '@healthcare-dr/topology/fixtures';
import { environmentInputs } from './environment-inputs';

const HASH = { runtime: 'node tools/nx-cdktf/bin/hash-environments.cjs' };
const CHOICE = [{ env: 'ENVIRONMENT_SUFFIX' }, { env: 'CDKTF_CONTEXT_JSON' }, { env: 'ENVIRONMENTS_DIR' }];

let written: WrittenEnvironments;
beforeEach(() => {
  written = new WrittenEnvironments();
  for (const suffix of ['dev', 'prod', 'us']) written.writeFixture(suffix);
});
afterEach(() => written.remove());

const inputs = (suffix: string, variables: Record<string, string> = {}) =>
  environmentInputs(written.root, { ENVIRONMENT_SUFFIX: suffix, ...variables });
const fileInputs = (...suffixes: string[]) =>
  suffixes.map((suffix) => `{workspaceRoot}/environments/${suffix}.yaml`);

describe('the chosen environment as an input of stacks', () => {
  it.each([
    ['dev', ['dev']],
    ['us', ['prod', 'us']],
    ['pr42', ['dev']],
  ])('%s is its file and those that it extends', (suffix, files) => {
    expect(inputs(suffix)).toEqual([...CHOICE, ...fileInputs(...files)]);
  });

  it('outside the workspace is hashed with its folder when a task is', () => {
    const elsewhere = new WrittenEnvironments();
    elsewhere.writeFixture('dev');
    expect(inputs('dev', { ENVIRONMENTS_DIR: elsewhere.path })).toEqual([...CHOICE, HASH]);
    elsewhere.remove();
  });

  it.each(['nowhere', 'broken'])(
    'that cannot be read is the whole folder, and breaks no graph: %s',
    (suffix) => {
      written.write('broken', 'a: [');
      expect(inputs(suffix)).toEqual([...CHOICE, '{workspaceRoot}/environments/**/*', HASH]);
    },
  );
});

describe('the hash of a folder', () => {
  const hash = () =>
    execFileSync(process.execPath, [resolve(__dirname, '../../bin/hash-environments.cjs')], {
      env: { ...process.env, ENVIRONMENTS_DIR: written.path },
      encoding: 'utf8',
    });

  it('changes with a file, a new file and a name, and with nothing else', () => {
    const before = hash();
    expect(hash()).toBe(before);
    written.writeFixture('dev', { 'logDays: 14': 'logDays: 30' });
    const changed = hash();
    written.write('trial', 'suffix: trial\n');
    const added = hash();
    expect(new Set([before, changed, added]).size).toBe(3);
    written.writeFixture('dev');
    expect(hash()).not.toBe(before);
  });
});
