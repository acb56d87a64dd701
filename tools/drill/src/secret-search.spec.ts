import { zipSync } from 'fflate';
import { filledSecretFields, secretsIn, textsOfPlan, writeOnlyResources } from './secret-search';

const PASSWORD = 'x7|Q-é<5&kD)"w2\\Z(m';

describe('the search for a secret', () => {
  it.each([
    ['as it is', `{"a": 1} ${PASSWORD} end`],
    ['in JSON', JSON.stringify({ password: PASSWORD })],
    ['in JSON within JSON', JSON.stringify({ secret_string: 'y' }) + JSON.stringify(PASSWORD)],
    [
      'in JSON as Terraform writes it',
      JSON.stringify(PASSWORD).replaceAll('<', '\\u003c').replaceAll('&', '\\u0026'),
    ],
    ['in a URL', `postgres://clusteradmin:${encodeURIComponent(PASSWORD)}@host`],
    ['in base64', Buffer.from(PASSWORD).toString('base64')],
    ['in base64, after one character', Buffer.from(`.${PASSWORD}.`).toString('base64')],
    ['in base64, after two', Buffer.from(`..${PASSWORD}..`).toString('base64')],
    ['in base64, after three', Buffer.from(`...${PASSWORD}...`).toString('base64')],
  ])('finds it %s', (_, text) => {
    expect(secretsIn(text, [PASSWORD])).toHaveLength(1);
  });

  it('does not repeat what it finds', () => {
    const [found] = secretsIn(`here: ${PASSWORD}`, ['another-secret', PASSWORD]);
    expect(found).toBe('secret 2 of 2 at character 6');
  });

  it('finds nothing where nothing is', () => {
    expect(secretsIn('{"master_password":null}', [PASSWORD])).toEqual([]);
  });

  it('refuses to look for what any text might hold', () => {
    expect(() => secretsIn('abc', ['abc'])).toThrow('too short');
  });
});

describe('the fields made for secrets', () => {
  it.each([
    [
      'of a state',
      { resources: [{ instances: [{ attributes: { master_password: 'a' } }] }] },
      'resources.0.instances.0.attributes.master_password',
    ],
    [
      'of a planned write-only argument',
      { change: { after: { master_password_wo: 'b' } } },
      'change.after.master_password_wo',
    ],
    ['of a secret', { values: { secret_string: '{}' } }, 'values.secret_string'],
    ['of an ephemeral value', { random_password: 'c' }, 'random_password'],
  ])('%s are told when they hold a text', (_, json, path) => {
    expect(filledSecretFields(json)).toEqual([path]);
  });

  it('are not told when they are empty, unknown, or expressions of a configuration', () => {
    expect(
      filledSecretFields({
        master_password: null,
        secret_string: '',
        secret_string_wo: undefined,
        master_password_wo: { references: ['ephemeral.x'] },
        master_password_wo_version: 1,
        has_secret_string_wo: true,
      }),
    ).toEqual([]);
  });
});

describe('a saved plan', () => {
  it('is searched in every file of its archive', () => {
    const plan = zipSync({
      tfplan: Buffer.from([0, 255, 1]),
      'tfstate-prev': Buffer.from(JSON.stringify({ password: 'correct-horse-battery' })),
    });
    const texts = textsOfPlan(plan);
    expect(texts.map(({ name }) => name)).toEqual(['tfplan', 'tfstate-prev']);
    expect(texts.flatMap(({ text }) => secretsIn(text, ['correct-horse-battery']))).toHaveLength(1);
  });
});

describe('the resources with write-only arguments', () => {
  it('are those whose state tells a version of one', () => {
    expect(
      writeOnlyResources([
        { address: 'aws_rds_cluster.a', values: { master_password_wo_version: 1 } },
        { address: 'aws_rds_cluster.b', values: { master_password_wo_version: null } },
        { address: 'aws_secretsmanager_secret_version.c', values: { secret_string_wo_version: 2 } },
        { address: 'aws_vpc.d', values: {} },
      ]),
    ).toEqual(['aws_rds_cluster.a', 'aws_secretsmanager_secret_version.c']);
  });
});
