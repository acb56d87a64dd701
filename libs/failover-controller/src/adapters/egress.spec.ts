import { once } from 'node:events';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { localhostCertificate } from '../__fixtures__/certificate';
import { hangingServer } from '../__fixtures__/hanging-server';
import { egressAdapter } from './egress';

const REFUSED = 'https://localhost:1/';

describe('the way out', () => {
  const { key, cert } = localhostCertificate();
  const ca = cert.toString();
  let server: Server;
  let anchor: string;
  let status: number;

  beforeAll(async () => {
    server = createServer({ key, cert }, (_, response) => response.writeHead(status).end());
    server.listen(0, 'localhost');
    await once(server, 'listening');
    anchor = `https://localhost:${(server.address() as AddressInfo).port}/`;
  });
  afterAll(() => {
    server.close();
  });

  it.each([200, 301, 403, 404, 503])('is open if an anchor answers with status %i', async (given) => {
    status = given;
    await expect(egressAdapter({ anchors: [anchor], timeoutMs: 2_000, ca }).reaches()).resolves.toBe(true);
  });

  it('is open if one anchor answers, whatever the others do', async () => {
    status = 200;
    const hanging = await hangingServer();
    try {
      const anchors = [REFUSED, hanging.endpoint.replace('http:', 'https:'), anchor];
      await expect(egressAdapter({ anchors, timeoutMs: 2_000, ca }).reaches()).resolves.toBe(true);
    } finally {
      await hanging.close();
    }
  });

  it('is closed if no anchor answers', async () => {
    const egress = egressAdapter({
      anchors: [REFUSED, 'https://no-such-name.invalid/'],
      timeoutMs: 2_000,
      ca,
    });
    await expect(egress.reaches()).resolves.toBe(false);
  });

  it('is closed if what answers has no certificate for the name: it may be a captive portal', async () => {
    await expect(egressAdapter({ anchors: [anchor], timeoutMs: 2_000 }).reaches()).resolves.toBe(false);
  });

  it('is closed once the time is over', async () => {
    const hanging = await hangingServer();
    try {
      const anchors = [hanging.endpoint.replace('http:', 'https:')];
      const startedMs = performance.now();
      await expect(egressAdapter({ anchors, timeoutMs: 200, ca }).reaches()).resolves.toBe(false);
      expect(performance.now() - startedMs).toBeLessThan(1_500);
    } finally {
      await hanging.close();
    }
  });
});
