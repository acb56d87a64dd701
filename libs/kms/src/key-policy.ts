import { type KeyPurpose, PURPOSES } from './purposes';

/** Where a key stands. */
export interface KeyPolicyScope {
  readonly accountId: string;
  readonly region: string;
  readonly suffix: string;
}

/** One statement of a key policy, in IAM's vocabulary. */
export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal: Readonly<Record<string, string | readonly string[]>>;
  readonly Action: string | readonly string[];
  readonly Resource: '*';
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** A key policy document. */
export interface KeyPolicy {
  readonly Version: '2012-10-17';
  readonly Statement: readonly PolicyStatement[];
}

/** Managing a key without being able to use it: none of these reads or writes a byte of data. */
const ADMINISTRATION = [
  'kms:CancelKeyDeletion',
  'kms:CreateAlias',
  'kms:DeleteAlias',
  'kms:DescribeKey',
  'kms:DisableKey',
  'kms:EnableKey',
  'kms:EnableKeyRotation',
  'kms:GetKeyPolicy',
  'kms:GetKeyRotationStatus',
  'kms:ListAliases',
  'kms:ListGrants',
  'kms:ListKeyPolicies',
  'kms:ListKeyRotations',
  'kms:ListResourceTags',
  'kms:PutKeyPolicy',
  'kms:RevokeGrant',
  'kms:ScheduleKeyDeletion',
  'kms:TagResource',
  'kms:UntagResource',
  'kms:UpdateAlias',
  'kms:UpdateKeyDescription',
];

const USE = ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'];

const fill = (text: string, { accountId, region, suffix }: KeyPolicyScope) =>
  text.replaceAll('{account}', accountId).replaceAll('{region}', region).replaceAll('{suffix}', suffix);

const fillAll = (value: string | readonly string[], scope: KeyPolicyScope) =>
  typeof value === 'string' ? fill(value, scope) : value.map((text) => fill(text, scope));

/**
 * The policy of the key of one purpose: the account administers it through IAM, its principals use it only through the
 * services of the purpose, and services use it in their own name only for resources of this environment.
 *
 * Naming the account's root delegates to IAM policies; it does not by itself allow anybody. It also keeps the key from
 * becoming unmanageable: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
export function keyPolicy(purpose: KeyPurpose, scope: KeyPolicyScope): KeyPolicy {
  const { viaServices, services } = PURPOSES[purpose];
  const account = { AWS: `arn:aws:iam::${scope.accountId}:root` };
  const viaService = {
    'kms:ViaService': viaServices.map((service) => `${service}.${scope.region}.amazonaws.com`),
  };
  return {
    Version: '2012-10-17',
    Statement: [
      { Sid: 'Administer', Effect: 'Allow', Principal: account, Action: ADMINISTRATION, Resource: '*' },
      {
        Sid: 'UseThroughServices',
        Effect: 'Allow',
        Principal: account,
        Action: USE,
        Resource: '*',
        Condition: { StringEquals: { 'kms:CallerAccount': scope.accountId, ...viaService } },
      },
      {
        Sid: 'GrantToServices',
        Effect: 'Allow',
        Principal: account,
        Action: 'kms:CreateGrant',
        Resource: '*',
        Condition: {
          StringEquals: { 'kms:CallerAccount': scope.accountId, ...viaService },
          Bool: { 'kms:GrantIsForAWSResource': 'true' },
        },
      },
      ...services.map(({ sid, principals, actions, conditions }): PolicyStatement => ({
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
