import type { Context } from '../policy/context';
import { keyUse } from './key-use';
import {
  arnIn,
  arnOr,
  direct,
  text,
  type ApiCall,
  type Inventory,
  type Operation,
  type Operations,
  type Requirement,
} from './operation';

const tableArn = (call: ApiCall, name: string): string =>
  arnOr(name, (table) => arnIn(call, 'dynamodb', `table/${table}`));

/**
 * DynamoDB decrypts the table's own key for each caller, with the caller's permissions.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
 */
const tableKey = (call: ApiCall, inventory: Inventory, table: string): Requirement[] =>
  keyUse(call, inventory, inventory.keyOf(table), {
    via: 'dynamodb',
    actions: ['Decrypt'],
    encryptionContext: {
      'aws:dynamodb:tableName': table.slice(table.lastIndexOf('/') + 1),
      'aws:dynamodb:subscriberId': call.accountId,
    },
  });

const onTable =
  (action: string): Operation =>
  (call, inventory) => {
    const table = tableArn(call, text(call, 'TableName') ?? '');
    return [direct(`dynamodb:${action}`, table), ...tableKey(call, inventory, table)];
  };

/** A query reads a table, or one of its indexes. */
const read =
  (action: string): Operation =>
  (call, inventory) => {
    const table = tableArn(call, text(call, 'TableName') ?? '');
    const index = text(call, 'IndexName');
    const resource = index === undefined ? table : `${table}/index/${index}`;
    return [direct(`dynamodb:${action}`, resource), ...tableKey(call, inventory, table)];
  };

/** The part of a transaction, and the action that it is. */
const PARTS: Readonly<Record<string, string>> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
  Get: 'GetItem',
};

/**
 * A transaction is asked for the permissions of its parts.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
 */
const transaction =
  (enclosing: string): Operation =>
  (call, inventory) => {
    const context: Context = { 'dynamodb:EnclosingOperation': enclosing };
    const parts = itemsOf(call).flatMap((item) =>
      Object.entries(PARTS).flatMap(([part, action]) => {
        const table = item[part]?.TableName;
        // The one part that does not know in what it stands.
        const own = action === 'ConditionCheckItem' ? {} : context;
        return table === undefined ? [] : [direct(`dynamodb:${action}`, tableArn(call, table), own)];
      }),
    );
    const tables = [...new Set(parts.map(({ resource }) => resource))];
    return [...distinct(parts), ...tables.flatMap((table) => tableKey(call, inventory, table))];
  };

type TransactItem = Readonly<Record<string, { readonly TableName?: string } | undefined>>;

const itemsOf = ({ parameters: { TransactItems: items } }: ApiCall): readonly TransactItem[] =>
  Array.isArray(items) ? (items as readonly TransactItem[]) : [];

const distinct = (requirements: readonly Requirement[]): Requirement[] => [
  ...new Map(
    requirements.map((requirement) => [`${requirement.action} ${requirement.resource}`, requirement]),
  ).values(),
];

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html */
export const DYNAMODB: Operations = {
  GetItem: onTable('GetItem'),
  PutItem: onTable('PutItem'),
  UpdateItem: onTable('UpdateItem'),
  DeleteItem: onTable('DeleteItem'),
  Query: read('Query'),
  Scan: read('Scan'),
  TransactWriteItems: transaction('TransactWriteItems'),
  TransactGetItems: transaction('TransactGetItems'),
};
