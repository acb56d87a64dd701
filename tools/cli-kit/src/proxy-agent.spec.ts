import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer, request } from 'node:https';
import { connect, type AddressInfo } from 'node:net';
import { generate } from 'selfsigned';
import { ProxyAgent, proxyHandlerOptions } from './proxy-agent';

const HOST = 'rds.eu-west-1.amazonaws.com';

const listening = (server: Server): Promise<number> =>
  new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });

describe('the agent for a proxy', () => {
  const before = { ...process.env };
  /** What the proxy was asked to connect to. */
  const asked: string[] = [];
  let proxy: Server;
  let service: ReturnType<typeof createTlsServer>;
  let ca = '';
  let agent: ProxyAgent;

  beforeAll(async () => {
    const { cert, private: key } = await generate([{ name: 'commonName', value: HOST }], {
      extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: HOST }] }],
    });
    ca = cert;
    service = createTlsServer({ cert, key }, (_, response) => response.end('served'));
    const servicePort = await listening(service);
    // Wherever a tunnel is to lead, it leads to the service here.
    proxy = createServer();
    proxy.on('connect', ({ url = '' }, socket) => {
      asked.push(url);
      const upstream = connect(servicePort, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        upstream.pipe(socket).pipe(upstream);
      });
    });
    process.env['HTTPS_PROXY'] = `http://127.0.0.1:${await listening(proxy)}`;
  });
  beforeEach(() => {
    asked.length = 0;
    agent = new ProxyAgent();
  });
  afterEach(() => {
    agent.destroy();
    delete process.env['NO_PROXY'];
  });
  afterAll(() => {
    process.env = before;
    proxy.close();
    proxy.closeAllConnections();
    service.close();
    service.closeAllConnections();
  });

  const get = (host: string) =>
    new Promise<string>((resolve, reject) => {
      const call = request({ host, agent, ca }, (response) => {
        let body = '';
        response.on('data', (chunk: Buffer) => (body += chunk.toString()));
        response.on('end', () => resolve(body));
      });
      call.on('error', reject);
      call.end();
    });

  it('tunnels to AWS, and verifies the certificate of the service itself', async () => {
    await expect(get(HOST)).resolves.toBe('served');
    expect(asked).toEqual([`${HOST}:443`]);
    await expect(get('sts.eu-west-1.amazonaws.com')).rejects.toMatchObject({
      code: 'ERR_TLS_CERT_ALTNAME_INVALID',
    });
  });

  it('leaves out what the process leaves out', async () => {
    process.env['NO_PROXY'] = 'localhost';
    await expect(get('localhost')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect(asked).toEqual([]);
  });

  it('is made only where the process names a proxy', () => {
    expect(proxyHandlerOptions({})).toEqual({});
    expect(proxyHandlerOptions({ NO_PROXY: 'x' })).toEqual({});
    for (const name of ['HTTPS_PROXY', 'https_proxy', 'ALL_PROXY'])
      expect(proxyHandlerOptions({ [name]: 'http://127.0.0.1:1' }).httpsAgent).toBeInstanceOf(ProxyAgent);
  });
});
