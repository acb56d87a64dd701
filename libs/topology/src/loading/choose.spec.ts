import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { WrittenEnvironments } from '../__fixtures__';
import { chosenEnvironment, environmentChoice, readContext } from './choose';

let written: WrittenEnvironments;
beforeEach(() => {
  written = new WrittenEnvironments();
  for (const suffix of ['dev', 'prod']) written.writeFixture(suffix);
});
afterEach(() => written.remove());

const context = (values: unknown) =>
  writeFileSync(join(written.root, 'cdktf.json'), JSON.stringify({ context: values }));
const choice = (variables: Record<string, string> = {}, suffix?: string) =>
  environmentChoice(written.root, variables, suffix).suffix;

describe('choosing an environment', () => {
  it('takes what a command was given before ENVIRONMENT_SUFFIX, and that before context', () => {
    context({ environmentSuffix: 'dev' });
    expect(choice({ ENVIRONMENT_SUFFIX: 'prod' }, 'us')).toBe('us');
    expect(choice({ ENVIRONMENT_SUFFIX: 'prod' })).toBe('prod');
    expect(choice({ CDKTF_CONTEXT_JSON: '{"environmentSuffix": "pr7"}' })).toBe('pr7');
    expect(choice()).toBe('dev');
  });

  it.each([
    [{}, {}],
    [{ ENVIRONMENT_SUFFIX: '' }, {}],
    [{}, { environmentSuffix: 42 }],
  ])('never guesses: %j with context %j', (variables, values) => {
    context(values);
    expect(() => choice(variables)).toThrow(
      /No environment is chosen\.[^]*Allowed: dev, prod[^]*set ENVIRONMENT_SUFFIX/,
    );
  });

  it('refuses context that is no JSON object', () => {
    expect(() => readContext(written.root, '[')).toThrow('CDKTF_CONTEXT_JSON holds no JSON object.');
    writeFileSync(join(written.root, 'cdktf.json'), '[]');
    expect(() => readContext(written.root, undefined)).toThrow(/cdktf\.json holds no JSON object\./);
  });
});

describe('ENVIRONMENTS_DIR', () => {
  it('replaces the folder, wherever it lies', () => {
    const elsewhere = new WrittenEnvironments();
    elsewhere.writeFixture('dev', { "'111111111111'": "'999999999999'" });
    const variables = { ENVIRONMENT_SUFFIX: 'dev', ENVIRONMENTS_DIR: elsewhere.path };
    expect(chosenEnvironment(written.root, variables).accountId).toBe('999999999999');
    expect(chosenEnvironment(written.root, { ENVIRONMENT_SUFFIX: 'dev' }).accountId).toBe('111111111111');
    expect(environmentChoice(written.root, variables).folder).toMatchObject({
      label: elsewhere.path,
      inWorkspace: false,
    });
    elsewhere.remove();
  });

  it('is relative to the workspace unless it is absolute', () => {
    const { folder } = environmentChoice(written.root, {
      ENVIRONMENT_SUFFIX: 'dev',
      ENVIRONMENTS_DIR: './environments',
    });
    expect(folder).toEqual({ path: written.path, label: 'environments', inWorkspace: true });
  });

  it('must be a folder', () => {
    const choose = () => choice({ ENVIRONMENT_SUFFIX: 'dev', ENVIRONMENTS_DIR: 'nowhere' });
    expect(choose).toThrow(
      /ENVIRONMENTS_DIR is 'nowhere', and .*\/nowhere is no folder\.[^]*Allowed: [^]*Fix: /,
    );
  });
});
