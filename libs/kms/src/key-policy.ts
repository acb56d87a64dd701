import {
  accountStatements,
  throughServices,
  type KeyPolicy,
  type KeyPolicyStatement,
} from '@healthcare-dr/platform';
import { PURPOSES, type KeyPurpose } from './purposes';

/** Where a key stands. */
export interface KeyPolicyScope {
  readonly accountId: string;
  readonly region: string;
  readonly suffix: string;
}

const fill = (text: string, { accountId, region, suffix }: KeyPolicyScope) =>
  text.replaceAll('{account}', accountId).replaceAll('{region}', region).replaceAll('{suffix}', suffix);

const fillAll = (value: string | readonly string[], scope: KeyPolicyScope) =>
  typeof value === 'string' ? fill(value, scope) : value.map((text) => fill(text, scope));

/**
 * The policy of the key of one purpose: the account administers it through IAM, its principals use it only through the
 * services of the purpose, and services use it in their own name only for resources of this environment.
 */
export function keyPolicy(purpose: KeyPurpose, scope: KeyPolicyScope): KeyPolicy {
  const { viaServices, services, retiresGrants = false } = PURPOSES[purpose];
  const account = { accountId: scope.accountId, region: scope.region, viaServices };
  return {
    Version: '2012-10-17',
    Statement: [
      ...accountStatements(account),
      {
        Sid: 'GrantToServices',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${scope.accountId}:root` },
        Action: 'kms:CreateGrant',
        Resource: '*',
        Condition: {
          StringEquals: throughServices(account),
          Bool: { 'kms:GrantIsForAWSResource': 'true' },
        },
      },
      ...(retiresGrants
        ? [
            {
              Sid: 'RetireGrantsOfServices',
              Effect: 'Allow',
              Principal: { AWS: `arn:aws:iam::${scope.accountId}:root` },
              Action: 'kms:RetireGrant',
              Resource: '*',
              Condition: { StringEquals: throughServices(account) },
            } satisfies KeyPolicyStatement,
          ]
        : []),
      ...services.map(({ sid, principals, actions, conditions }): KeyPolicyStatement => ({
        Sid: sid,
        Effect: 'Allow',
        Principal: { Service: principals.map((principal) => fill(principal, scope)) },
        Action: actions,
        Resource: '*',
        Condition: Object.fromEntries(
          Object.entries(conditions).map(([operator, keys]) => [
            operator,
            Object.fromEntries(Object.entries(keys).map(([key, value]) => [key, fillAll(value, scope)])),
          ]),
        ),
      })),
    ],
  };
}
