import { dev, fixtureEnvironment } from './__fixtures__';
import { isEphemeral, parseEnvironment, topologyOf } from './environment';
import { ConfigurationError, UserError } from './errors';
import { peerOf, ROLES } from './roles';
import type { EnvironmentInput } from './schema';

const valid = { ...dev, suffix: 'trial' } satisfies EnvironmentInput;

/** What parsing says of `valid` with these fields changed; the fields may be anything a person could type. */
const complaintAbout = (changes: Readonly<Record<string, unknown>>): string => {
  try {
    parseEnvironment({ ...valid, ...changes } as EnvironmentInput);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
  return 'nothing';
};

const primary = (changes: Readonly<Record<string, unknown>>) => ({
  primary: { ...valid.primary, ...changes },
});
const dr = (changes: Readonly<Record<string, unknown>>) => ({ dr: { ...valid.dr, ...changes } });

describe('the defaults', () => {
  it('are filled in', () => {
    const { retention, interfaceEndpoints, tags } = parseEnvironment({
      suffix: 'trial',
      accountId: valid.accountId,
      deletionPolicy: 'production',
      primary: valid.primary,
      dr: valid.dr,
      dns: valid.dns,
      notifications: valid.notifications,
    });
    expect({ retention, interfaceEndpoints, tags }).toEqual({
      retention: { logDays: 30, auditLogDays: 365 },
      interfaceEndpoints: { enabled: true },
      tags: {},
    });
  });
});

describe('a configuration that cannot be deployed says what was given and what is allowed', () => {
  it.each<[string, Readonly<Record<string, unknown>>, RegExp]>([
    [
      'a suffix with capitals',
      { suffix: 'Trial' },
      /suffix is 'Trial' \(5 characters\); allowed: a lower-case/,
    ],
    ['a suffix that begins with a digit', { suffix: '1a' }, /suffix is '1a'/],
    ['a suffix of 13 characters', { suffix: 'a'.repeat(13) }, /\(13 characters\).*at most 12/],
    ['an empty suffix', { suffix: '' }, /suffix is '' \(0 characters\)/],
    ['an account id of 11 digits', { accountId: '12345678901' }, /accountId is '12345678901'.*12 digits/],
    [
      'a boundary that is no policy',
      { permissionsBoundary: 'arn:aws:iam::111111111111:role/boundary' },
      /permissionsBoundary is '.*role\/boundary'; allowed: the ARN of a managed policy/,
    ],
    [
      'a boundary of another account',
      { permissionsBoundary: 'arn:aws:iam::999999999999:policy/boundary' },
      /permissionsBoundary is '.*', of another account; allowed: a policy of \d{12}/,
    ],
    ['an unknown deletion policy', { deletionPolicy: 'keep' }, /is 'keep'; allowed: ephemeral, production/],
    [
      'a misspelled Region',
      primary({ region: 'eu-wset-2' }),
      /primary\.region is 'eu-wset-2' \(did you mean eu-west-2\?\); allowed: .*eu-west-2/,
    ],
    [
      'the same Region twice',
      dr({ region: 'eu-west-2', zones: ['eu-west-2a', 'eu-west-2b'] }),
      /dr\.region is 'eu-west-2', which is the primary Region too; allowed: any other/,
    ],
    [
      'overlapping blocks',
      dr({ vpcCidr: '10.0.128.0/17' }),
      /dr\.vpcCidr is '10\.0\.128\.0\/17', which overlaps the primary's '10\.0\.0\.0\/16'; allowed: .*10\.1\.0\.0\/16/,
    ],
    [
      'a block with host bits',
      primary({ vpcCidr: '10.0.0.1/16' }),
      /primary\.vpcCidr is '10\.0\.0\.1\/16'; allowed/,
    ],
    [
      'a block too small',
      primary({ vpcCidr: '10.0.0.0/20' }),
      /vpcCidr is '10\.0\.0\.0\/20'; .*\/16 to \/19/,
    ],
    ['a block too large', primary({ vpcCidr: '10.0.0.0/8' }), /vpcCidr is '10\.0\.0\.0\/8'; .*\/16 to \/19/],
    [
      'a zone of another Region',
      primary({ zones: ['eu-west-2a', 'eu-west-1b'] }),
      /primary\.zones names eu-west-1b, which eu-west-2 does not have; allowed: two or more of eu-west-2a/,
    ],
    [
      'one zone',
      primary({ zones: ['eu-west-2a'] }),
      /zones lists one zone, and a tier must outlive the loss of one/,
    ],
    ['no zone', primary({ zones: [] }), /zones lists no zone/],
    ['a zone twice', primary({ zones: ['eu-west-2a', 'eu-west-2a'] }), /zones lists a zone twice/],
    [
      'a retention that CloudWatch Logs does not offer',
      { retention: { logDays: 31 } },
      /retention\.logDays is 31; allowed \(CloudWatch Logs\): 1, 3, 5/,
    ],
    [
      'audit records kept for less than a year',
      { retention: { auditLogDays: 180 } },
      /retention\.auditLogDays is 180; allowed: 365 days or more, audit records are evidence/,
    ],
    [
      'an opt-out without a reason',
      { interfaceEndpoints: { enabled: false } },
      /interfaceEndpoints\.optOutReason /,
    ],
    [
      'an opt-out with a shrug',
      { interfaceEndpoints: { enabled: false, optOutReason: 'costs' } },
      /interfaceEndpoints\.optOutReason must say why, in ten characters or more/,
    ],
    ['a field that does not exist', { servic: {} }, /servic\b/],
  ])('%s', (_, changes, message) => {
    expect(complaintAbout(changes)).toMatch(message);
  });

  it('all at once', () => {
    const message = complaintAbout({
      accountId: '1',
      timeouts: { createMinutes: 0 },
      retention: { logDays: 2 },
    });
    expect(message).toMatch(/accountId is '1'/);
    expect(message).toMatch(/timeouts\.createMinutes is 0/);
    expect(message).toMatch(/retention\.logDays is 2/);
  });

  it('and where it stands, and which files to edit, if it was read from files', () => {
    const source = {
      files: ['environments/dev.yaml', 'environments/trial.yaml'],
      locate: (path: readonly PropertyKey[]) =>
        path[0] === 'accountId' ? 'environments/trial.yaml:3:12' : undefined,
    };
    const parse = () => parseEnvironment({ ...valid, accountId: '1', deletionPolicy: 'keep' }, source);
    expect(parse).toThrow(/accountId \(environments\/trial\.yaml:3:12\) is '1'[^]*deletionPolicy is 'keep'/);
    expect(parse).toThrow(
      /Fix: {5}edit environments\/trial\.yaml, or what it extends \(environments\/dev\.yaml\)\./,
    );
  });

  it('as an error for people: no stack trace is needed to fix it', () => {
    const error = new UserError({ problem: 'It is wrong.', allowed: 'right', fix: 'make it right.' });
    expect(error.message).toBe('It is wrong.\n  Allowed: right\n  Fix:     make it right.');
    expect(error).toMatchObject({ name: 'UserError', exitCode: 1 });
  });
});

describe('an environment', () => {
  it('has a side for each role, and says whether it may be destroyed', () => {
    const [first, second] = [fixtureEnvironment('dev'), fixtureEnvironment('prod')];
    expect(topologyOf(first, 'dr')).toBe(first.dr);
    expect([isEphemeral(first), isEphemeral(second)]).toEqual([true, false]);
  });
});

describe('the roles', () => {
  it('are each other’s peer', () => {
    expect(ROLES.map(peerOf)).toEqual(['dr', 'primary']);
  });
});
