import { holds } from '../conditions/condition';
import type { ContextKeys } from '../policy/context';
import type { Statement } from '../policy/policy';
import { isExempt, matchPrincipal, type Principal, type PrincipalMatch } from './principal';

/** What a statement is compared with. */
export interface Asked {
  readonly principal: Principal;
  readonly action: string;
  readonly resource: string;
  readonly context: ContextKeys;
}

/** Whether action, resource and conditions of a statement cover what is asked; whom it is about is not looked at. */
export function covers(statement: Statement, asked: Asked): boolean {
  return (
    coversAction(statement, asked) && coversResource(statement, asked) && conditionsHold(statement, asked)
  );
}

/** How a statement of a resource policy means the caller; `undefined` if it does not. An identity policy's means its owner. */
export function principalMatch(
  { principal, notPrincipal }: Statement,
  caller: Principal,
): PrincipalMatch | undefined {
  if (principal !== undefined) return matchPrincipal(principal, caller);
  if (notPrincipal !== undefined) return isExempt(notPrincipal, caller) ? undefined : 'itself';
  return undefined;
}

/** Whether it is about an action. */
export function coversAction(
  { actions, notActions }: Statement,
  { action, context }: Pick<Asked, 'action' | 'context'>,
): boolean {
  if (actions !== undefined) return actions.some((pattern) => pattern.covers(action, context));
  return notActions?.every((pattern) => !pattern.covers(action, context)) ?? false;
}

/** Whether it is about a resource. A trust policy names none: it is about the role that it stands at. */
export function coversResource(
  { resources, notResources }: Statement,
  { resource, context }: Pick<Asked, 'resource' | 'context'>,
): boolean {
  if (resources !== undefined) return resources.some((pattern) => pattern.covers(resource, context));
  return notResources?.every((pattern) => !pattern.covers(resource, context)) ?? true;
}

const conditionsHold = ({ conditions }: Statement, { context }: Asked): boolean =>
  conditions.every((condition) => holds(condition, context));
