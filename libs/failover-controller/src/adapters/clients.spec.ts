import { DescribeGlobalClustersCommand, FailoverGlobalClusterCommand } from '@aws-sdk/client-rds';
import { hangingServer } from '../__fixtures__/hanging-server';
import { CALL_BOUND_MS } from '../domain/limits';
import { call, within } from './call';
import { allClients, configuration, makeClients, ONCE, PEER, REPEATABLE } from './clients';
import { credentialsFrom } from './credentials';
import { rdsAdapter } from './rds';
import { RDSClient } from '@aws-sdk/client-rds';

const variables = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
const fast = { connectionTimeoutMs: 150, requestTimeoutMs: 150, maxAttempts: 1, limitMs: 2_000 };

describe('the clients', () => {
  const clients = makeClients(
    { region: 'eu-west-1', peerRegion: 'eu-west-2', watchRegion: 'eu-central-1' },
    variables,
  );
  const attempts = async (client: { config: { maxAttempts: () => Promise<number> } }) =>
    client.config.maxAttempts();

  it('stand in the Region whose endpoint they are for', async () => {
    await expect(clients.ownRds.act.client.config.region()).resolves.toBe('eu-west-1');
    await expect(clients.peerRds.read.client.config.region()).resolves.toBe('eu-west-2');
    await expect(clients.peerRds.act.client.config.region()).resolves.toBe('eu-west-2');
    await expect(clients.peerCloudWatch.client.config.region()).resolves.toBe('eu-west-2');
    for (const { client } of [clients.watch.sns, clients.watch.cloudWatch])
      await expect(client.config.region()).resolves.toBe('eu-central-1');
    const own = allClients(clients).filter(
      (client) =>
        ![
          clients.peerRds.read,
          clients.peerRds.act,
          clients.peerCloudWatch,
          clients.watch.sns,
          clients.watch.cloudWatch,
        ].some((other) => other.client === client),
    );
    expect(new Set(await Promise.all(own.map((client) => client.config.region())))).toEqual(
      new Set(['eu-west-1']),
    );
  });

  it('never repeat what changes something, nor wait twice for a Region that may be dark', async () => {
    for (const { client } of [
      clients.ownRds.act,
      clients.peerRds.act,
      clients.peerRds.read,
      clients.watch.sns,
      clients.watch.cloudWatch,
    ])
      await expect(attempts(client)).resolves.toBe(1);
    await expect(attempts(clients.dynamoDb.write.client)).resolves.toBe(1);
    await expect(attempts(clients.ownRds.read.client)).resolves.toBe(2);
  });

  it.each([
    ['repeatable', REPEATABLE],
    ['of the peer', PEER],
    ['once', ONCE],
  ])('end within the bound of the controller: %s', (_, limits) => {
    expect(limits.limitMs).toBeLessThan(CALL_BOUND_MS);
    expect(limits.requestTimeoutMs).toBeLessThan(limits.limitMs);
    expect(limits.connectionTimeoutMs).toBeGreaterThan(0);
  });
});

describe('a server that never answers', () => {
  let server: Awaited<ReturnType<typeof hangingServer>>;
  beforeEach(async () => {
    server = await hangingServer();
  });
  afterEach(() => server.close());

  const clientOf = (maxAttempts: number) =>
    new RDSClient({
      ...configuration('eu-west-1', variables, { ...fast, maxAttempts }),
      endpoint: server.endpoint,
    });

  it('is left after the time of one request, with a time-out', async () => {
    const client = clientOf(1);
    const startedAt = Date.now();
    const described = call('rds:X', within(2_000), (options) =>
      client.send(new DescribeGlobalClustersCommand({}), options),
    );

    await expect(described).rejects.toMatchObject({ kind: 'timeout' });
    expect(Date.now() - startedAt).toBeLessThan(1_500);
    expect(server.connections()).toBe(1);
    client.destroy();
  });

  it('is asked once for what changes something', async () => {
    const client = clientOf(1);
    const act = { client, limitMs: 2_000 };
    const target = 'arn:aws:rds:eu-west-1:111111111111:cluster:healthcare-aurora-dev';

    await expect(
      rdsAdapter({ read: act, act, environment: 'dev' }).failover('g', target),
    ).rejects.toMatchObject({
      kind: 'timeout',
    });
    expect(server.connections()).toBe(1);
    client.destroy();
  });

  it('does not hold a call beyond its bound, however often the SDK would try', async () => {
    const client = clientOf(10);
    const startedAt = Date.now();
    const command = new FailoverGlobalClusterCommand({
      GlobalClusterIdentifier: 'g',
      TargetDbClusterIdentifier: 't',
    });

    await expect(
      call('rds:X', within(400), (options) => client.send(command, options)),
    ).rejects.toMatchObject({
      kind: 'timeout',
    });
    expect(Date.now() - startedAt).toBeLessThan(1_500);
    client.destroy();
  });
});

it('says that a Region to which no connection can be made is unreachable', async () => {
  const server = await hangingServer();
  await server.close();
  const client = new RDSClient({ ...configuration('eu-west-1', variables, fast), endpoint: server.endpoint });

  const described = call('rds:X', within(2_000), (options) =>
    client.send(new DescribeGlobalClustersCommand({}), options),
  );

  await expect(described).rejects.toThrow('ECONNREFUSED');
  await expect(described).rejects.toMatchObject({ kind: 'unreachable' });
  client.destroy();
});

describe('the credentials', () => {
  it('are those of the environment, with the token if there is one', async () => {
    await expect(credentialsFrom(variables)()).resolves.toEqual({
      accessKeyId: 'test',
      secretAccessKey: 'test',
    });
    await expect(credentialsFrom({ ...variables, AWS_SESSION_TOKEN: 't' })()).resolves.toMatchObject({
      sessionToken: 't',
    });
  });

  it('are missed by name', async () => {
    await expect(credentialsFrom({ AWS_ACCESS_KEY_ID: 'test' })()).rejects.toThrow(
      'AWS_SECRET_ACCESS_KEY are not set',
    );
    const client = new RDSClient({ ...configuration('eu-west-1', {}, fast), endpoint: 'http://127.0.0.1:1' });
    const described = call('rds:X', within(2_000), (options) =>
      client.send(new DescribeGlobalClustersCommand({}), options),
    );
    await expect(described).rejects.toMatchObject({ kind: 'denied' });
    client.destroy();
  });
});
