import { signToken, type TokenProps } from './__fixtures__/sign-token';
import { checkToken, type TokenExpectations } from './iam-token';

const HOST = 'records.cluster-abcdefghijkl.eu-west-1.rds.amazonaws.com';
const AT = Date.UTC(2026, 6, 1, 12);
const MINUTE_MS = 60_000;

const token = (others: Partial<TokenProps> = {}) =>
  signToken({ host: HOST, user: 'records_app', region: 'eu-west-1', at: AT, ...others });

const check = (signed: string, others: Partial<TokenExpectations> = {}) =>
  checkToken(signed, {
    hosts: ['another.example', HOST],
    port: 5432,
    region: 'eu-west-1',
    user: 'records_app',
    now: AT,
    secretOf: (accessKeyId) => (accessKeyId === 'test' ? 'test' : undefined),
    ...others,
  });

describe('an IAM token', () => {
  it('that the SDK’s library signed is taken, and says who signed it', async () => {
    await expect(check(await token())).resolves.toEqual({ accessKeyId: 'test' });
  });

  it('of a session carries its session token, which its secret depends on', async () => {
    const signed = await token({ sessionToken: 'a/session+token==', secretAccessKey: 'of-the-session' });
    const secretOf = (_: string, session: string | undefined) =>
      session === 'a/session+token==' ? 'of-the-session' : undefined;
    await expect(check(signed, { secretOf })).resolves.toEqual({ accessKeyId: 'test' });
  });

  it.each([
    ['14 min 59 s', 15 * MINUTE_MS - 1_000, undefined],
    ['15 min 1 s', 15 * MINUTE_MS + 1_000, 'expired'],
    ['−4 min', -4 * MINUTE_MS, undefined],
    ['−6 min', -6 * MINUTE_MS, 'not-yet-valid'],
  ])('that is %s old on the clock that is given: %#', async (_, age, refused) => {
    await expect(check(await token(), { now: AT + age })).resolves.toEqual(
      refused === undefined ? { accessKeyId: 'test' } : { refused },
    );
  });

  it.each<[string, Partial<TokenProps>]>([
    ['other-host', { host: 'other.cluster-abcdefghijkl.eu-west-1.rds.amazonaws.com' }],
    ['other-host', { port: 5433 }],
    ['other-user', { user: 'clusteradmin' }],
    ['other-region', { region: 'eu-west-2' }],
    ['unknown-principal', { accessKeyId: 'nobody' }],
    ['wrong-signature', { secretAccessKey: 'guessed' }],
    ['malformed', { expiresIn: 901 }],
    ['malformed', { service: 'rds' }],
    ['malformed', { action: 'disconnect' }],
  ])('is refused as %s: %j', async (refused, others) => {
    await expect(check(await token(others))).resolves.toEqual({ refused });
  });

  it.each([
    ['another user', /DBUser=records_app/, 'DBUser=clusteradmin', { user: 'clusteradmin' }],
    ['another expiry', /X-Amz-Expires=900/, 'X-Amz-Expires=899', {}],
    ['another date', /X-Amz-Date=20260701T120000Z/, 'X-Amz-Date=20260701T120001Z', {}],
    ['another host', /^records/, 'another', { hosts: [HOST.replace('records', 'another')] }],
    ['another signature', /Signature=./, 'Signature=x', {}],
    ['a signature that is cut', /(Signature=\w{10})\w+/, '$1', {}],
  ])('that was changed to %s is refused', async (_, from, to, expectations) => {
    const signed = (await token()).replace(from, to);
    await expect(check(signed, expectations)).resolves.toEqual({ refused: 'wrong-signature' });
  });

  it.each(['', 'a-password', 'https://x/?y', `${HOST}:5432/`])('is not %j', async (text) => {
    await expect(check(text)).resolves.toEqual({ refused: 'malformed' });
  });
});
