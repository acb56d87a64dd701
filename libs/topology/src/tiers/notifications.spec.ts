import { dev, prod } from '../__fixtures__';
import { parseEnvironment } from '../environment';
import { ConfigurationError } from '../errors';
import { watchRegionOf } from '../watch-region';
import type { EnvironmentInput } from '../schema';

/** What parsing says of these subscriptions, which may be anything a person could type. */
const complaintAbout = (subscriptions: unknown, base: EnvironmentInput = dev): string => {
  try {
    parseEnvironment({ ...base, notifications: { subscriptions } } as EnvironmentInput);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
  return 'nothing';
};

const email = { protocol: 'email', address: 'oncall@hospital.example', severity: 'page' };

describe('subscriptions that can be used', () => {
  it('may be none where nothing is in production', () => {
    expect(complaintAbout([])).toBe('nothing');
    expect(parseEnvironment({ ...dev, notifications: {} }).notifications.subscriptions).toEqual([]);
  });

  it('confirm themselves over HTTPS unless it is said that they do not', () => {
    const { subscriptions } = parseEnvironment({
      ...dev,
      notifications: {
        subscriptions: [{ protocol: 'https', url: 'https://pager.example/hook', severity: 'page' }],
      },
    }).notifications;
    expect(subscriptions).toEqual([
      { protocol: 'https', url: 'https://pager.example/hook', severity: 'page', autoConfirms: true },
    ]);
  });

  it.each([
    [email],
    [{ protocol: 'https', url: 'https://pager.example/v1/hook?key=1', severity: 'page' }],
    [{ protocol: 'sqs', queueName: 'Tickets_2', severity: 'ticket' }],
  ])('%j', (subscription) => {
    expect(complaintAbout([subscription])).toBe('nothing');
  });
});

describe('a subscription that cannot be used says what was given and what is allowed', () => {
  it.each<[string, unknown, RegExp]>([
    ['no protocol', { severity: 'page' }, /subscriptions\.0\S* is 'undefined'; allowed: email .*https .*sqs/],
    [
      'plain HTTP',
      { protocol: 'http', url: 'http://x.example', severity: 'page' },
      /is 'http'; allowed: email/,
    ],
    ['a phone', { protocol: 'sms', address: '+44', severity: 'page' }, /is 'sms'; allowed: email/],
    ['no severity', { ...email, severity: undefined }, /severity is 'undefined'; allowed: page, ticket/],
    [
      'an unknown severity',
      { ...email, severity: 'critical' },
      /severity is 'critical'; allowed: page, ticket/,
    ],
    ['no address', { protocol: 'email', severity: 'page' }, /address is missing; allowed: one email address/],
    ['a name', { ...email, address: 'oncall' }, /address is 'oncall'; allowed: one email address/],
    ['two addresses', { ...email, address: 'a@b.example c@d.example' }, /allowed: one email address/],
    [
      'a URL without TLS',
      { protocol: 'https', url: 'http://pager.example', severity: 'page' },
      /url is 'http:\/\/pager\.example'; allowed: a URL that begins with https:/,
    ],
    ['no URL', { protocol: 'https', url: 'pager', severity: 'page' }, /url is 'pager'; allowed: a URL/],
    [
      'a queue by ARN',
      { protocol: 'sqs', queueName: 'arn:aws:sqs:eu-west-2:111111111111:tickets', severity: 'ticket' },
      /queueName is 'arn:aws:sqs:\S+'; allowed: the name \(no ARN, no URL\)/,
    ],
    [
      'a FIFO queue, which a standard topic cannot feed',
      { protocol: 'sqs', queueName: 'tickets.fifo', severity: 'ticket' },
      /queueName is 'tickets\.fifo'; allowed: .*standard queue/,
    ],
    [
      'a field nobody knows',
      { ...email, filter: '{}' },
      /subscriptions\.0\.filter is no field; allowed: protocol, address, severity/,
    ],
  ])('%s', (_, subscription, message) => {
    expect(complaintAbout([subscription])).toMatch(message);
  });

  it('a URL with a password, without repeating it', () => {
    const complaint = complaintAbout([
      { protocol: 'https', url: 'https://me:geheim@pager.example', severity: 'page' },
    ]);
    expect(complaint).toMatch(/url carries a user name or password[^]*allowed: a URL without them/);
    expect(complaint).not.toContain('geheim');
  });

  it('an endpoint that is subscribed twice', () => {
    expect(
      complaintAbout([email, { ...email, address: 'OnCall@hospital.example', severity: 'ticket' }]),
    ).toMatch(/subscriptions\.1 subscribes email oncall@hospital\.example a second time; allowed: once/);
  });
});

describe('production', () => {
  it.each([
    ['nobody', [], /has none, so nothing would wake anybody up; allowed [^]*severity 'page'/],
    ['tickets alone', [{ ...email, severity: 'ticket' }], /has none with severity page/],
    ['a queue alone', [{ protocol: 'sqs', queueName: 'pages', severity: 'page' }], /by email or https/],
  ])('does not tell %s', (_, subscriptions, message) => {
    expect(complaintAbout(subscriptions, prod)).toMatch(message);
  });
});

describe('the watch Region', () => {
  const with_ = (watchRegion: string | undefined, primary = 'eu-west-2') =>
    parseEnvironment({
      ...dev,
      primary: { ...dev.primary, region: primary },
      notifications: { watchRegion },
    } as EnvironmentInput);

  it('is one outside the pair, unless it is configured', () => {
    expect(watchRegionOf(with_(undefined))).toBe('eu-central-1');
    const { primary, dr } = with_(undefined);
    const of = (one: typeof primary.region, other: typeof primary.region) =>
      watchRegionOf({
        notifications: { subscriptions: [] },
        primary: { ...primary, region: one },
        dr: { ...dr, region: other },
      });
    expect(of('us-east-1', 'us-west-2')).toBe('us-east-2');
    expect(of('us-east-2', 'us-west-2')).toBe('us-west-1');
    expect(of('eu-central-1', 'eu-west-1')).toBe('us-east-2');
    expect(of('ca-central-1', 'ca-west-1')).toBe('eu-central-1');
    expect(watchRegionOf(with_('eu-west-3'))).toBe('eu-west-3');
  });

  it.each([
    ['eu-west-2', /watchRegion is 'eu-west-2', a Region of the pair/],
    ['eu-west-1', /watchRegion is 'eu-west-1', a Region of the pair/],
    ['europe', /watchRegion is 'europe'; allowed: an AWS Region/],
  ])('is not %s', (watchRegion, message) => {
    expect(() => with_(watchRegion)).toThrow(message);
  });
});
