import { ContextKeys } from '../policy/context';
import type { Policy, PolicyKind, Statement } from '../policy/policy';
import type { DecidingStatement, AccessDecision } from './decision';
import { accountOf } from './principal';
import { principalContext, resourceAccountOf, type AccessRequest, type PolicySet } from './request';
import { covers, principalMatch, type Asked } from './statement';

/**
 * Decides a request as IAM does; the README says by which page of its documentation.
 *
 * A pure function: the same request and policies give the same decision, and the order of statements and policies matters to nothing
 * but the order in {@link AccessDecision}'s `by`.
 */
export function evaluate(request: AccessRequest, policies: PolicySet): AccessDecision {
  const { principal } = request;
  const asked: Asked = {
    principal,
    action: request.action,
    resource: request.resource,
    context: new ContextKeys({
      'aws:ResourceAccount': resourceAccountOf(request) ?? '',
      ...principalContext(principal),
      ...request.context,
    }),
  };
  const denied = explicitDeny(policies, asked);
  if (denied !== undefined) return { outcome: 'explicit-deny', by: denied };
  const endpoint = allowing('vpc-endpoint', optional(policies.vpcEndpoint), asked);
  if (policies.vpcEndpoint !== undefined && endpoint.length === 0)
    return { outcome: 'implicit-deny', missing: 'vpc-endpoint' };
  const granted =
    principal.kind === 'service' || principal.kind === 'federated'
      ? byResource(policies, asked)
      : byCaller(request, policies, asked);
  return granted.outcome === 'allowed' ? { ...granted, by: [...endpoint, ...granted.by] } : granted;
}

/** A service, and whoever has no role yet, has no policies of its own: the resource's must allow it. */
function byResource(policies: PolicySet, asked: Asked): AccessDecision {
  return allowedBy(grants(policies, asked).itself, 'resource');
}

function byCaller(request: AccessRequest, policies: PolicySet, asked: Asked): AccessDecision {
  const { itself, role, account } = grants(policies, asked);
  const limits = ownLimits(policies, asked);
  const identity = ownIdentity(policies, asked);
  const isOwn = resourceAccountOf(request) === accountOf(request.principal);
  if (isOwn) {
    if (itself.length > 0) return allowedBy([...itself, ...identity], 'resource');
    if (role.length > 0) return limited([...role, ...identity], limits);
    // A key or a role whose policy does not leave it to the account is closed to the account's own policies.
    if (policies.resourceMustAllow === true && account.length === 0)
      return { outcome: 'implicit-deny', missing: 'resource' };
    const delegated = policies.resourceMustAllow === true ? account : [];
    return identity.length === 0
      ? { outcome: 'implicit-deny', missing: 'identity' }
      : limited([...identity, ...delegated], limits);
  }
  // Of another account: both sides must allow.
  if (identity.length === 0) return { outcome: 'implicit-deny', missing: 'identity' };
  const foreign = [...itself, ...role, ...account];
  if (foreign.length === 0) return { outcome: 'implicit-deny', missing: 'resource' };
  return limited([...identity, ...foreign], limits);
}

/** The statements of the resource's policy that allow what is asked, by whom they mean. */
interface Grants {
  readonly itself: readonly DecidingStatement[];
  readonly role: readonly DecidingStatement[];
  readonly account: readonly DecidingStatement[];
}

function grants({ resource }: PolicySet, asked: Asked): Grants {
  const found: Record<keyof Grants, DecidingStatement[]> = { itself: [], role: [], account: [] };
  for (const statement of resource?.statements ?? []) {
    if (resource === undefined || statement.effect !== 'Allow' || !covers(statement, asked)) continue;
    const match = principalMatch(statement, asked.principal);
    if (match !== undefined) found[match].push(deciding('resource', resource, statement));
  }
  return found;
}

/** The root of an account may do everything in it that its own policies do not deny it, for it has none. */
function ownIdentity({ identity }: PolicySet, asked: Asked): readonly DecidingStatement[] {
  if (asked.principal.kind === 'account-root')
    return [{ kind: 'identity', policy: 'the root of the account', index: 0, sid: undefined }];
  return allowing('identity', identity, asked);
}

/** What narrows the caller, and what of it allows the request. */
interface Limit {
  readonly kind: PolicyKind;
  readonly by: readonly DecidingStatement[];
}

function ownLimits({ permissionsBoundary, session }: PolicySet, asked: Asked): Limit[] {
  return [
    ...optional(permissionsBoundary).map((policy): Limit => ({
      kind: 'permissions-boundary',
      by: allowing('permissions-boundary', [policy], asked),
    })),
    ...(session === undefined ? [] : [{ kind: 'session' as const, by: allowing('session', session, asked) }]),
  ];
}

function limited(by: readonly DecidingStatement[], limits: readonly Limit[]): AccessDecision {
  const missing = limits.find((limit) => limit.by.length === 0);
  if (missing !== undefined) return { outcome: 'implicit-deny', missing: missing.kind };
  return { outcome: 'allowed', by: [...by, ...limits.flatMap((limit) => limit.by)] };
}

const allowedBy = (by: readonly DecidingStatement[], missing: PolicyKind): AccessDecision =>
  by.length === 0 ? { outcome: 'implicit-deny', missing } : { outcome: 'allowed', by };

/** The first statement, of whatever policy, that denies what is asked. */
function explicitDeny(policies: PolicySet, asked: Asked): DecidingStatement | undefined {
  const kinds: readonly (readonly [PolicyKind, readonly Policy[]])[] = [
    ['identity', policies.identity],
    ['permissions-boundary', optional(policies.permissionsBoundary)],
    ['session', policies.session ?? []],
    ['resource', optional(policies.resource)],
    ['vpc-endpoint', optional(policies.vpcEndpoint)],
  ];
  for (const [kind, all] of kinds) {
    for (const policy of all) {
      const statement = policy.statements.find(
        (candidate) =>
          candidate.effect === 'Deny' && isAbout(kind, candidate, asked) && covers(candidate, asked),
      );
      if (statement !== undefined) return deciding(kind, policy, statement);
    }
  }
  return undefined;
}

function allowing(kind: PolicyKind, policies: readonly Policy[], asked: Asked): DecidingStatement[] {
  return policies.flatMap((policy) =>
    policy.statements
      .filter(
        (statement) =>
          statement.effect === 'Allow' && isAbout(kind, statement, asked) && covers(statement, asked),
      )
      .map((statement) => deciding(kind, policy, statement)),
  );
}

/** Whether a statement is about the caller: those of a resource or an endpoint say of whom they are, all others stand at the caller. */
const isAbout = (kind: PolicyKind, statement: Statement, { principal }: Asked): boolean =>
  (kind !== 'resource' && kind !== 'vpc-endpoint') || principalMatch(statement, principal) !== undefined;

const deciding = (kind: PolicyKind, { id }: Policy, { index, sid }: Statement): DecidingStatement => ({
  kind,
  policy: id,
  index,
  sid,
});

const optional = <Value>(value: Value | undefined): readonly Value[] => (value === undefined ? [] : [value]);
