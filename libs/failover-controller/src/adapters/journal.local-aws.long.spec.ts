import { CreateTableCommand, DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { describeWithMoto, startLocalAws } from '../__fixtures__/local-aws';
import { EMPTY_JOURNAL, type JournalEntry } from '../domain/journal';
import type { JournalPort } from '../domain/ports';
import type { JournalEvent } from '../domain/protocol';
import { HISTORY, journalAdapter } from './journal';

jest.setTimeout(60_000);

const NOW = Date.UTC(2026, 0, 15, 10);
const entry = (event: JournalEvent): JournalEntry => ({
  at: NOW,
  incidentId: 'i1',
  event,
  reason: { code: 'nothing-to-do' },
  details: {},
});

describeWithMoto('the journal in DynamoDB', () => {
  let aws: Awaited<ReturnType<typeof startLocalAws>>;
  let client: DynamoDBClient;
  let port: JournalPort;
  let tables = 0;

  beforeAll(async () => {
    aws = await startLocalAws();
    client = new DynamoDBClient({
      region: 'eu-west-1',
      endpoint: aws.endpoint,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      maxAttempts: 1,
    });
  });
  afterAll(async () => {
    client.destroy();
    await aws.stop();
  });
  beforeEach(async () => {
    tables += 1;
    const tableName = `journal-${tables}`;
    await client.send(
      new CreateTableCommand({
        TableName: tableName,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
        AttributeDefinitions: [
          { AttributeName: 'pk', AttributeType: 'S' },
          { AttributeName: 'sk', AttributeType: 'S' },
        ],
      }),
    );
    port = journalAdapter({ read: { client, limitMs: 5_000 }, write: { client, limitMs: 5_000 }, tableName });
  });

  const history = async () => {
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName: `journal-${tables}`,
        KeyConditionExpression: 'pk = :history',
        ExpressionAttributeValues: { ':history': { S: HISTORY } },
      }),
    );
    return Items.map(({ event }) => event?.S);
  };
  const leaseOf = async (owner: string, now: number, durationMs = 1_000) => {
    const lease = await port.acquire(owner, now, durationMs);
    if (lease === undefined) throw new Error(`${owner} did not get the lease`);
    return lease;
  };

  it('gives the lease to one of many who ask at once', async () => {
    const leases = await Promise.all(
      Array.from({ length: 8 }, (_, index) => port.acquire(`owner-${index}`, NOW, 1_000)),
    );

    expect(leases.filter((lease) => lease !== undefined)).toHaveLength(1);
  });

  it('keeps the lease from others until it has expired, and then raises the epoch', async () => {
    const first = await leaseOf('a', NOW);

    await expect(port.acquire('b', NOW + 1_000, 1_000)).resolves.toBeUndefined();
    const second = await leaseOf('b', NOW + 1_001);

    expect(second.epoch).toBe(first.epoch + 1);
  });

  it('raises the epoch too when a lease was given back', async () => {
    const first = await leaseOf('a', NOW);
    await port.release(first);
    const second = await leaseOf('b', NOW + 1);

    await port.release(first);

    expect(second.epoch).toBe(first.epoch + 1);
    await expect(port.acquire('c', NOW + 2, 1_000)).resolves.toBeUndefined();
  });

  it('keeps what is written, version by version, with its history', async () => {
    const lease = await leaseOf('a', NOW);
    const first = await port.write({ ...EMPTY_JOURNAL, handledRequests: ['r1'] }, lease, [
      entry('failover-suspected'),
    ]);
    const second = await port.write({ ...first, lastFailoverAt: NOW }, lease, [
      entry('promotion-requested'),
      entry('writer-moved'),
    ]);

    expect(second.version).toBe(2);
    await expect(port.read()).resolves.toEqual(second);
    await expect(history()).resolves.toEqual(['failover-suspected', 'promotion-requested', 'writer-moved']);
  });

  it('takes nothing of a write whose version has moved on', async () => {
    const lease = await leaseOf('a', NOW);
    const stale = await port.read();
    await port.write(stale, lease, [entry('failover-suspected')]);

    await expect(
      port.write({ ...stale, lastFailoverAt: 1 }, lease, [entry('failover-failed')]),
    ).rejects.toMatchObject({
      kind: 'conflict',
    });

    expect((await port.read()).lastFailoverAt).toBeUndefined();
    await expect(history()).resolves.toEqual(['failover-suspected']);
  });

  it('takes nothing from whoever lost the lease while he slept', async () => {
    const slept = await leaseOf('a', NOW);
    const journal = await port.read();
    await leaseOf('b', NOW + 5_000);

    await expect(port.write(journal, slept, [entry('failover-failed')])).rejects.toMatchObject({
      kind: 'conflict',
    });

    await expect(port.read()).resolves.toEqual(EMPTY_JOURNAL);
    await expect(history()).resolves.toEqual([]);
  });

  it('lets one of two writers of the same version win', async () => {
    const lease = await leaseOf('a', NOW);
    const journal = await port.read();

    const results = await Promise.allSettled([
      port.write({ ...journal, handledRequests: ['x'] }, lease, []),
      port.write({ ...journal, handledRequests: ['y'] }, lease, []),
    ]);

    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await port.read()).version).toBe(1);
  });

  it('says that a table is missing', async () => {
    const lost = journalAdapter({
      read: { client, limitMs: 5_000 },
      write: { client, limitMs: 5_000 },
      tableName: 'no-such-table',
    });

    await expect(lost.read()).rejects.toMatchObject({ kind: 'not-found' });
    await expect(lost.acquire('a', NOW, 1_000)).rejects.toMatchObject({ kind: 'not-found' });
  });
});
