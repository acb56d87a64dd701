import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:https';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';
import { dev } from './__fixtures__/stacks';

const { command = [], healthCommand, healthPath, migrationCommand, user } = dev.service.container;

/** Both run on Linux with Python and OpenSSL, as in the image. */
const runs = ['python3', 'openssl'].every((tool) => spawnSync(tool, ['--help']).error === undefined);

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'healthcare-dr-container-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

(runs && process.platform === 'linux' ? describe : describe.skip)('what the default container runs', () => {
  let server: ChildProcess;
  let port: number;

  beforeAll(async () => {
    server = spawn('python3', command.slice(1), {
      env: { ...process.env, PORT: '0' },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    port = await new Promise((resolve, reject) => {
      server.on('error', reject);
      server.stdout?.on('data', (chunk: Buffer) => {
        const found = /port (\d+)/.exec(chunk.toString())?.[1];
        if (found !== undefined) resolve(Number(found));
      });
    });
  });

  afterAll(() => void server.kill('SIGKILL'));

  /** As a load balancer asks: with TLS, whoever signed the certificate. */
  const ask = (path: string) =>
    new Promise<{ status: number | undefined; protocol: string | null }>((resolve, reject) => {
      request({ port, host: '127.0.0.1', path, rejectUnauthorized: false, agent: false }, (response) => {
        response.resume();
        resolve({ status: response.statusCode, protocol: (response.socket as TLSSocket).getProtocol() });
      })
        .on('error', reject)
        .end();
    });

  it('is a program of Python, by a user that is not root', () => {
    expect(command[0]).toBe('python');
    expect(user).not.toMatch(/^(0|root)\b/);
  });

  it('answers its health path over TLS, with a certificate that it made itself', async () => {
    expect(await ask(healthPath)).toEqual({ status: 200, protocol: 'TLSv1.3' });
  });

  it('answers no HTTP without TLS', async () => {
    await expect(fetch(`http://127.0.0.1:${port}${healthPath}`)).rejects.toThrow();
  });

  it('serves others while one connection never finishes its handshake', async () => {
    const idle = connect(port, '127.0.0.1');
    await new Promise((resolve) => idle.once('connect', resolve));
    expect((await ask(healthPath)).status).toBe(200);
    idle.destroy();
  });

  it('has nothing else to say', async () => {
    expect((await ask('/records')).status).toBe(404);
  });

  it('is found healthy by its own health command, and not where it does not listen', () => {
    const health = (asked: number) =>
      spawnSync(
        'python3',
        healthCommand.slice(2).map((part) => part.replace(String(dev.service.container.port), String(asked))),
      ).status;
    expect(health(port)).toBe(0);
    expect(health(1)).not.toBe(0);
  });
});

(runs && process.platform === 'linux' ? describe : describe.skip)('its migration', () => {
  const SSL_REQUEST_LENGTH = 8;
  const opened: Server[] = [];

  afterAll(() => opened.forEach((server) => server.close()));

  /** A certificate of its own authority: one that signs itself. */
  function certificate(name: string): { readonly key: Buffer; readonly cert: Buffer; readonly file: string } {
    const [keyFile, file] = [join(folder, `${name}.key`), join(folder, `${name}.pem`)];
    execFileSync(
      'openssl',
      ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'].concat(
        ['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`, '-keyout', keyFile, '-out', file],
      ),
      { stdio: 'ignore' },
    );
    return { key: readFileSync(keyFile), cert: readFileSync(file), file };
  }

  /** The first steps of PostgreSQL's protocol: a request for TLS, one byte of answer, then the handshake. */
  async function database(answer: 'S' | 'N', identity: { readonly key: Buffer; readonly cert: Buffer }) {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('readable', () => {
        socket.read(SSL_REQUEST_LENGTH);
        socket.write(answer);
        if (answer === 'S')
          new TLSSocket(socket, { isServer: true, ...identity }).on('error', () => undefined);
      });
    });
    opened.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  }

  const migrate = (port: number, host: string, file: string) =>
    new Promise<number | null>((resolve) => {
      spawn('python3', migrationCommand.slice(1), {
        env: { ...process.env, DATABASE_HOST: host, DATABASE_PORT: String(port), DATABASE_CA_FILE: file },
        stdio: 'ignore',
      }).on('exit', resolve);
    });

  it('succeeds where the database shows a certificate of the bundle, for its own name', async () => {
    const identity = certificate('localhost');
    expect(await migrate(await database('S', identity), 'localhost', identity.file)).toBe(0);
  });

  it('fails where another authority signed the certificate', async () => {
    const port = await database('S', certificate('localhost'));
    expect(await migrate(port, 'localhost', certificate('elsewhere').file)).not.toBe(0);
  });

  it('fails where the certificate is of another name', async () => {
    const strange = certificate('elsewhere');
    expect(await migrate(await database('S', strange), 'localhost', strange.file)).not.toBe(0);
  });

  it('fails where the database speaks no TLS', async () => {
    const identity = certificate('localhost');
    expect(await migrate(await database('N', identity), 'localhost', identity.file)).not.toBe(0);
  });
});
