import { blocksOf, isObject, objectOf, stringsOf, type Json, type JsonObject } from '../json';
import type { EnvironmentModel, Resource } from './model';

/** Who a statement is about: `AWS`, `Service`, `Federated` and an id, or `*` for everybody. */
export interface Principal {
  readonly kind: string;
  readonly id: string;
}

/** One condition: all of them must hold. */
export interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** One statement of a policy, however it was written. */
export interface Statement {
  readonly effect: string;
  readonly actions: readonly string[];
  /** Everything but these is meant; such an Allow reaches further than any list. */
  readonly notActions: readonly string[];
  readonly resources: readonly string[];
  readonly notResources: readonly string[];
  readonly principals: readonly Principal[];
  readonly conditions: readonly Condition[];
}

/**
 * The statements of a policy: a JSON string, or a reference to an `aws_iam_policy_document` of the same stack.
 *
 * @returns `undefined` if it can be read as neither; a check must take that as a violation
 */
export function statementsOf(
  model: EnvironmentModel,
  resource: Resource,
  value: Json | undefined,
): Statement[] | undefined {
  if (typeof value !== 'string') return undefined;
  const [document] = model
    .references(resource, value)
    .filter(({ address }) => address.startsWith('data.aws_iam_policy_document.'));
  if (document !== undefined && /^\$\{[^}]*\}$/.test(value))
    return document.blocks('statement').map(fromDocument);
  try {
    const policy = JSON.parse(value) as Json;
    return isObject(policy) ? blocksOf(policy['Statement']).map(fromJson) : undefined;
  } catch {
    return undefined;
  }
}

/** What an `aws_lambda_permission` adds to the policy of its function, as a statement of that. */
export const statementOfPermission = (permission: Resource): Statement => ({
  effect: 'Allow',
  actions: permission.strings('action'),
  notActions: [],
  resources: ['*'],
  notResources: [],
  principals: permission.strings('principal').map((id) => ({ kind: 'Service', id })),
  conditions: [
    ['aws:SourceAccount', 'source_account'],
    ['aws:SourceArn', 'source_arn'],
  ].flatMap(([key = '', attribute = '']) =>
    permission.at(attribute) === undefined
      ? []
      : [{ operator: 'ArnLike', key, values: [permission.text(attribute)] }],
  ),
});

const fromJson = (statement: JsonObject): Statement => ({
  effect: String(statement['Effect']),
  actions: stringsOf(statement['Action']),
  notActions: stringsOf(statement['NotAction']),
  resources: stringsOf(statement['Resource']),
  notResources: stringsOf(statement['NotResource']),
  principals: principalsOf(
    statement['Principal'] ?? (statement['NotPrincipal'] === undefined ? undefined : '*'),
  ),
  conditions: Object.entries(objectOf(statement['Condition'])).flatMap(([operator, keys]) =>
    Object.entries(objectOf(keys)).map(([key, values]) => ({ operator, key, values: scalarsOf(values) })),
  ),
});

const fromDocument = (statement: JsonObject): Statement => ({
  effect: String(statement['effect'] ?? 'Allow'),
  actions: stringsOf(statement['actions']),
  notActions: stringsOf(statement['not_actions']),
  resources: stringsOf(statement['resources']),
  notResources: stringsOf(statement['not_resources']),
  principals: [
    ...blocksOf(statement['principals']),
    ...blocksOf(statement['not_principals']).map(() => EVERYBODY),
  ].flatMap((principal) =>
    stringsOf(principal['identifiers']).map((id) => ({ kind: String(principal['type']), id })),
  ),
  conditions: blocksOf(statement['condition']).map((condition) => ({
    operator: String(condition['test']),
    key: String(condition['variable']),
    values: scalarsOf(condition['values']),
  })),
});

const EVERYBODY: JsonObject = { type: '*', identifiers: ['*'] };

const scalarsOf = (value: Json | undefined) =>
  (Array.isArray(value) ? (value as readonly Json[]) : [value]).map((element) => String(element));

const principalsOf = (value: Json | undefined): Principal[] =>
  isObject(value)
    ? Object.entries(value).flatMap(([kind, ids]) => stringsOf(ids).map((id) => ({ kind, id })))
    : stringsOf(value).map((id) => ({ kind: id, id }));

/** Whether the statement allows something. */
export function allows({ effect }: Statement): boolean {
  return effect === 'Allow';
}

/** Whether the statement is for everybody. */
export function isForEverybody({ principals }: Statement): boolean {
  return principals.some(({ id }) => id === '*');
}

/** Condition keys that keep strangers out whoever the principal is. */
const CALLER_KEYS = new Set(
  [
    'aws:SourceAccount',
    'aws:SourceArn',
    'aws:SourceOwner',
    'aws:PrincipalAccount',
    'aws:PrincipalOrgID',
    'aws:PrincipalArn',
    'aws:SourceOrgID',
    'kms:CallerAccount',
    'aws:sourceVpce',
    'aws:sourceVpc',
  ].map((key) => key.toLowerCase()),
);

/** Whether a condition names who may call; a negated one (`StringNotEquals`) or a bare wildcard names nobody. */
export function limitsCaller({ conditions }: Statement): boolean {
  return conditions.some((condition) => namesCaller(condition, (value) => value !== '*'));
}

/** Whether a condition keeps out whoever is not of this account, or calls for another; an organization is more than one account. */
export function limitsCallerTo({ conditions }: Statement, accountId: string): boolean {
  return conditions.some((condition) => namesCaller(condition, isOfAccount(accountId)));
}

/** Whether a text is an account's id, or an ARN of something in it. */
export const isOfAccount =
  (accountId: string) =>
  (text: string): boolean =>
    text === accountId || text.split(':')[4] === accountId;

const namesCaller = ({ operator, key, values }: Condition, accepts: (value: string) => boolean): boolean =>
  CALLER_KEYS.has(key.toLowerCase()) &&
  !/not|null|ifexists/i.test(operator) &&
  values.length > 0 &&
  values.every(accepts);

/** Whether the statement reaches every resource there is. */
export function isForEveryResource({ resources, notResources }: Statement): boolean {
  return notResources.length > 0 || resources.includes('*');
}

/** Whether one of the statement's actions, wildcards included, covers `action`. */
export function coversAction({ actions, notActions }: Statement, action: string): boolean {
  if (notActions.length > 0) return !notActions.some((pattern) => matchesPattern(pattern, action));
  return actions.some((pattern) => matchesPattern(pattern, action));
}

/** Whether an IAM pattern (`*` and `?`, case-insensitive) covers an action's name. */
export function matchesPattern(pattern: string, action: string): boolean {
  const expression = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${expression}$`, 'i').test(action);
}
