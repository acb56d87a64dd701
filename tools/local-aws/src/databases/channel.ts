import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import type { Databases } from './databases';
import { SwitchoverRefusedError } from './global-database';
import { stateSchema } from './state';

/** The variable that tells the extension of moto where the databases are: see `rds_servers.py`. */
export const CHANNEL_VARIABLE = 'LOCAL_AWS_DATABASES_URL';

/** How moto tells the databases what RDS holds, and asks them to swap roles. */
export interface Channel {
  /** The value of {@link CHANNEL_VARIABLE}: who does not know it cannot ask. */
  readonly url: string;
  close(): Promise<void>;
}

/** What the channel asks of the databases. */
type Asked = Pick<
  Databases,
  'apply' | 'failover' | 'switchover' | 'restart' | 'isSynchronized' | 'servesNone' | 'takeSnapshot'
>;

interface Call {
  readonly databases: Asked;
  readonly query: URLSearchParams;
  body<T>(schema: z.ZodType<T>): Promise<T>;
}

const failoverSchema = z.strictObject({ target: z.string(), snapshot: z.string() });
const switchoverSchema = z.strictObject({ target: z.string() });
const snapshotSchema = z.strictObject({ cluster: z.string(), snapshot: z.string() });
const restartSchema = z.strictObject({ cluster: z.string() });

const ROUTES: Readonly<Record<string, (call: Call) => Promise<unknown>>> = {
  'PUT /state': async ({ databases, body }) => databases.apply(await body(stateSchema)),
  'POST /failover': async ({ databases, body }) => {
    const { target, snapshot } = await body(failoverSchema);
    if (!databases.servesNone(target)) await databases.failover(target, snapshot);
  },
  'POST /switchover': async ({ databases, body }) => {
    const { target } = await body(switchoverSchema);
    if (!databases.servesNone(target)) await databases.switchover(target);
  },
  'POST /snapshot': async ({ databases, body }) => {
    const { cluster, snapshot } = await body(snapshotSchema);
    if (!databases.servesNone(cluster)) await databases.takeSnapshot(cluster, snapshot);
  },
  'POST /restart': async ({ databases, body }) => databases.restart((await body(restartSchema)).cluster),
  'GET /synchronized': async ({ databases, query }) => ({
    synchronized: await databases.isSynchronized(query.get('cluster') ?? ''),
  }),
};

/** Opens the channel on the loopback interface. */
export async function openChannel(databases: Asked): Promise<Channel> {
  const secret = `/${randomBytes(16).toString('hex')}`;
  const server = createServer({ requestTimeout: 0 }, (request, response) => {
    const send = (status: number, value: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json', connection: 'close' });
      response.end(JSON.stringify(value));
    };
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const path = url.pathname.startsWith(`${secret}/`) ? url.pathname.slice(secret.length) : undefined;
    const route = ROUTES[`${request.method} ${path}`];
    if (route === undefined) return send(404, { error: 'There is no such route.' });
    const body = async <T>(schema: z.ZodType<T>) => schema.parse(await readJson(request));
    route({ databases, query: url.searchParams, body }).then(
      (value) => send(200, value ?? {}),
      (error: unknown) => send(error instanceof SwitchoverRefusedError ? 409 : 500, { error: String(error) }),
    );
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${secret}`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown;
}
