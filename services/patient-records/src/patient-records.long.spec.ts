import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { Agent, request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { bundleService, runTask, startTask, type Task, type TaskProps } from '@healthcare-dr/local-aws';
import {
  arnOf,
  DATABASE,
  describeWithPostgres,
  DR,
  endpointOf,
  GLOBAL_ENDPOINT,
  MASTER,
  Pair,
  pairState,
  PRIMARY,
  readerEndpointOf,
} from '@healthcare-dr/local-aws/fixtures';
import { temporaryFolder, type TemporaryFolder } from '@healthcare-dr/processes';
import type { Region } from '@healthcare-dr/topology';

jest.setTimeout(60_000);

const CREDENTIALS = { accessKeyId: 'test', secretAccessKey: 'test', sessionToken: 'of-a-session' };

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

describeWithPostgres('patient-records', () => {
  const agent = new Agent({ rejectUnauthorized: false, keepAlive: true });
  const objects = new Map<string, string>();
  let folder: TemporaryFolder;
  let pair: Pair;
  let bucket: Server;
  let script: string;
  const tasks = new Map<Region, Task>();

  const propsOf = (region: Region): Omit<TaskProps, 'label'> => ({
    script,
    variables: {
      AWS_REGION: region,
      DATABASE_HOST: GLOBAL_ENDPOINT,
      DATABASE_READER_HOST: readerEndpointOf(region),
      DATABASE_PORT: '5432',
      DATABASE_NAME: DATABASE,
      DATABASE_IAM_USER: 'healthcare_service',
      DATABASE_SSLMODE: 'verify-full',
      DATABASE_CA_FILE: pair.databases.certificateFile,
      DATABASE_DNS_TTL_SECONDS: '5',
      DOCUMENTS_BUCKET: 'documents',
      PORT: '0',
    },
    credentials: CREDENTIALS,
    endpoint: `http://127.0.0.1:${(bucket.address() as AddressInfo).port}`,
    ports: Object.fromEntries(
      [GLOBAL_ENDPOINT, endpointOf(region), readerEndpointOf(region)].map((name) => [
        name,
        pair.databases.portOf(name, region) ?? 1,
      ]),
    ),
  });

  const ask = async (region: Region, method: string, path: string, body?: object): Promise<Answer> => {
    const port = tasks.get(region)?.port;
    const asked = request({ host: '127.0.0.1', port, method, path, agent });
    asked.end(body && JSON.stringify(body));
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    const chunks: Buffer[] = [];
    for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
    return {
      status: response.statusCode ?? 0,
      body: JSON.parse(Buffer.concat(chunks).toString('utf8')) as Answer['body'],
    };
  };

  const eventually = async (look: () => Promise<Answer>, status: number): Promise<Answer> => {
    const deadline = performance.now() + 20_000;
    for (;;) {
      const answer = await look();
      if (answer.status === status || performance.now() > deadline) return answer;
      await delay(20);
    }
  };

  beforeAll(async () => {
    folder = await temporaryFolder('patient-records-');
    script = join(folder.path, 'service.js');
    bucket = createServer((asked, response) => {
      const key = new URL(asked.url ?? '/', 'http://s3').pathname;
      const chunks: Buffer[] = [];
      asked.on('data', (chunk: Buffer) => chunks.push(chunk));
      asked.on('end', () => {
        if (asked.method === 'PUT') objects.set(key, Buffer.concat(chunks).toString('utf8'));
        const found = objects.get(key);
        response.writeHead(found === undefined ? 404 : 200, { 'content-type': 'application/xml' });
        response.end(
          asked.method === 'PUT'
            ? ''
            : (found ?? '<Error><Code>NoSuchKey</Code><Message>none</Message></Error>'),
        );
      });
    }).listen(0, '127.0.0.1');
    [pair] = await Promise.all([
      Pair.open(),
      bundleService(join(__dirname, 'main.ts'), script),
      once(bucket, 'listening'),
    ]);
    await pair.databases.apply(pairState());
    const { user, password } = MASTER;
    const migration = propsOf(PRIMARY);
    const variables = { ...migration.variables, DATABASE_USERNAME: user, DATABASE_PASSWORD: password };
    for (const time of ['first', 'second'])
      await runTask({ ...migration, variables, args: ['migrate'], label: `${time} migration` });
    for (const region of [PRIMARY, DR] as const)
      tasks.set(region, await startTask({ ...propsOf(region), label: region }));
  });
  afterAll(async () => {
    agent.destroy();
    for (const { process: server } of tasks.values()) await server.stop();
    await pair.close();
    bucket.close();
    bucket.closeAllConnections();
    await folder.remove();
  });

  it('keeps a record with its document, and gives it back', async () => {
    const kept = { patient: 'p-1', document: 'blood group: A' };
    await expect(ask(PRIMARY, 'PUT', '/records/r-1', kept)).resolves.toMatchObject({ status: 200 });
    await expect(ask(PRIMARY, 'GET', '/records/r-1')).resolves.toMatchObject({
      status: 200,
      body: { ...kept, id: 'r-1', source: 'writer', documentState: 'present' },
    });
    expect([...objects.values()]).toEqual([kept.document]);
  });

  it('signs in with IAM tokens, as a user that cannot delete a record', async () => {
    await expect(
      pair.ask(
        GLOBAL_ENDPOINT,
        `SELECT has_table_privilege('healthcare_service', 'patient_records.record', 'DELETE')`,
      ),
    ).resolves.toEqual([false]);
  });

  it('is well and ready in both Regions, and says which database it reaches', async () => {
    await expect(ask(PRIMARY, 'GET', '/healthz?deep')).resolves.toEqual({
      status: 200,
      body: { database: 'writer' },
    });
    await expect(ask(DR, 'GET', '/healthz?deep')).resolves.toEqual({
      status: 200,
      body: { database: 'reader' },
    });
    for (const region of [PRIMARY, DR] as const)
      for (const path of ['/livez', '/healthz', '/readyz'])
        await expect(ask(region, 'GET', path)).resolves.toMatchObject({ status: 200 });
  });

  it('reads in dr before a promotion, and takes no writes there', async () => {
    const found = await eventually(() => ask(DR, 'GET', '/records/r-1'), 200);
    expect(found.body).toMatchObject({ source: 'reader', patient: 'p-1' });
    await expect(ask(DR, 'PUT', '/records/r-2', { patient: 'p-2', document: '' })).resolves.toMatchObject({
      status: 503,
      body: { code: 'database-not-reachable', endpoint: 'writer', reason: '28000' },
    });
    await expect(ask(DR, 'GET', '/records/none')).resolves.toEqual({
      status: 404,
      body: { code: 'record-not-found', source: 'reader' },
    });
  });

  it('gives a row without its document as such', async () => {
    objects.clear();
    await expect(ask(PRIMARY, 'GET', '/records/r-1')).resolves.toMatchObject({
      status: 200,
      body: { document: null, documentState: 'missing' },
    });
  });

  it.each([
    ['not-a-record', 400, 'PUT', '/records/r-3', { patient: '' }],
    ['too-large', 413, 'PUT', '/records/r-3', { patient: 'p', document: 'x'.repeat(1_100_000) }],
    ['no-such-path', 404, 'GET', '/records/../etc', undefined],
    ['no-such-path', 404, 'DELETE', '/records/r-1', undefined],
  ])('refuses as %s', async (code, status, method, path, body) => {
    await expect(ask(PRIMARY, method, path, body)).resolves.toEqual({ status, body: { code } });
  });

  it('survives the loss of a connection on which a statement is under way, and writes again', async () => {
    const locker = await pair.connect(GLOBAL_ENDPOINT);
    await locker.query(`BEGIN; SELECT FROM patient_records.record WHERE id = 'r-1' FOR UPDATE`);
    const waiting = ask(PRIMARY, 'PUT', '/records/r-1', { patient: 'p-1', document: 'one' });
    const isWaiting = `SELECT count(*)::int FROM pg_stat_activity WHERE wait_event_type = 'Lock'`;
    while ((await pair.ask(GLOBAL_ENDPOINT, isWaiting))[0] === 0) await delay(20);
    // As in a crash: its sessions end without a word.
    await pair.databases.cluster(arnOf(PRIMARY))?.stop('immediate');
    await expect(waiting).resolves.toMatchObject({ status: 503, body: { code: 'database-not-reachable' } });
    await pair.databases.cluster(arnOf(PRIMARY))?.start();
    await expect(
      eventually(() => ask(PRIMARY, 'PUT', '/records/r-1', { patient: 'p-1', document: 'one' }), 200),
    ).resolves.toMatchObject({ status: 200 });
  });

  it('writes in dr once the writer has moved there, without a restart, and not in the primary Region any more', async () => {
    await pair.databases.switchover(arnOf(DR));
    await expect(
      eventually(() => ask(DR, 'PUT', '/records/r-4', { patient: 'p-4', document: 'four' }), 200),
    ).resolves.toMatchObject({ status: 200 });
    await expect(ask(DR, 'GET', '/records/r-4')).resolves.toMatchObject({ body: { source: 'writer' } });
    await expect(ask(PRIMARY, 'PUT', '/records/r-5', { patient: 'p', document: '' })).resolves.toMatchObject({
      status: 503,
    });
  });

  it('ends when it is told to, once it has answered whom it took in', async () => {
    const server = tasks.get(PRIMARY)?.process;
    await server?.stop();
    await expect(server?.exited).resolves.toBe(0);
  });
});
