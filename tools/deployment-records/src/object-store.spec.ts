import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { UserError } from '@healthcare-dr/topology';
import { S3ObjectStore } from './object-store';

const BUCKET = { bucket: 'state', region: 'eu-west-1', accountId: '111111111111' };
const CREDENTIALS = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };

/** What is thrown when the bucket is listed at an endpoint. */
async function refusalAt(endpoint: string): Promise<unknown> {
  const store = new S3ObjectStore({ ...CREDENTIALS, AWS_ENDPOINT_URL: endpoint }, BUCKET);
  try {
    return await store.list('').catch((error: unknown) => error);
  } finally {
    store.destroy();
  }
}

describe('a state bucket that cannot be read', () => {
  const server = createServer((_request, response) => {
    response.writeHead(403, { 'content-type': 'application/xml' });
    response.end('<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>');
  });
  let endpoint: string;
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close());

  it('is named when access to it is denied', async () => {
    const refusal = await refusalAt(endpoint);

    expect(refusal).toBeInstanceOf(UserError);
    expect((refusal as UserError).message).toMatch(
      /^The state bucket s3:\/\/state could not be asked \(eu-west-1\): AccessDenied: .*\n +Fix: .*111111111111/,
    );
  });

  it('is named to whom nobody answers', async () => {
    await new Promise((resolve) => server.close(resolve));
    const refusal = await refusalAt(endpoint);

    expect(refusal).toBeInstanceOf(UserError);
    expect((refusal as UserError).message).toContain('ECONNREFUSED');
  });
});
