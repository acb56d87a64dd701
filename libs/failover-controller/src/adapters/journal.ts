import {
  GetItemCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  type AttributeValue,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { CallError } from '../domain/errors';
import { formatReason } from '../domain/format';
import { EMPTY_JOURNAL, type Journal, type JournalEntry } from '../domain/journal';
import type { JournalPort, Lease } from '../domain/ports';
import { PROTOCOL_VERSION } from '../domain/protocol';
import { JournalFormatError, readStoredJournal } from '../domain/stored-journal';
import { call, within } from './call';
import type { Bounded } from './clients';

/** The one item with the state. */
const STATE = { pk: { S: 'state' }, sk: { S: 'current' } } as const;

/** Under which the history is found, oldest first. */
export const HISTORY = 'history';

/** How long an entry of the history is kept: HIPAA documentation is kept six years (45 CFR 164.316(b)(2)(i)). */
const HISTORY_DAYS = 6 * 366;
const DAY_SECONDS = 24 * 60 * 60;

/** What the adapter needs. */
export interface JournalAdapterProps {
  readonly read: Bounded<DynamoDBClient>;
  /** A client that never repeats a call by itself. */
  readonly write: Bounded<DynamoDBClient>;
  readonly tableName: string;
}

/**
 * The journal in DynamoDB: an item with the state, the lease and its epoch, and one item for each entry of the history.
 *
 * A lease that has expired is taken over by a conditional write that raises the epoch. Every write of the state asks for the epoch
 * and for the version that was read, so whoever lost the lease while he slept writes nothing more.
 */
export function journalAdapter({ read, write, tableName }: JournalAdapterProps): JournalPort {
  const key = { TableName: tableName, Key: STATE };
  return {
    async read() {
      const { Item } = await call('dynamodb:GetItem', within(read.limitMs), (options) =>
        read.client.send(new GetItemCommand({ ...key, ConsistentRead: true }), options),
      );
      return journalOf(Item);
    },

    async acquire(owner, now, durationMs) {
      const expiresAt = now + durationMs;
      const command = new UpdateItemCommand({
        ...key,
        UpdateExpression:
          'SET #epoch = if_not_exists(#epoch, :none) + :one, #owner = :owner, #expires = :expires',
        ConditionExpression: 'attribute_not_exists(#expires) OR #expires < :now',
        ExpressionAttributeNames: { '#epoch': 'epoch', '#owner': 'leaseOwner', '#expires': 'leaseExpiresAt' },
        ExpressionAttributeValues: {
          ':none': number(0),
          ':one': number(1),
          ':owner': { S: owner },
          ':expires': number(expiresAt),
          ':now': number(now),
        },
        ReturnValues: 'ALL_NEW',
      });
      const taken = await unlessConflict(
        call('dynamodb:UpdateItem', within(write.limitMs), (options) => write.client.send(command, options)),
      );
      if (taken === undefined) return undefined;
      return { owner, epoch: numberOf(taken.Attributes, 'epoch'), expiresAt };
    },

    async release(lease) {
      const command = new UpdateItemCommand({
        ...key,
        UpdateExpression: 'SET #expires = :free',
        ConditionExpression: '#epoch = :epoch AND #owner = :owner',
        ExpressionAttributeNames: { '#epoch': 'epoch', '#owner': 'leaseOwner', '#expires': 'leaseExpiresAt' },
        ExpressionAttributeValues: {
          ':free': number(0),
          ':epoch': number(lease.epoch),
          ':owner': { S: lease.owner },
        },
      });
      await unlessConflict(
        call('dynamodb:UpdateItem', within(write.limitMs), (options) => write.client.send(command, options)),
      );
    },

    async write(next, lease, entries) {
      const written: Journal = { ...next, version: next.version + 1 };
      const { version, ...rest } = written;
      const update = {
        ...key,
        UpdateExpression: 'SET #version = :version, #journal = :journal, #protocol = :protocol',
        ConditionExpression: `#epoch = :epoch AND #owner = :owner AND ${
          next.version === 0 ? 'attribute_not_exists(#version)' : '#version = :was'
        }`,
        ExpressionAttributeNames: {
          '#version': 'version',
          '#journal': 'journal',
          '#protocol': 'protocolVersion',
          '#epoch': 'epoch',
          '#owner': 'leaseOwner',
        },
        ExpressionAttributeValues: {
          ':version': number(version),
          ':journal': { S: JSON.stringify(rest) },
          ':protocol': number(PROTOCOL_VERSION),
          ':epoch': number(lease.epoch),
          ':owner': { S: lease.owner },
          ...(next.version === 0 ? {} : { ':was': number(next.version) }),
        },
      };
      const command = new TransactWriteItemsCommand({
        TransactItems: [
          { Update: update },
          ...entries.map((entry, index) => ({
            Put: {
              TableName: tableName,
              Item: itemOf(entry, version, index, lease),
              ConditionExpression: 'attribute_not_exists(sk)',
            },
          })),
        ],
      });
      await call('dynamodb:TransactWriteItems', within(write.limitMs), (options) =>
        write.client.send(command, options),
      );
      return written;
    },
  };
}

const number = (value: number): AttributeValue => ({ N: String(value) });

type Item = Readonly<Record<string, AttributeValue>> | undefined;

function numberOf(item: Item, name: string): number {
  const value = Number(item?.[name]?.N ?? NaN);
  if (Number.isSafeInteger(value)) return value;
  throw malformed(`has the ${name} '${JSON.stringify(item?.[name])}'`);
}

/** One line of the history. Its key sorts by time, and by the write that told it. */
function itemOf(
  entry: JournalEntry,
  version: number,
  index: number,
  lease: Lease,
): Record<string, AttributeValue> {
  const order = `${String(version).padStart(10, '0')}#${String(index).padStart(2, '0')}`;
  return {
    pk: { S: HISTORY },
    sk: { S: `${new Date(entry.at).toISOString()}#${order}` },
    at: number(entry.at),
    event: { S: entry.event },
    // Prose for whoever reads the table; programs read `reasonCode` and `reasonData`.
    reason: { S: formatReason(entry.reason) },
    reasonCode: { S: entry.reason.code },
    reasonData: { S: JSON.stringify(entry.reason) },
    protocolVersion: number(PROTOCOL_VERSION),
    details: { S: JSON.stringify(entry.details) },
    version: number(version),
    epoch: number(lease.epoch),
    owner: { S: lease.owner },
    ...(entry.incidentId === undefined ? {} : { incidentId: { S: entry.incidentId } }),
    expiresAt: number(Math.floor(entry.at / 1000) + HISTORY_DAYS * DAY_SECONDS),
  };
}

/** A journal that cannot be read is no empty one: an empty one knows of no incident, no cool-down and no traffic in dr. */
function journalOf(item: Item): Journal {
  // The lease may have been taken before anything was written.
  if (item?.['version'] === undefined) return EMPTY_JOURNAL;
  try {
    return readStoredJournal({
      version: numberOf(item, 'version'),
      protocolVersion: item['protocolVersion'] && numberOf(item, 'protocolVersion'),
      json: item['journal']?.S ?? '',
    });
  } catch (error) {
    if (error instanceof JournalFormatError)
      throw new CallError('dynamodb:GetItem', 'invalid', error.message);
    throw error;
  }
}

const malformed = (what: string) =>
  new CallError(
    'dynamodb:GetItem',
    'invalid',
    `the state of the journal ${what}; it was written by something else`,
  );

async function unlessConflict<Output>(output: Promise<Output>): Promise<Output | undefined> {
  try {
    return await output;
  } catch (error) {
    if (error instanceof CallError && error.kind === 'conflict') return undefined;
    throw error;
  }
}
