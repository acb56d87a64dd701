import { fixtureEnvironment, WrittenEnvironments } from '../__fixtures__';
import { ConfigurationError } from '../errors';
import { environmentFiles, existingEnvironments, loadEnvironment, resolveEnvironment } from './load';

let written: WrittenEnvironments;
beforeEach(() => {
  written = new WrittenEnvironments();
  for (const suffix of ['dev', 'prod', 'us']) written.writeFixture(suffix);
});
afterEach(() => written.remove());

const load = (suffix: string) => loadEnvironment(suffix, written.folder);
const messageOf = (suffix: string): string => {
  try {
    load(suffix);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
  return 'nothing';
};

describe('the environments of the fixtures', () => {
  it.each([
    ['dev', 'eu-west-2', 'eu-west-1', 'ephemeral'],
    ['prod', 'eu-west-2', 'eu-west-1', 'production'],
    ['us', 'us-east-1', 'us-west-2', 'production'],
  ])('%s stands in %s and %s and is %s', (suffix, primary, dr, deletionPolicy) => {
    expect(load(suffix)).toMatchObject({
      suffix,
      deletionPolicy,
      primary: { region: primary },
      dr: { region: dr },
    });
  });

  it.each(['pr1', 'pr42'])(
    '%s is dev under its own suffix, with names of its own, and no trails',
    (suffix) => {
      const base = fixtureEnvironment('dev');
      const dns = {
        ...base.dns,
        recordLabel: `app-${suffix}`,
        queryLogging: { enabled: false, optOutReason: expect.stringContaining('shared with dev') },
      };
      const trail = { enabled: false, optOutReason: expect.stringContaining('shared with dev') };
      expect(load(suffix)).toEqual({ ...base, suffix, dns, trail });
    },
  );
});

describe('extends', () => {
  it('inherits what is not written, over several files', () => {
    written.write('staging', 'extends: us\nsuffix: staging\ndatabase:\n  maxAcu: 16\n');
    written.write('eu', 'extends: staging\nsuffix: eu\ntags:\n  Owner: platform\n');
    const us = load('us');
    expect(load('eu')).toEqual({
      ...us,
      suffix: 'eu',
      database: { ...us.database, maxAcu: 16 },
      tags: { ...us.tags, Owner: 'platform' },
    });
    const names = environmentFiles('eu', written.folder).map((path) => path.split('/').at(-1));
    expect(names).toEqual(['prod.yaml', 'us.yaml', 'staging.yaml', 'eu.yaml']);
  });

  it('replaces lists, and removes what null stands over', () => {
    written.write(
      'trial',
      'extends: prod\nsuffix: trial\nprimary:\n  zones: [eu-west-2b, eu-west-2c]\ndatabase: null\n',
    );
    expect(load('trial').primary.zones).toEqual(['eu-west-2b', 'eu-west-2c']);
    expect(load('trial').database.minAcu).toBe(0.5);
  });

  it('lets a file of a pull request’s environment stand over dev and its own names', () => {
    written.write('pr7', 'suffix: pr7\nretention:\n  logDays: 1\n');
    expect(load('pr7')).toEqual({
      ...load('pr8'),
      suffix: 'pr7',
      dns: { ...load('pr8').dns, recordLabel: 'app-pr7' },
      retention: { logDays: 1, auditLogDays: 365 },
    });
  });

  it.each([
    ['itself', { a: 'a' }, 'a → a'],
    ['itself in the end', { a: 'b', b: 'c', c: 'a' }, 'a → b → c → a'],
  ])('refuses an environment that extends %s', (_what, chain, shown) => {
    for (const [suffix, base] of Object.entries(chain))
      written.write(suffix, `extends: ${base}\nsuffix: ${suffix}\n`);
    expect(messageOf('a')).toContain(`Environment 'a' extends itself: ${shown}.`);
  });

  it('refuses a base that does not exist, or is no suffix', () => {
    written.write('a', 'extends: nothing\nsuffix: a\n');
    expect(messageOf('a')).toMatch(
      /There is no environment 'nothing', which 'a' extends\.[^]*Allowed: a, dev, prod, us/,
    );
    written.write('a', 'suffix: a\nextends: [dev]\n');
    expect(messageOf('a')).toMatch(/environments\/a\.yaml:2:1 is of type list\./);
    written.write('a', 'suffix: a\nextends: ../dev\n');
    expect(messageOf('a')).toContain("There is no environment '../dev', which 'a' extends.");
  });
});

describe('a file', () => {
  it.each([
    ['dev', "environments/trial.yaml:2:1 is of suffix 'dev', and the file is called trial.yaml."],
    ['', 'environments/trial.yaml gives no suffix, and the file is called trial.yaml.'],
  ])("and its suffix agree: '%s'", (suffix, message) => {
    written.write('trial', `extends: dev\n${suffix === '' ? '' : `suffix: ${suffix}\n`}`);
    expect(messageOf('trial')).toContain(message);
  });

  it('may name its schema for editors', () => {
    written.write(
      'trial',
      '$schema: ../docs/reference/environment.schema.json\nextends: dev\nsuffix: trial\n',
    );
    expect(load('trial')).toEqual({ ...load('dev'), suffix: 'trial' });
  });

  it('is named with the line of what is wrong, be it inherited', () => {
    written.writeFixture('dev', { "accountId: '111111111111'": "accountId: '1'" });
    written.write('trial', 'extends: dev\nsuffix: trial\nretention:\n  logDays: 2\n');
    expect(messageOf('trial')).toMatch(/accountId \(environments\/dev\.yaml:4:1\) is '1'; allowed/);
    expect(messageOf('trial')).toMatch(/retention\.logDays \(environments\/trial\.yaml:4:3\) is 2; allowed/);
    expect(messageOf('trial')).toContain(
      'edit environments/trial.yaml, or what it extends (environments/dev.yaml).',
    );
  });
});

describe('an environment that does not exist', () => {
  it.each(['staging', 'pr', 'pr0', 'pr042', 'PR1', '../prod', 'constructor', '__proto__', ''])(
    "is refused, and the error lists those there are: '%s'",
    (suffix) => {
      expect(messageOf(suffix)).toMatch(
        /There is no environment [^]*Allowed: dev, prod, us, or pr<number>[^]*ENVIRONMENT_SUFFIX/,
      );
    },
  );

  it('is said to be the default if it is dev', () => {
    const empty = new WrittenEnvironments();
    empty.writeFixture('prod');
    const attempt = (suffix: string) => () => loadEnvironment(suffix, empty.folder);
    expect(attempt('dev')).toThrow(
      /There is no environment 'dev'\. It is the default of cdktf\.json[^]*Allowed: prod\n/,
    );
    expect(attempt('pr7')).toThrow("There is no environment 'dev', which 'pr7' extends. It is the default");
    empty.remove();
  });
});

describe('every environment that exists', () => {
  it('is one with a file, and one of a pull request', () => {
    written.write('broken', 'suffix: broken\n');
    const found = existingEnvironments(written.folder);
    expect(found.map(({ suffix, error }) => [suffix, error === undefined])).toEqual([
      ['broken', false],
      ['dev', true],
      ['prod', true],
      ['us', true],
      ['pr1', true],
    ]);
  });

  it('is none of a pull request if dev cannot be used', () => {
    written.write('dev', 'suffix: dev\n');
    expect(existingEnvironments(written.folder).map(({ suffix }) => suffix)).toEqual(['dev', 'prod', 'us']);
  });
});

describe('where a value comes from', () => {
  it('is a file, a file that is extended, a rule, or the default', () => {
    const { originOf } = resolveEnvironment('us', written.folder);
    expect(originOf(['primary', 'region'])).toMatchObject({ kind: 'file', suffix: 'us' });
    expect(originOf(['database', 'minAcu'])).toMatchObject({ kind: 'file', suffix: 'prod' });
    expect(originOf(['alarms', 'rpoLag', 'evaluationPeriods'])).toBeUndefined();
    expect(resolveEnvironment('pr7', written.folder).originOf(['dns', 'recordLabel'])).toMatchObject({
      kind: 'derived',
    });
  });
});
