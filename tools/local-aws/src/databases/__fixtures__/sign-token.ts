import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';

/** The hash that the signer asks for, of Node. */
class Sha256 {
  readonly #hash;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytes(secret));
  }
  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(bytes(data));
  }
  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest());
  }
  reset(): void {
    throw new Error('a hash is used once');
  }
}

function bytes(data: string | ArrayBuffer | ArrayBufferView): Buffer {
  if (typeof data === 'string') return Buffer.from(data);
  return ArrayBuffer.isView(data)
    ? Buffer.from(data.buffer, data.byteOffset, data.byteLength)
    : Buffer.from(data);
}

/** What a token is signed for. */
export interface TokenProps {
  readonly host: string;
  readonly user: string;
  readonly region: string;
  readonly port?: number;
  readonly at?: number;
  readonly accessKeyId?: string;
  readonly secretAccessKey?: string;
  readonly sessionToken?: string;
  readonly expiresIn?: number;
  readonly service?: string;
  readonly action?: string;
}

/** Signs a token as the SDK's own signer of RDS does, with the library that it signs with. */
export async function signToken(props: TokenProps): Promise<string> {
  const { host, user, region, port = 5432, at = Date.now(), expiresIn = 900, service = 'rds-db' } = props;
  const { accessKeyId = 'test', secretAccessKey = 'test', sessionToken, action = 'connect' } = props;
  const signer = new SignatureV4({
    service,
    region,
    credentials: { accessKeyId, secretAccessKey, sessionToken },
    sha256: Sha256,
  });
  const { query = {} } = await signer.presign(
    {
      method: 'GET',
      protocol: 'https',
      hostname: host,
      port,
      path: '/',
      query: { Action: action, DBUser: user },
      headers: { host: `${host}:${port}` },
    },
    { expiresIn, signingDate: new Date(at) },
  );
  const text = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`);
  return `${host}:${port}/?${text.join('&')}`;
}
