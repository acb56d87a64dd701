import {
  authorize,
  denialMessage,
  evaluate,
  parseArn,
  type AccessRequest,
} from '@healthcare-dr/aws-models/iam';
import type { Account } from './facts';

/** Something that a service of AWS does on its own behalf. */
export interface ServiceCall {
  /** Such as `events.amazonaws.com`. */
  readonly service: string;
  /** Such as `sns:Publish`. */
  readonly action: string;
  /** The ARN of what it does it to. */
  readonly resource: string;
  /** What the service says of itself: `aws:SourceArn`, `aws:SourceAccount`, and what else it sends. @default - nothing */
  readonly context?: Readonly<Record<string, string>>;
}

/**
 * Why a service may not do something; `undefined` if it may. A service has no policies of its own: the policy of the resource must allow
 * it, and that of the key where one is used.
 */
export function refusalOf(call: ServiceCall, account: Account): string | undefined {
  const { service, action, resource, context = {} } = call;
  const policy = account.policyOf(resource);
  const request: AccessRequest = {
    principal: { kind: 'service', service },
    action,
    resource,
    resourceAccountId: account.accountId,
    context: { 'aws:SecureTransport': 'true', ...context },
  };
  const decision = evaluate(request, {
    identity: [],
    resourceMustAllow: action === 'sts:AssumeRole' || parseArn(resource)?.service === 'kms',
    ...(policy && { resource: policy }),
  });
  return decision.outcome === 'allowed' ? undefined : denialMessage(request, decision);
}

/**
 * Why a service may not publish to a topic, the key of the topic included; `undefined` if it may.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
export function publishRefusal(
  service: string,
  topicArn: string,
  context: Readonly<Record<string, string>>,
  account: Account,
): string | undefined {
  const refusal = refusalOf({ service, action: 'sns:Publish', resource: topicArn, context }, account);
  return refusal ?? keyRefusal(service, topicArn, { 'aws:sns:topicArn': topicArn }, context, account);
}

/**
 * Why a service may not publish to a topic in a role, the key of the topic included; `undefined` if it may.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
 */
export function publishRefusalInRole(
  service: string,
  roleArn: string,
  topicArn: string,
  context: Readonly<Record<string, string>>,
  account: Account,
): string | undefined {
  const caller = account.inRole(roleArn, service);
  if (caller === undefined) return `The role ${roleArn} does not exist.`;
  const refusal = refusalOf({ service, action: 'sts:AssumeRole', resource: roleArn, context }, account);
  if (refusal !== undefined) return refusal;
  const call = {
    service: 'sns',
    operation: 'Publish',
    region: parseArn(topicArn)?.region ?? '',
    accountId: account.accountId,
    parameters: { TopicArn: topicArn },
  };
  return authorize(call, caller, account).denial?.message;
}

/** The same of sending to a queue. */
export function sendRefusal(
  service: string,
  queueArn: string,
  context: Readonly<Record<string, string>>,
  account: Account,
): string | undefined {
  const refusal = refusalOf({ service, action: 'sqs:SendMessage', resource: queueArn, context }, account);
  return refusal ?? keyRefusal(service, queueArn, { 'aws:sqs:arn': queueArn }, context, account);
}

function keyRefusal(
  service: string,
  resource: string,
  encryption: Readonly<Record<string, string>>,
  context: Readonly<Record<string, string>>,
  account: Account,
): string | undefined {
  const key = account.keyOf(resource);
  if (key === undefined) return undefined;
  const ofKey = {
    ...context,
    'kms:CallerAccount': account.accountId,
    ...Object.fromEntries(
      Object.entries(encryption).map(([name, value]) => [`kms:EncryptionContext:${name}`, value]),
    ),
  };
  for (const action of ['kms:GenerateDataKey', 'kms:Decrypt']) {
    const refusal = refusalOf({ service, action, resource: key, context: ofKey }, account);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}
