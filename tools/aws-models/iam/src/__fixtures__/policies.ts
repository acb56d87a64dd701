import type { AccessRequest, PolicySet } from '../evaluation/request';
import type { Principal } from '../evaluation/principal';
import { parsePolicy } from '../policy/parse-policy';
import type { Policy } from '../policy/policy';

export const ACCOUNT = '111111111111';
export const OTHER_ACCOUNT = '222222222222';
export const TOPIC = `arn:aws:sns:eu-west-1:${ACCOUNT}:topic`;

/** A session of a role in {@link ACCOUNT}. */
export const SESSION: Principal = {
  kind: 'role',
  accountId: ACCOUNT,
  roleArn: `arn:aws:iam::${ACCOUNT}:role/service/reader`,
  sessionName: 'i-1',
};

export const USER: Principal = {
  kind: 'user',
  accountId: ACCOUNT,
  userArn: `arn:aws:iam::${ACCOUNT}:user/bob`,
};

type Given = Readonly<Record<string, unknown>>;

/** A policy of these statements; what is not given allows {@link publish}'s action on everything. */
export function policy(...statements: readonly Given[]): Policy {
  return parsePolicy('policy', {
    Version: '2012-10-17',
    Statement: statements.map((statement) => ({ Effect: 'Allow', ...statement })),
  });
}

/** A statement of an identity policy. */
export const allow = (more: Given = {}): Given => ({
  Effect: 'Allow',
  Action: 'sns:Publish',
  Resource: '*',
  ...more,
});
export const deny = (more: Given = {}): Given => ({ ...allow(more), Effect: 'Deny' });

/** A request to publish to {@link TOPIC}. */
export const publish = (more: Partial<AccessRequest> = {}): AccessRequest => ({
  principal: SESSION,
  action: 'sns:Publish',
  resource: TOPIC,
  context: {},
  ...more,
});

/** A set of policies that allows nothing. */
export const policies = (more: Partial<PolicySet> = {}): PolicySet => ({ identity: [], ...more });
