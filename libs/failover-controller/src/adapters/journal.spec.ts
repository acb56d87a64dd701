import {
  DynamoDBClient,
  GetItemCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { bounded, fault } from '../__fixtures__/bounded';
import { formatReason } from '../domain/format';
import { EMPTY_JOURNAL, type JournalEntry } from '../domain/journal';
import { PROTOCOL_VERSION } from '../domain/protocol';
import { journalAdapter } from './journal';

const [read, write] = [bounded(DynamoDBClient), bounded(DynamoDBClient)];
const [reads, writes] = [mockClient(read.client), mockClient(write.client)];
const port = journalAdapter({ read, write, tableName: 'journal' });
const lease = { owner: 'invocation-1', epoch: 7, expiresAt: 1_000 };
const entry: JournalEntry = {
  at: Date.UTC(2026, 0, 15),
  incidentId: 'i1',
  event: 'promotion-requested',
  reason: { code: 'snapshot-expires' },
  details: { attempts: 1 },
};

beforeEach(() => {
  reads.reset();
  writes.reset();
});

describe('read', () => {
  it('is consistent, and empty before anything was written', async () => {
    reads.on(GetItemCommand).resolves({});

    await expect(port.read()).resolves.toEqual(EMPTY_JOURNAL);
    expect(reads.calls()[0]?.args[0].input).toEqual({
      TableName: 'journal',
      Key: { pk: { S: 'state' }, sk: { S: 'current' } },
      ConsistentRead: true,
    });
  });

  it('is empty while only the lease was taken', async () => {
    reads
      .on(GetItemCommand)
      .resolves({ Item: { epoch: { N: '1' }, leaseOwner: { S: 'x' }, leaseExpiresAt: { N: '1' } } });

    await expect(port.read()).resolves.toEqual(EMPTY_JOURNAL);
  });

  it.each([
    ['no JSON', { version: { N: '1' }, journal: { S: '{' } }],
    ['no journal at all', { version: { N: '1' } }],
    ['no traffic', { version: { N: '1' }, journal: { S: '{"handledRequests":[],"outbox":[]}' } }],
    [
      'a version that is none',
      {
        version: { N: 'x' },
        journal: { S: '{"traffic":{"engaged":false},"handledRequests":[],"outbox":[]}' },
      },
    ],
  ])('takes no journal for an empty one that holds %s', async (_, Item) => {
    reads.on(GetItemCommand).resolves({ Item });

    await expect(port.read()).rejects.toMatchObject({ kind: 'invalid', operation: 'dynamodb:GetItem' });
  });

  it('fills in what an older version did not know', async () => {
    const journal = {
      traffic: { engaged: true, since: 5, settled: true },
      handledRequests: ['r'],
      outbox: [],
    };
    reads
      .on(GetItemCommand)
      .resolves({ Item: { version: { N: '3' }, journal: { S: JSON.stringify(journal) } } });

    await expect(port.read()).resolves.toEqual({ ...EMPTY_JOURNAL, ...journal, version: 3 });
  });

  it('takes no journal of a newer protocol for one that it can read', async () => {
    const journal = { traffic: { engaged: true, since: 5, settled: true }, handledRequests: [], outbox: [] };
    reads.on(GetItemCommand).resolves({
      Item: {
        version: { N: '3' },
        protocolVersion: { N: String(PROTOCOL_VERSION + 1) },
        journal: { S: JSON.stringify(journal) },
      },
    });

    await expect(port.read()).rejects.toMatchObject({ kind: 'invalid', operation: 'dynamodb:GetItem' });
  });

  it.each([
    ['InternalServerError', 'unknown'],
    ['InvalidEndpointException', 'invalid'],
    ['ProvisionedThroughputExceededException', 'throttled'],
    ['RequestLimitExceeded', 'throttled'],
    ['ResourceNotFoundException', 'not-found'],
    ['ThrottlingException', 'throttled'],
  ])('fails as %s: %s', async (name, kind) => {
    reads.on(GetItemCommand).rejects(fault(name));

    await expect(port.read()).rejects.toMatchObject({ kind });
  });
});

describe('the lease', () => {
  it('is taken where it is free or has expired, and raises the epoch', async () => {
    writes.on(UpdateItemCommand).resolves({ Attributes: { epoch: { N: '8' } } });

    await expect(port.acquire('me', 1_000, 500)).resolves.toEqual({
      owner: 'me',
      epoch: 8,
      expiresAt: 1_500,
    });
    expect(writes.calls()[0]?.args[0].input).toMatchObject({
      UpdateExpression:
        'SET #epoch = if_not_exists(#epoch, :none) + :one, #owner = :owner, #expires = :expires',
      ConditionExpression: 'attribute_not_exists(#expires) OR #expires < :now',
      ExpressionAttributeNames: { '#epoch': 'epoch', '#owner': 'leaseOwner', '#expires': 'leaseExpiresAt' },
      ExpressionAttributeValues: {
        ':none': { N: '0' },
        ':one': { N: '1' },
        ':owner': { S: 'me' },
        ':now': { N: '1000' },
        ':expires': { N: '1500' },
      },
      ReturnValues: 'ALL_NEW',
    });
  });

  it('is somebody else’s if the condition fails, and unknown if the answer does not come', async () => {
    writes.on(UpdateItemCommand).rejects(fault('ConditionalCheckFailedException'));
    await expect(port.acquire('me', 1_000, 500)).resolves.toBeUndefined();
    writes.on(UpdateItemCommand).rejects(fault('TimeoutError'));
    await expect(port.acquire('me', 1_000, 500)).rejects.toMatchObject({ kind: 'timeout' });
  });

  it('is given back only while it is still this one, and a lost one in silence', async () => {
    writes.on(UpdateItemCommand).rejects(fault('ConditionalCheckFailedException'));

    await expect(port.release(lease)).resolves.toBeUndefined();
    expect(writes.calls()[0]?.args[0].input).toMatchObject({
      ConditionExpression: '#epoch = :epoch AND #owner = :owner',
      ExpressionAttributeValues: { ':epoch': { N: '7' }, ':owner': { S: 'invocation-1' } },
    });
  });
});

describe('write', () => {
  it('replaces the state and appends the history in one transaction, under epoch, owner and version', async () => {
    writes.on(TransactWriteItemsCommand).resolves({});

    const written = await port.write({ ...EMPTY_JOURNAL, version: 3 }, lease, [entry, entry]);

    expect(written).toEqual({ ...EMPTY_JOURNAL, version: 4 });
    const items = writes.commandCalls(TransactWriteItemsCommand)[0]?.args[0].input.TransactItems;
    expect(items?.[0]?.Update).toMatchObject({
      ConditionExpression: '#epoch = :epoch AND #owner = :owner AND #version = :was',
      ExpressionAttributeValues: {
        ':was': { N: '3' },
        ':version': { N: '4' },
        ':epoch': { N: '7' },
        ':protocol': { N: String(PROTOCOL_VERSION) },
      },
    });
    expect(items?.slice(1).map(({ Put }) => Put?.Item?.['sk'])).toEqual([
      { S: '2026-01-15T00:00:00.000Z#0000000004#00' },
      { S: '2026-01-15T00:00:00.000Z#0000000004#01' },
    ]);
    expect(items?.[1]?.Put).toMatchObject({
      ConditionExpression: 'attribute_not_exists(sk)',
      Item: {
        pk: { S: 'history' },
        incidentId: { S: 'i1' },
        event: { S: 'promotion-requested' },
        reason: { S: formatReason(entry.reason) },
        reasonCode: { S: 'snapshot-expires' },
        reasonData: { S: '{"code":"snapshot-expires"}' },
        protocolVersion: { N: String(PROTOCOL_VERSION) },
        // Six years and some days later, in seconds.
        expiresAt: { N: String(Date.UTC(2026, 0, 15) / 1000 + 6 * 366 * 86_400) },
      },
    });
  });

  it('is the first one only where there is none', async () => {
    writes.on(TransactWriteItemsCommand).resolves({});

    await port.write(EMPTY_JOURNAL, lease, []);

    const [item] = writes.commandCalls(TransactWriteItemsCommand)[0]?.args[0].input.TransactItems ?? [];
    expect(item?.Update?.ConditionExpression).toContain('attribute_not_exists(#version)');
    expect(item?.Update?.ExpressionAttributeValues).not.toHaveProperty(':was');
  });

  it.each([
    ['TransactionInProgressException', 'conflict'],
    ['IdempotentParameterMismatchException', 'invalid'],
    ['InternalServerError', 'unknown'],
    ['RequestLimitExceeded', 'throttled'],
    ['ResourceNotFoundException', 'not-found'],
    ['TimeoutError', 'timeout'],
  ])('fails as %s: %s', async (name, kind) => {
    writes.on(TransactWriteItemsCommand).rejects(fault(name));

    await expect(port.write(EMPTY_JOURNAL, lease, [])).rejects.toMatchObject({ kind });
  });

  it('is a conflict once somebody else has written', async () => {
    writes.on(TransactWriteItemsCommand).rejects(
      new TransactionCanceledException({
        message: 'cancelled',
        $metadata: {},
        CancellationReasons: [{ Code: 'ConditionalCheckFailed' }, { Code: 'None' }],
      }),
    );

    await expect(port.write(EMPTY_JOURNAL, lease, [entry])).rejects.toMatchObject({ kind: 'conflict' });
  });
});
