import { synthesizeAll, type SynthesizedStack } from '@healthcare-dr/testing';
import type { Environment } from '@healthcare-dr/topology';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { evaluate } from '../evaluation/evaluate';
import { ContextKeys, type Context } from '../policy/context';
import type { Policy, Statement } from '../policy/policy';
import { attachedPolicies, principalOf } from './role-policies';
import { policiesOf, standIn } from './stack-policies';

/** A role of an environment, and what it was given. */
interface EnvironmentRole {
  readonly identity: readonly Policy[];
  readonly arn: string;
}

/** Ids that AWS makes are different in two environments of an account, as names are. */
const resolveIn =
  (suffix: string) =>
  (stack: SynthesizedStack, expression: string): string =>
    standIn(stack, expression).replace(/((?::key\/|secret:database|^cluster-)[\w-]+)$/, `$1-${suffix}`);

function rolesOf(environment: Environment): EnvironmentRole[] {
  return synthesizeAll(environment).flatMap((stack) => {
    const found = policiesOf(stack, resolveIn(environment.suffix));
    return stack.resources('aws_iam_role').map((role) => {
      const name = String(role.attributes['name']);
      return {
        arn: `arn:aws:iam::${environment.accountId}:role/${name}`,
        identity: attachedPolicies(stack, role, found),
      };
    });
  });
}

const allows = ({ identity }: EnvironmentRole): readonly Statement[] =>
  identity.flatMap(({ statements }) => statements).filter(({ effect }) => effect === 'Allow');

/** A text that a pattern covers: what it leaves open is a name that no environment has. */
const filled = (text: string): string => text.replaceAll('*', 'x');

/** Every resource that the roles of an environment are given. */
const resourcesOf = (roles: readonly EnvironmentRole[]): ReadonlySet<string> =>
  new Set(
    roles
      .flatMap((role) => allows(role))
      .flatMap(({ resources = [] }) => resources.map(({ text }) => (text === '*' ? text : filled(text)))),
  );

/** What a caller may say of its own request; the rest of a request's context is of the other environment. */
const contextOf = ({ conditions }: Statement, from: string, to: string): Context =>
  Object.fromEntries(
    conditions.map(({ key, values }) => [
      key,
      values.slice(0, 1).map(({ text }) => filled(text).replaceAll(from, to)),
    ]),
  );

const service = (action: string) => action.slice(0, action.indexOf(':'));

const isOf = (action: string, resource: string) =>
  resource === '*' || resource.split(':')[2] === service(action);

/** What a role of one environment may do to what the other has. */
export interface Reached {
  readonly action: string;
  /** What its own policy names and the other environment's resource is covered by: service, and resource without Region and account. */
  readonly by: string;
}

const short = (resource: string): string =>
  resource === '*' ? resource : resource.split(':').toSpliced(0, 2).toSpliced(1, 2).join(':');

/**
 * What the roles of one environment may do to what another environment of the same account has. They are asked for every action that they
 * have on every resource that the other's roles are given, with the condition keys that their own statements ask for, and the other
 * environment's names in those.
 */
export function reachOf(suffix: string, otherSuffix: string): Reached[] {
  const [own, other] = [suffix, otherSuffix].map((name) => fixtureEnvironment(name));
  if (own === undefined || other === undefined || own.accountId !== other.accountId)
    throw new Error(`${suffix} and ${otherSuffix} are to share an account.`);
  const resources = [...resourcesOf(rolesOf(other))];
  const found = new Map<string, Reached>();
  for (const role of rolesOf(own)) {
    const principal = principalOf(own.accountId, role.arn);
    for (const statement of allows(role)) {
      const context = contextOf(statement, suffix, otherSuffix);
      for (const { text: action } of statement.actions ?? []) {
        for (const resource of resources.filter((each) => isOf(action, each))) {
          const asked = { principal, action, resource, context };
          if (evaluate(asked, { identity: role.identity }).outcome !== 'allowed') continue;
          for (const pattern of statement.resources ?? [])
            if (pattern.covers(resource, new ContextKeys(context)))
              found.set(`${action} ${short(pattern.text)}`, { action, by: short(pattern.text) });
        }
      }
    }
  }
  return [...found.keys()].sort().flatMap((id) => found.get(id) ?? []);
}
