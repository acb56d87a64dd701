import { dev } from '../__fixtures__';
import { parseEnvironment } from '../environment';
import type { EnvironmentInput } from '../schema';
import { hostedZoneAccountOf } from './dns';

const parse = (dns: Readonly<Record<string, unknown>>) =>
  parseEnvironment({ ...dev, suffix: 'trial', dns: { ...dev.dns, ...dns } } as EnvironmentInput).dns;

const label63 = 'a'.repeat(63);

it('asks every ten seconds, takes three failures, and logs queries unless told otherwise', () => {
  expect(parse({})).toEqual({
    domainName: 'dev.healthcare.example',
    hostedZone: 'given',
    recordLabel: 'app',
    healthCheck: { requestIntervalSeconds: 10, failureThreshold: 3 },
    queryLogging: { enabled: true },
  });
});

it('lets the owner of a given zone log it', () => {
  const queryLogging = { enabled: false, optOutReason: 'The network team logs this zone.' };
  expect(parse({ queryLogging }).queryLogging).toEqual(queryLogging);
});

const ROLE = 'arn:aws:iam::999999999999:role/network/hosted-zone';
const LOGGED_THERE = { enabled: false, optOutReason: 'The network team logs its zones.' };

it('takes a role for a zone of another account, whose owner logs it', () => {
  const given = { hostedZoneRoleArn: ROLE, queryLogging: LOGGED_THERE };
  expect(parse(given)).toMatchObject(given);
  const accountOf = (dns: object) => hostedZoneAccountOf({ accountId: dev.accountId, dns });
  expect([accountOf(parse(given)), accountOf(parse({}))]).toEqual(['999999999999', dev.accountId]);
});

it.each<[string, Readonly<Record<string, unknown>>, RegExp]>([
  [
    'a role that is none',
    { hostedZoneRoleArn: 'hosted-zone', queryLogging: LOGGED_THERE },
    /hostedZoneRoleArn is 'hosted-zone'; allowed: an IAM role's ARN of the partition aws, such as arn:aws:iam::/,
  ],
  [
    'a user for a role',
    { hostedZoneRoleArn: 'arn:aws:iam::999999999999:user/dns', queryLogging: LOGGED_THERE },
    /hostedZoneRoleArn is 'arn:aws:iam::999999999999:user\/dns'; allowed: an IAM role's ARN/,
  ],
  [
    'a role of another partition',
    { hostedZoneRoleArn: 'arn:aws-us-gov:iam::999999999999:role/dns', queryLogging: LOGGED_THERE },
    /hostedZoneRoleArn is 'arn:aws-us-gov:[^]*allowed: an IAM role's ARN of the partition aws/,
  ],
  [
    "a role of the environment's own account",
    { hostedZoneRoleArn: `arn:aws:iam::${dev.accountId}:role/dns`, queryLogging: LOGGED_THERE },
    /hostedZoneRoleArn is 'arn:aws:iam::111111111111:role\/dns', of the environment's own account[^]*or leave it out/,
  ],
  [
    'a role for a zone that is created',
    { hostedZone: 'create', hostedZoneRoleArn: ROLE },
    /hostedZoneRoleArn is given for a zone that this environment creates[^]*only with hostedZone 'given', so set that/,
  ],
  [
    'query logs of a zone in another account',
    { hostedZoneRoleArn: ROLE },
    /queryLogging\.enabled is true for a zone of another account[^]*allowed: enabled: false with an optOutReason/,
  ],
  ['a domain with a dot at its end', { domainName: 'a.example.' }, /domainName is 'a\.example\.'; allowed/],
  ['a domain with capitals', { domainName: 'A.example' }, /domainName is 'A\.example'; allowed: a domain in/],
  ['a domain of one label', { domainName: 'example' }, /domainName is 'example'; allowed/],
  ['a domain that is an address', { domainName: 'https://a.example' }, /domainName is 'https/],
  [
    'an id with its path',
    { hostedZoneId: '/hostedzone/Z0123456789ABC' },
    /hostedZoneId is '\/hostedzone\/Z0123456789ABC'; allowed: a hosted zone's id/,
  ],
  [
    'the id of a zone that is created',
    { hostedZone: 'create', hostedZoneId: 'Z0123456789ABC' },
    /hostedZoneId is given for a zone that this environment creates/,
  ],
  ['a zone of another kind', { hostedZone: 'private' }, /hostedZone is 'private'; allowed: given, create/],
  ['two labels', { recordLabel: 'a.b' }, /recordLabel is 'a\.b'; allowed: one label/],
  ['a label that ends in a hyphen', { recordLabel: 'a-' }, /recordLabel is 'a-'; allowed/],
  ['a label too long', { recordLabel: `${label63}a` }, /recordLabel is 'a+'; allowed: [^]*at most 63/],
  [
    'a name too long',
    { domainName: `${label63}.${label63}.${label63}.${'a'.repeat(50)}` },
    /domainName makes '<region>\.app\.[^]*of up to 261 characters; allowed: 253/,
  ],
  [
    'an interval that Route 53 does not have',
    { healthCheck: { requestIntervalSeconds: 20 } },
    /requestIntervalSeconds is 20; allowed \(Route 53\): 10 or 30 seconds/,
  ],
  [
    'a threshold of none',
    { healthCheck: { failureThreshold: 0 } },
    /failureThreshold is 0; allowed: 1 to 10 failures in a row \(Route 53\)/,
  ],
  [
    'no logging and no reason',
    { queryLogging: { enabled: false, optOutReason: 'no' } },
    /queryLogging\.optOutReason must say why/,
  ],
  [
    'a zone of its own that nobody logs',
    { hostedZone: 'create', queryLogging: { enabled: false, optOutReason: 'Somebody else does.' } },
    /queryLogging\.enabled is false for a zone that this environment creates[^]*allowed: true, or hostedZone/,
  ],
])('refuses %s', (_what, dns, message) => {
  expect(() => parse(dns)).toThrow(message);
});
