import type { Authorization, Judgement } from '../authorization/authorize';
import type { Caller } from '../authorization/caller';
import type { AccessDecision, DecidingStatement } from '../evaluation/decision';
import { denialMessage } from '../evaluation/denial-message';
import { holds } from '../conditions/condition';
import { coversAction, coversResource } from '../evaluation/statement';
import { text, type ApiCall } from '../operations/operation';
import { ContextKeys } from '../policy/context';
import type { Policy, PolicyKind, Statement } from '../policy/policy';
import { actionsOf } from './actions-of';

/**
 * Decides a call by its actions alone: an identity policy must allow each of them, and so must the boundary. What a call is about is
 * compared where the call names it by its address, as calls of S3 do, and so is its Region; resource policies, other conditions and what the
 * service does in consequence are not looked at. Whoever passes may still be refused by AWS; whoever does not would be.
 */
export function authorizeActions(call: ApiCall, caller: Caller): Authorization {
  const judgements: Judgement[] = [];
  const context = new ContextKeys({ [REQUESTED_REGION]: call.region });
  for (const action of actionsOf(call.service, call.operation, text(call, 'VersionId') !== undefined)) {
    const resource = resourceOf(call, action);
    const decision = decide(action, { resource, context }, caller);
    const asked = resource ?? '*';
    judgements.push({ requirement: { action, resource: asked, context: {}, implied: false }, decision });
    if (decision.outcome === 'allowed') continue;
    const request = { principal: caller.principal, action, resource: asked, context: {} };
    const message = denialMessage(request, decision);
    return { judgements, denial: { action, resource: asked, implied: false, message } };
  }
  return { judgements };
}

/** Actions on objects: a call that names no one of them, as `DeleteObjects` does in its body, is about any of the bucket's. */
const ON_OBJECTS = /^s3:(?:Delete|Get|Put)Object(?:Version)?$/;

/** The bucket or object that a call of S3 is about; `undefined` for all other calls. */
function resourceOf(call: ApiCall, action: string): string | undefined {
  const [bucket, key = ON_OBJECTS.test(action) ? '*' : undefined] = [text(call, 'Bucket'), text(call, 'Key')];
  if (call.service !== 's3' || bucket === undefined) return undefined;
  return `arn:aws:s3:::${bucket}${key === undefined ? '' : `/${key}`}`;
}

/** What is known of a call beside its action. */
interface Known {
  /** @default - undefined: it may be anything */
  readonly resource: string | undefined;
  readonly context: ContextKeys;
}

const REQUESTED_REGION = 'aws:RequestedRegion';

function decide(action: string, known: Known, { identity, permissionsBoundary }: Caller): AccessDecision {
  const kinds: readonly (readonly [PolicyKind, readonly Policy[]])[] = [
    ['identity', identity],
    ...(permissionsBoundary ? [['permissions-boundary', [permissionsBoundary]] as const] : []),
  ];
  const of = (effect: Statement['effect']) =>
    kinds.map(([kind, policies]) => ({
      kind,
      by: policies.flatMap(({ id, statements }) =>
        statements
          .filter((statement) => statement.effect === effect && concerns(statement, action, known))
          .map(({ index, sid }): DecidingStatement => ({ kind, policy: id, index, sid })),
      ),
    }));
  const [denying] = of('Deny').flatMap(({ by }) => by);
  if (denying !== undefined) return { outcome: 'explicit-deny', by: denying };
  const allowing = of('Allow');
  const missing = allowing.find(({ by }) => by.length === 0);
  if (missing !== undefined) return { outcome: 'implicit-deny', missing: missing.kind };
  return { outcome: 'allowed', by: allowing.flatMap(({ by }) => by) };
}

/** Whether a statement is about an action, of something that is known or may be anything. A denial must be sure to concern it. */
function concerns(statement: Statement, action: string, { resource, context }: Known): boolean {
  const asked = { action, resource: resource ?? '*', context };
  if (!coversAction(statement, asked)) return false;
  const { conditions, effect, notResources } = statement;
  const decidable = conditions.filter(({ key }) => context.get(key.toLowerCase()) !== undefined);
  if (!decidable.every((condition) => holds(condition, context))) return false;
  if (effect === 'Allow') return resource === undefined || coversResource(statement, asked);
  const sure =
    decidable.length === conditions.length && (resource !== undefined || notResources === undefined);
  return sure && coversResource(statement, asked);
}
