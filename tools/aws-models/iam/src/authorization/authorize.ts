import type { AccessDecision } from '../evaluation/decision';
import { denialMessage } from '../evaluation/denial-message';
import { evaluate } from '../evaluation/evaluate';
import { callerArn } from '../evaluation/principal';
import type { AccessRequest } from '../evaluation/request';
import type { ApiCall, Inventory, Requirement } from '../operations/operation';
import { requirementsOf } from '../operations/table';
import { parseArn } from '../policy/arn';
import type { Caller, ResourcePolicies } from './caller';

/** What one requirement of a call came to. */
export interface Judgement {
  readonly requirement: Requirement;
  readonly decision: AccessDecision;
}

/** Why a call is denied. */
export interface Denial {
  readonly action: string;
  readonly resource: string;
  /** Denied was not the call itself, but what its service does with the caller's permissions. */
  readonly implied: boolean;
  /** In AWS's words. */
  readonly message: string;
}

/** What became of a call. */
export interface Authorization {
  /** In the order in which AWS would ask; it stops at the first that is denied. Empty for an operation that is in no table. */
  readonly judgements: readonly Judgement[];
  /** @default - the call is allowed */
  readonly denial?: Denial;
}

/** Decides a call of an API: each of its requirements must be allowed. */
export function authorize(
  call: ApiCall,
  caller: Caller,
  account: Inventory & ResourcePolicies,
): Authorization {
  const requirements = requirementsOf(call, account);
  if (requirements === undefined) return { judgements: [], denial: unknownOperation(call, caller) };
  const judgements: Judgement[] = [];
  for (const requirement of requirements) {
    const { request, decision } = judge(call, requirement, caller, account);
    judgements.push({ requirement, decision });
    if (decision.outcome !== 'allowed') {
      const { action, resource, implied } = requirement;
      return { judgements, denial: { action, resource, implied, message: denialMessage(request, decision) } };
    }
  }
  return { judgements };
}

function judge(
  { region, service }: ApiCall,
  { action, resource, context, implied }: Requirement,
  caller: Caller,
  account: ResourcePolicies,
): { readonly request: AccessRequest; readonly decision: AccessDecision } {
  const request: AccessRequest = {
    principal: caller.principal,
    action,
    resource,
    context: {
      'aws:RequestedRegion': region,
      'aws:SecureTransport': 'true',
      'aws:ViaAWSService': String(implied),
      ...caller.context,
      ...context,
    },
  };
  const resourcePolicy = account.policyOf(resource);
  // What a service asks for by itself does not come through the caller's network.
  const endpoint = implied ? undefined : account.endpointPolicy(region, service);
  const decision = evaluate(request, {
    identity: caller.identity,
    // A key's policy and a role's trust leave it to the account's own policies, or do not.
    resourceMustAllow: parseArn(resource)?.service === 'kms' || action === 'sts:AssumeRole',
    ...(caller.permissionsBoundary && { permissionsBoundary: caller.permissionsBoundary }),
    ...(caller.session && { session: caller.session }),
    ...(resourcePolicy && { resource: resourcePolicy }),
    ...(endpoint && { vpcEndpoint: endpoint }),
  });
  return { request, decision };
}

function unknownOperation({ service, operation }: ApiCall, { principal }: Caller): Denial {
  return {
    action: `${service}:${operation}`,
    resource: '*',
    implied: false,
    message:
      `User: ${callerArn(principal)} is not authorized to perform: ${service}:${operation} on resource: * because the operation is in ` +
      `no table of the local AWS: add it to tools/aws-models/iam/src/operations, with what it requires`,
  };
}
