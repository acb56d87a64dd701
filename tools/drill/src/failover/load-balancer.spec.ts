import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { createServer, request, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { temporaryFolder, type TemporaryFolder } from '@healthcare-dr/processes';
import { certify, type Certificate } from './certificate';
import { LoadBalancer } from './load-balancer';

const NAME = 'app.example.org';

describe('a load balancer', () => {
  let folder: TemporaryFolder;
  let certificate: Certificate;
  let task: Server;
  let balancer: LoadBalancer;
  let now = 0;
  let status = 200;

  beforeAll(async () => {
    folder = await temporaryFolder('load-balancer-');
    certificate = await certify([NAME], folder.path, new AbortController().signal);
    const [cert, key] = [readFileSync(certificate.certificateFile), readFileSync(certificate.keyFile)];
    task = createServer({ cert, key }, (asked, response) => {
      response.writeHead(asked.url === '/readyz' ? status : 200).end(`${asked.method} ${asked.url}`);
    }).listen(0, '127.0.0.1');
    await once(task, 'listening');
    balancer = await LoadBalancer.open({
      certificate,
      target: (task.address() as AddressInfo).port,
      healthCheck: {
        path: '/readyz',
        intervalMs: 10_000,
        timeoutMs: 5_000,
        healthyAfter: 2,
        unhealthyAfter: 2,
      },
      now: () => now,
    });
  }, 60_000);
  afterAll(async () => {
    await balancer.close();
    task.close();
    task.closeAllConnections();
    await folder.remove();
  });

  /** @returns the status, or the code of the error */
  const ask = async (path = '/records/r-1') => {
    const ca = readFileSync(certificate.certificateFile);
    const asked = request({
      host: '127.0.0.1',
      port: balancer.port,
      servername: NAME,
      ca,
      path,
      agent: false,
    });
    asked.end();
    try {
      const [response] = (await once(asked, 'response')) as [IncomingMessage];
      response.resume();
      return response.statusCode;
    } catch (error) {
      return (error as NodeJS.ErrnoException).code;
    }
  };
  const checkAfter = async (ms: number) => {
    now += ms;
    await balancer.check();
  };

  it('passes clients on to its target, under a name that they verify', async () => {
    await expect(ask()).resolves.toBe(200);
  });

  it('sends nobody to a target that failed as many checks in a row as its target group says, until it passes as many', async () => {
    status = 503;
    await checkAfter(10_000);
    await checkAfter(5_000);
    expect(balancer.answers).toBe(true);
    await checkAfter(5_000);
    expect(balancer.answers).toBe(false);
    await expect(ask()).resolves.toBe(503);

    status = 200;
    await checkAfter(10_000);
    expect(balancer.answers).toBe(false);
    await checkAfter(10_000);
    await expect(ask()).resolves.toBe(200);
  });

  it('answers with an error of its own while its targets answer nobody', async () => {
    balancer.setTargetsAnswer(false);
    await expect(ask()).resolves.toBe(502);
    await checkAfter(10_000);
    await checkAfter(10_000);
    await expect(ask()).resolves.toBe(503);
    balancer.setTargetsAnswer(true);
    await checkAfter(10_000);
    await checkAfter(10_000);
    await expect(ask()).resolves.toBe(200);
  });

  it('refuses connections while its Region is lost, and is found on the same port afterwards', async () => {
    const { port } = balancer;
    await balancer.switchOff();
    await expect(ask()).resolves.toBe('ECONNREFUSED');
    expect(balancer.answers).toBe(false);
    await balancer.switchOn();
    expect(balancer.port).toBe(port);
    await expect(ask()).resolves.toBe(200);
  });
});
