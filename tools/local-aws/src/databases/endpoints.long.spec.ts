import { connect } from 'node:net';
import { Client } from 'pg';
import {
  arnOf,
  clusterState,
  DATABASE,
  endpointOf,
  JumpingClock,
  MASTER,
  Pair,
  PRIMARY,
  readerEndpointOf,
} from './__fixtures__/pair';
import { describeWithPostgres } from './__fixtures__/describe-with-postgres';
import { signToken, type TokenProps } from './__fixtures__/sign-token';
import type { ClusterState } from './state';

jest.setTimeout(60_000);

const WRITER = endpointOf(PRIMARY);
const READER = readerEndpointOf(PRIMARY);
const APP = 'records_app';

describeWithPostgres('the endpoints of a cluster', () => {
  let pair: Pair;
  const asked: string[] = [];
  const allowed = new Set([`arn:aws:rds-db:eu-west-2:111111111111:dbuser:cluster-PRIMARY/${APP}`]);

  const apply = (others: Partial<ClusterState> = {}) =>
    pair.databases.apply({
      clusters: [
        clusterState(PRIMARY, { globalCluster: null, instances: ['records-1', 'records-2'], ...others }),
      ],
      globalClusters: [],
    });
  const token = (others: Partial<TokenProps> = {}) =>
    signToken({ host: WRITER, user: APP, region: PRIMARY, ...others });
  const asApp = async (others: Partial<TokenProps> = {}) => ({ user: APP, password: await token(others) });

  beforeAll(async () => {
    pair = await Pair.open({
      mayConnect: (accessKeyId, resource, region) => {
        asked.push(`${accessKeyId} ${resource} ${region}`);
        return allowed.has(resource);
      },
      secretOf: (accessKeyId) => ({ test: 'test', 'dr-role': 'another secret' })[accessKeyId],
    });
    await apply({ parameters: { 'rds.force_ssl': '1', log_statement: 'ddl', 'pgaudit.log': 'all' } });
    await pair.ask(WRITER, `CREATE ROLE ${APP} LOGIN; GRANT rds_iam TO ${APP};`);
  });
  afterAll(() => pair.close());

  it('present a certificate of their name, which a client can verify', async () => {
    await expect(pair.ask(WRITER, 'SELECT 1')).resolves.toEqual([1]);
    const { ssl } = pair.configuration(WRITER);
    const another = { ...(ssl as object), servername: 'another.example' };
    await expect(pair.ask(WRITER, 'SELECT 1', undefined, { ssl: another })).rejects.toMatchObject({
      code: 'ERR_TLS_CERT_ALTNAME_INVALID',
    });
    await expect(
      pair.ask(WRITER, 'SELECT 1', undefined, { ssl: { servername: WRITER } }),
    ).rejects.toMatchObject({ code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' });
  });

  it('let the master user in with its password alone, who is no superuser', async () => {
    await expect(
      pair.ask(WRITER, `SELECT rolsuper FROM pg_roles WHERE rolname = '${MASTER.user}'`),
    ).resolves.toEqual([false]);
    await expect(pair.ask(WRITER, 'SELECT 1', undefined, { password: 'guessed' })).rejects.toMatchObject({
      code: '28P01',
    });
    await expect(
      pair.ask(WRITER, 'SELECT 1', undefined, { user: 'rdsadmin', password: 'x' }),
    ).rejects.toMatchObject({ code: '28P01' });
  });

  it('let a member of rds_iam in with a token, and with nothing else', async () => {
    await expect(pair.ask(WRITER, 'SELECT current_user', undefined, await asApp())).resolves.toEqual([APP]);
    expect(asked.at(-1)).toBe(
      `test arn:aws:rds-db:eu-west-2:111111111111:dbuser:cluster-PRIMARY/${APP} eu-west-2`,
    );
    await pair.ask(WRITER, `ALTER ROLE ${APP} PASSWORD 'a-real-password'`);
    await expect(
      pair.ask(WRITER, 'SELECT 1', undefined, { user: APP, password: 'a-real-password' }),
    ).rejects.toMatchObject({ code: '28000', message: `PAM authentication failed for user "${APP}"` });
  });

  it.each<[string, Partial<TokenProps>]>([
    ['malformed', { expiresIn: 3_600 }],
    ['other-host', { host: 'another.eu-west-2.rds.amazonaws.com' }],
    ['other-region', { region: 'eu-west-1' }],
    ['expired', { at: Date.now() - 16 * 60_000 }],
    ['wrong-signature', { accessKeyId: 'dr-role' }],
    ['unknown-principal', { accessKeyId: 'nobody' }],
  ])('refuse a token that is %s', async (reason, others) => {
    await expect(pair.ask(WRITER, 'SELECT 1', undefined, await asApp(others))).rejects.toMatchObject({
      code: '28000',
    });
    expect(pair.said.at(-1)).toContain(`${APP}: ${reason}`);
  });

  it('refuse a token whose time is over on the clock of the run', async () => {
    const password = await token();
    pair.clock.aheadMs = 16 * 60_000;
    try {
      await expect(pair.ask(WRITER, 'SELECT 1', undefined, { user: APP, password })).rejects.toMatchObject({
        code: '28000',
      });
      const later = await token({ at: pair.clock.now() });
      await expect(pair.ask(WRITER, 'SELECT 1', undefined, { user: APP, password: later })).resolves.toEqual([
        1,
      ]);
    } finally {
      pair.clock.aheadMs = new JumpingClock().aheadMs;
    }
  });

  it('refuse a token of a principal that may not connect as that user', async () => {
    await pair.ask(WRITER, 'CREATE ROLE other_app LOGIN; GRANT rds_iam TO other_app;');
    const password = await token({ user: 'other_app' });
    await expect(
      pair.ask(WRITER, 'SELECT 1', undefined, { user: 'other_app', password }),
    ).rejects.toMatchObject({ code: '28000' });
    expect(pair.said.at(-1)).toContain('other_app: not-allowed');
  });

  it('refuse tokens where IAM authentication is off', async () => {
    await apply({ iamAuthentication: false });
    await expect(pair.ask(WRITER, 'SELECT 1', undefined, await asApp())).rejects.toMatchObject({
      code: '28000',
    });
    expect(pair.said.at(-1)).toContain('iam-authentication-disabled');
    await apply();
  });

  it('refuse a client without TLS where rds.force_ssl is on, and a token without TLS anywhere', async () => {
    await expect(pair.ask(WRITER, 'SELECT 1', undefined, { ssl: false })).rejects.toMatchObject({
      code: '28000',
      message: expect.stringContaining('no encryption') as string,
    });
    await apply({ parameters: { 'rds.force_ssl': '0' } });
    await expect(pair.ask(WRITER, 'SELECT 1', undefined, { ssl: false })).resolves.toEqual([1]);
    await expect(
      pair.ask(WRITER, 'SELECT 1', undefined, { ssl: false, ...(await asApp()) }),
    ).rejects.toMatchObject({ code: '28000' });
    await apply();
  });

  it('give readers sessions that only read, where there is a reader beside the writer', async () => {
    const insert = 'CREATE TABLE of_a_reader (id int)';
    await expect(pair.ask(READER, insert)).rejects.toMatchObject({ code: '25006' });
    await apply({ instances: ['records-1'] });
    await expect(pair.ask(READER, insert)).resolves.toEqual([]);
    await apply();
  });

  it('pass the cancellation of a query on', async () => {
    const client = await pair.connect(WRITER);
    const { processID, secretKey } = client as Client & { processID: number; secretKey: number };
    const query = client.query('SELECT pg_sleep(30)');
    // A server ignores the cancellation of a query that it has not begun.
    const begun = `SELECT 1 FROM pg_stat_activity WHERE pid = ${processID} AND wait_event = 'PgSleep'`;
    while ((await pair.ask(WRITER, begun)).length === 0);
    const request = Buffer.alloc(16);
    [16, 80_877_102, processID, secretKey].forEach((word, index) => request.writeInt32BE(word, index * 4));
    connect(pair.databases.portOf(WRITER) ?? 0, '127.0.0.1').end(request);
    await expect(query).rejects.toMatchObject({ code: '57014' });
  });

  it('change the master password when RDS does', async () => {
    await apply({ masterPassword: 'another-long-password' });
    await expect(pair.ask(WRITER, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
    await expect(
      pair.ask(WRITER, 'SELECT 1', undefined, { password: 'another-long-password' }),
    ).resolves.toEqual([1]);
    await apply();
  });

  it('apply the parameters of the cluster that a server here can take, and tell the others', async () => {
    expect(pair.said).toContainEqual(
      expect.stringContaining('Parameter pgaudit.log of records is not applied'),
    );
    await apply({ parameters: { 'rds.force_ssl': '1', statement_timeout: '77s' } });
    await expect(pair.ask(WRITER, 'SHOW statement_timeout')).resolves.toEqual(['77s']);
    await pair.databases.restart(arnOf(PRIMARY));
    await apply({
      parameters: { 'rds.force_ssl': '1', shared_preload_libraries: 'pg_stat_statements,pgaudit' },
    });
    await pair.databases.restart(arnOf(PRIMARY));
    await expect(pair.ask(WRITER, 'SHOW shared_preload_libraries')).resolves.toEqual(['pg_stat_statements']);
    await expect(pair.ask(WRITER, 'SHOW statement_timeout')).resolves.toEqual(['0']);
  });

  it('lead nowhere once the cluster has no instance, and to the same data once it has one again', async () => {
    await pair.ask(WRITER, 'CREATE TABLE kept (id int); INSERT INTO kept VALUES (7);');
    const { port, ...others } = pair.configuration(WRITER);
    await apply({ instances: [] });
    await expect(new Client({ port, ...others }).connect()).rejects.toMatchObject({ code: '57P03' });
    await apply();
    await expect(pair.ask(WRITER, 'SELECT id FROM kept')).resolves.toEqual([7]);
    expect(others.database).toBe(DATABASE);
  });

  it('are gone with the cluster', async () => {
    await pair.databases.apply({ clusters: [], globalClusters: [] });
    expect(pair.databases.addresses()).toEqual([]);
  });
});
