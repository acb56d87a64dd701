/** One statement of a key policy, in IAM's vocabulary. */
export interface KeyPolicyStatement {
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
  readonly Statement: readonly KeyPolicyStatement[];
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

/** Whose key it is, and through which services it may be used. */
export interface AccountStatementsProps {
  readonly accountId: string;
  readonly region: string;
  /** Services as `kms:ViaService` names them, such as `s3`. */
  readonly viaServices: readonly string[];
}

/** The condition that a call comes from the account, through one of the services. */
export function throughServices({ accountId, region, viaServices }: AccountStatementsProps) {
  return {
    'kms:CallerAccount': accountId,
    'kms:ViaService': viaServices.map((service) => `${service}.${region}.amazonaws.com`),
  };
}

/**
 * What every key policy begins with: the account administers the key through IAM, and its principals use it through the named
 * services alone.
 *
 * Naming the account's root delegates to IAM policies; it does not by itself allow anybody. It also keeps the key from
 * becoming unmanageable: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
export function accountStatements(props: AccountStatementsProps): KeyPolicyStatement[] {
  const account = { AWS: `arn:aws:iam::${props.accountId}:root` };
  return [
    { Sid: 'Administer', Effect: 'Allow', Principal: account, Action: ADMINISTRATION, Resource: '*' },
    {
      Sid: 'UseThroughServices',
      Effect: 'Allow',
      Principal: account,
      Action: USE,
      Resource: '*',
      Condition: { StringEquals: throughServices(props) },
    },
  ];
}
