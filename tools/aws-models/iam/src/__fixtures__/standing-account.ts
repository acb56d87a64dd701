import { synthesizeAll, type SynthesizedStack } from '@healthcare-dr/testing';
import { topologyOf, type Role } from '@healthcare-dr/topology';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import type { Caller, ResourcePolicies } from '../authorization/caller';
import { evaluate } from '../evaluation/evaluate';
import type { Inventory } from '../operations/operation';
import type { Context } from '../policy/context';
import type { Policy } from '../policy/policy';
import { account } from './inventory';
import { attachedPolicies, principalOf } from './role-policies';
import { keyArn, policiesOf } from './stack-policies';

/** The environment whose stacks are synthesized. */
export const environment = fixtureEnvironment('dev');

const stacks = synthesizeAll(environment);
const found = stacks.flatMap((stack) => policiesOf(stack));

/** The Region of a side. */
export const regionOf = (role: Role): string => topologyOf(environment, role).region;

/** The ARN of the key of a purpose on a side. */
export const key = (role: Role, purpose: string): string =>
  keyArn(environment.accountId, regionOf(role), purpose);

/** The name of a bucket on a side. */
export const bucket = (role: Role, what: string): string =>
  `healthcare-${what}-${environment.accountId}-${regionOf(role)}-${environment.suffix}`;

/** The purpose of a key by the id of its resource, such as `kms_data_95CA98C2`. */
const PURPOSE = /^aws_kms_key\.kms_([a-z]+)_/;

/** The ARN of what a resource's policy stands at: a key's by its purpose, any other's by what the policy names. */
function holderOf(stack: SynthesizedStack, address: string, policy: Policy): string | undefined {
  const [, purpose] = PURPOSE.exec(address) ?? [];
  if (purpose !== undefined) return key(stack.role, purpose);
  return policy.statements.flatMap(({ resources = [] }) =>
    resources.map(({ text }) => text.replace(/\/.*$/, '')),
  )[0];
}

const HOLDERS = new Set([
  'aws_kms_key',
  'aws_s3_bucket_policy',
  'aws_sns_topic_policy',
  'aws_sqs_queue_policy',
]);

const resourcePolicies: Readonly<Record<string, Policy>> = Object.fromEntries(
  stacks.flatMap((stack) =>
    found
      .filter((each) => each.stack === stack.name && HOLDERS.has(each.type))
      .flatMap(({ address, policy }) => {
        const holder = holderOf(stack, address, policy);
        return holder === undefined ? [] : [[holder, policy] as const];
      }),
  ),
);

const aliases = Object.fromEntries(
  Object.keys(resourcePolicies)
    .filter((arn) => arn.includes(':kms:'))
    .map((arn) => [arn, [`alias/healthcare-${arn.slice(arn.lastIndexOf('/') + 1)}-${environment.suffix}`]]),
);

/** What a role of a stack was given: its policies, by the id of its resource without the hash. */
export function callerOf(stackName: string, roleId: string): Caller {
  const stack = stacks.find(({ name }) => name === stackName);
  const role = stack?.resources('aws_iam_role').find(({ id }) => id.startsWith(`${roleId}_`));
  if (stack === undefined || role === undefined) throw new Error(`${stackName} has no role ${roleId}.`);
  const identity = attachedPolicies(stack, role, found);
  const roleArn = `arn:aws:iam::${environment.accountId}:role/${String(role.attributes['name'])}`;
  const principal = principalOf(environment.accountId, roleArn);
  return { principal, identity, context: {} };
}

/** The trust policy of a role of a stack. */
export function trustOf(stackName: string, roleId: string): Policy {
  const trust = found.find(
    ({ stack, type, address }) =>
      stack === stackName && type === 'aws_iam_role' && address.includes(`.${roleId}_`),
  );
  if (trust === undefined) throw new Error(`${stackName} has no role ${roleId}.`);
  return trust.policy;
}

/** The account as the stacks make it, and what is encrypted with which key. */
export function standingAccount(keys: Readonly<Record<string, string>> = {}): Inventory & ResourcePolicies {
  return account({ policies: resourcePolicies, aliases, keys });
}

/** One documented call of a service that acts as a role: the action, the resource, and what is known of the request. */
export type DocumentedCall = readonly [action: string, resource: string, context?: Context];

/** What becomes of a documented call: `allowed`, or why it is not; with `policy` in place of its resource's. */
export function outcomeOf(
  caller: Caller,
  [action, resource, context = {}]: DocumentedCall,
  policy?: Policy,
): string {
  const resourcePolicy = policy ?? resourcePolicyOf(resource);
  const isKey = resource.includes(':kms:');
  const decision = evaluate(
    {
      principal: caller.principal,
      action,
      resource,
      context: {
        'aws:SecureTransport': 'true',
        ...(isKey && {
          'kms:CallerAccount': environment.accountId,
          'kms:ResourceAliases': aliases[resource] ?? [],
        }),
        ...caller.context,
        ...context,
      },
    },
    {
      identity: caller.identity,
      resourceMustAllow: isKey,
      ...(resourcePolicy && { resource: resourcePolicy }),
    },
  );
  if (decision.outcome === 'allowed') return 'allowed';
  return decision.outcome === 'explicit-deny'
    ? `denied by ${decision.by.sid ?? ''}`
    : `no ${decision.missing} policy`;
}

/** One documented call of a service on its own behalf: who, the action, the resource, and what it sends along. */
export type ServiceCall = readonly [service: string, action: string, resource: string, context?: Context];

/** What becomes of a service's call by the policy of its resource, or by `policy` in its place. */
export function serviceOutcomeOf(
  [service, action, resource, context = {}]: ServiceCall,
  policy?: Policy,
): string {
  const standing = policy ?? resourcePolicyOf(resource);
  return evaluate(
    {
      principal: { kind: 'service', service },
      action,
      resource,
      resourceAccountId: environment.accountId,
      context: { 'aws:SecureTransport': 'true', ...context },
    },
    { identity: [], ...(standing && { resource: standing }) },
  ).outcome;
}

/** The policy of a resource as the stacks make it; of an object its bucket's. */
export function resourcePolicyOf(resource: string): Policy | undefined {
  return resourcePolicies[resource.startsWith('arn:aws:s3:::') ? resource.replace(/\/.*$/, '') : resource];
}
