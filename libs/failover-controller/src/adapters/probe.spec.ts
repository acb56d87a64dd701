import { once } from 'node:events';
import { createServer, type Server } from 'node:https';
import { globalAgent } from 'node:https';
import { localhostCertificate } from '../__fixtures__/certificate';
import { hangingServer } from '../__fixtures__/hanging-server';
import { probeAdapter } from './probe';

describe('the probe', () => {
  const { key, cert } = localhostCertificate();
  let server: Server;
  let url: string;
  let answer: { status: number; headers?: Record<string, string> };
  let requests: number;

  beforeAll(async () => {
    server = createServer({ key, cert }, (_, response) => {
      requests += 1;
      response.writeHead(answer.status, answer.headers).end('body');
    });
    server.listen(0, 'localhost');
    await once(server, 'listening');
    const address = server.address();
    url = `https://localhost:${typeof address === 'object' && address !== null ? address.port : 0}/health`;
  });
  beforeEach(() => {
    requests = 0;
    answer = { status: 200 };
  });
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  const probe = (trusted: boolean) =>
    probeAdapter({ url, timeoutMs: 2_000, ...(trusted ? { ca: cert.toString() } : {}) }).serves();

  it.each([
    [200, true],
    [204, true],
    [301, true],
    [399, true],
    [400, false],
    [404, false],
    [500, false],
    [503, false],
  ])('takes status %d for served: %s', async (status, served) => {
    answer = { status };

    await expect(probe(true)).resolves.toBe(served);
  });

  it('follows no redirect', async () => {
    answer = { status: 302, headers: { location: 'https://localhost:1/elsewhere' } };

    await expect(probe(true)).resolves.toBe(true);
    expect(requests).toBe(1);
  });

  it('believes no certificate that nobody vouches for', async () => {
    await expect(probe(false)).resolves.toBe(false);
    expect(requests).toBe(0);
  });

  it('keeps no connection', async () => {
    await probe(true);

    expect(Object.keys(globalAgent.sockets)).toEqual([]);
    expect(Object.keys(globalAgent.freeSockets)).toEqual([]);
  });

  it('ends within its time where nobody answers', async () => {
    const silent = await hangingServer();
    const startedAt = Date.now();

    const served = await probeAdapter({
      url: silent.endpoint.replace('http:', 'https:'),
      timeoutMs: 100,
    }).serves();

    expect(served).toBe(false);
    expect(Date.now() - startedAt).toBeLessThan(1_500);
    await silent.close();
  });

  it.each(['https://localhost:1/', 'https://no-such-host.invalid/'])(
    'does not throw for %s',
    async (unreachable) => {
      await expect(probeAdapter({ url: unreachable, timeoutMs: 1_000 }).serves()).resolves.toBe(false);
    },
  );
});
