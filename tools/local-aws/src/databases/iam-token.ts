import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** The longest that a token may be valid for. */
const MAX_EXPIRY_SECONDS = 900;

/** How far the clocks of who signs and who checks may be apart. */
const CLOCK_SKEW_MS = 300_000;

const SIGNING_NAME = 'rds-db';

/** What a token must be for. */
export interface TokenExpectations {
  /** The names that lead to the cluster. */
  readonly hosts: readonly string[];
  /** The port that clients believe in. */
  readonly port: number;
  readonly region: string;
  readonly user: string;
  /** The time of day, in milliseconds since the epoch. */
  readonly now: number;
  /** The secret that a principal signs with. @returns undefined if there is no such access key, or if its session token is another */
  readonly secretOf: (
    accessKeyId: string,
    sessionToken: string | undefined,
  ) => string | undefined | Promise<string | undefined>;
}

/** Why a token is refused, or who signed it. */
export type TokenVerdict =
  | { readonly accessKeyId: string }
  | {
      readonly refused:
        | 'malformed'
        | 'other-host'
        | 'other-user'
        | 'other-region'
        | 'unknown-principal'
        | 'expired'
        | 'not-yet-valid'
        | 'wrong-signature';
    };

/**
 * Checks an authentication token as RDS does: it is a presigned request of Signature Version 4 to `rds-db`, without its scheme.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/UsingWithRDS.IAMDBAuth.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html
 */
export async function checkToken(token: string, expected: TokenExpectations): Promise<TokenVerdict> {
  const url = URL.canParse(`https://${token}`) ? new URL(`https://${token}`) : undefined;
  const parameters = url?.searchParams;
  const [accessKeyId, date, region, service, terminator, ...rest] =
    parameters?.get('X-Amz-Credential')?.split('/') ?? [];
  const stamp = parameters?.get('X-Amz-Date') ?? '';
  const signedAt = parseStamp(stamp);
  const expires = Number(parameters?.get('X-Amz-Expires'));
  if (
    url === undefined ||
    parameters === undefined ||
    parameters.get('Action') !== 'connect' ||
    parameters.get('X-Amz-Algorithm') !== 'AWS4-HMAC-SHA256' ||
    parameters.get('X-Amz-SignedHeaders') !== 'host' ||
    url.pathname !== '/' ||
    accessKeyId === undefined ||
    date !== stamp.slice(0, 8) ||
    service !== SIGNING_NAME ||
    terminator !== 'aws4_request' ||
    rest.length > 0 ||
    Number.isNaN(signedAt) ||
    !(expires > 0 && expires <= MAX_EXPIRY_SECONDS)
  )
    return { refused: 'malformed' };
  const host = `${url.hostname}:${url.port === '' ? '443' : url.port}`;
  if (!expected.hosts.some((name) => `${name.toLowerCase()}:${expected.port}` === host))
    return { refused: 'other-host' };
  if (parameters.get('DBUser') !== expected.user) return { refused: 'other-user' };
  if (region !== expected.region) return { refused: 'other-region' };
  const secret = await expected.secretOf(accessKeyId, parameters.get('X-Amz-Security-Token') ?? undefined);
  if (secret === undefined) return { refused: 'unknown-principal' };
  if (expected.now > signedAt + expires * 1000) return { refused: 'expired' };
  if (expected.now < signedAt - CLOCK_SKEW_MS) return { refused: 'not-yet-valid' };
  const signature = signatureOf(url, host, { secret, date, region, stamp });
  const given = Buffer.from(parameters.get('X-Amz-Signature') ?? '');
  const right = Buffer.from(signature);
  if (given.length !== right.length || !timingSafeEqual(given, right)) return { refused: 'wrong-signature' };
  return { accessKeyId };
}

function parseStamp(stamp: string): number {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(stamp);
  if (parts === null) return Number.NaN;
  const [, year, month, day, hour, minute, second] = parts;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

/** Signature Version 4 of a presigned GET request without a body. */
function signatureOf(
  url: URL,
  host: string,
  scope: { readonly secret: string; readonly date: string; readonly region: string; readonly stamp: string },
): string {
  const query = [...url.searchParams]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .toSorted()
    .join('&');
  const canonical = ['GET', '/', query, `host:${host}`, '', 'host', sha256('')].join('\n');
  const { secret, date, region, stamp } = scope;
  const toSign = [
    'AWS4-HMAC-SHA256',
    stamp,
    `${date}/${region}/${SIGNING_NAME}/aws4_request`,
    sha256(canonical),
  ].join('\n');
  const key = [date, region, SIGNING_NAME, 'aws4_request'].reduce<Buffer>(
    (signing, part) => createHmac('sha256', signing).update(part).digest(),
    Buffer.from(`AWS4${secret}`),
  );
  return createHmac('sha256', key).update(toSign).digest('hex');
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** Everything but letters, digits and `-._~` is encoded: RFC 3986. */
const encode = (text: string) =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
