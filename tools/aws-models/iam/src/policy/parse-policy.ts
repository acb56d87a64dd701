import { parseConditions } from '../conditions/parse-conditions';
import { MalformedPolicyError } from './malformed-policy-error';
import { Pattern } from './pattern';
import type { Policy, PrincipalElement, Statement } from './policy';

type Element = Readonly<Record<string, unknown>>;

/** The version with policy variables, and the one that counts where none is given. */
const VERSIONS: readonly unknown[] = ['2012-10-17', '2008-10-17', undefined];

/**
 * Compiles a policy document.
 *
 * @param id - where it stands, for decisions and messages
 * @param document - JSON, or what was parsed from it
 * @throws MalformedPolicyError if it follows no policy's grammar
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function parsePolicy(id: string, document: unknown): Policy {
  const refuse: Refuse = (path, problem) => new MalformedPolicyError(id, path, problem);
  const policy = typeof document === 'string' ? parseJson(document, refuse) : document;
  if (!isElement(policy)) throw refuse('The document', 'is no object.');
  if (!VERSIONS.includes(policy['Version'])) throw refuse('Version', 'is neither 2012-10-17 nor 2008-10-17.');
  const { Statement: given } = policy;
  const statements = Array.isArray(given) ? (given as unknown[]) : [given];
  const variables = policy['Version'] === '2012-10-17';
  return { id, statements: statements.map((element, index) => statement(element, index, variables, refuse)) };
}

type Refuse = (path: string, problem: string) => MalformedPolicyError;

const KNOWN = new Set(
  'Sid Effect Principal NotPrincipal Action NotAction Resource NotResource Condition'.split(' '),
);

function statement(given: unknown, index: number, variables: boolean, refuse: Refuse): Statement {
  const path = `Statement[${index}]`;
  if (!isElement(given)) throw refuse(path, 'is no object.');
  const unknown = Object.keys(given).find((key) => !KNOWN.has(key));
  if (unknown !== undefined) throw refuse(`${path}.${unknown}`, `is no element of a statement.`);
  const { Effect: effect, Sid: sid } = given;
  if (effect !== 'Allow' && effect !== 'Deny') throw refuse(`${path}.Effect`, 'is neither Allow nor Deny.');
  const only = (one: string, other: string) => {
    if (given[one] !== undefined && given[other] !== undefined)
      throw refuse(path, `has both ${one} and ${other}.`);
  };
  only('Action', 'NotAction');
  only('Resource', 'NotResource');
  only('Principal', 'NotPrincipal');
  const patterns = (name: string, options: ConstructorParameters<typeof Pattern>[1]) => {
    const value = given[name];
    return value === undefined
      ? undefined
      : texts(value, `${path}.${name}`, refuse).map((text) => new Pattern(text, options));
  };
  const actions = patterns('Action', { wildcards: 'text', variables: false, ignoreCase: true });
  const notActions = patterns('NotAction', { wildcards: 'text', variables: false, ignoreCase: true });
  if (actions === undefined && notActions === undefined)
    throw refuse(path, 'has neither Action nor NotAction.');
  return {
    index,
    sid: typeof sid === 'string' ? sid : undefined,
    effect,
    principal: principal(given['Principal'], `${path}.Principal`, refuse),
    notPrincipal: principal(given['NotPrincipal'], `${path}.NotPrincipal`, refuse),
    actions,
    notActions,
    resources: patterns('Resource', { wildcards: 'arn', variables }),
    notResources: patterns('NotResource', { wildcards: 'arn', variables }),
    conditions: parseConditions(given['Condition'], variables, (problem) =>
      refuse(`${path}.Condition`, problem),
    ),
  };
}

const PRINCIPALS = new Set(['AWS', 'Service', 'Federated', 'CanonicalUser']);

function principal(given: unknown, path: string, refuse: Refuse): PrincipalElement | undefined {
  if (given === undefined) return undefined;
  if (given === '*') return { everybody: true, aws: [], services: [], federated: [] };
  if (!isElement(given)) throw refuse(path, "is neither '*' nor an object.");
  const unknown = Object.keys(given).find((key) => !PRINCIPALS.has(key));
  if (unknown !== undefined) throw refuse(`${path}.${unknown}`, `is none of ${[...PRINCIPALS].join(', ')}.`);
  const of = (kind: string) =>
    given[kind] === undefined ? [] : texts(given[kind], `${path}.${kind}`, refuse);
  const aws = of('AWS');
  return {
    everybody: aws.includes('*'),
    aws: aws.filter((id) => id !== '*'),
    services: of('Service'),
    federated: of('Federated'),
  };
}

function texts(value: unknown, path: string, refuse: Refuse): string[] {
  const list = Array.isArray(value) ? (value as unknown[]) : [value];
  if (list.length === 0) throw refuse(path, 'is empty.');
  return list.map((element) => {
    if (typeof element !== 'string' || element === '') throw refuse(path, 'holds something that is no text.');
    return element;
  });
}

function parseJson(text: string, refuse: Refuse): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw refuse('The document', 'is no JSON.');
  }
}

const isElement = (value: unknown): value is Element =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
