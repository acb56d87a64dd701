import { policy } from '@healthcare-dr/testing';
import { type CheckFixture } from '../describe-checks';

const key = (good: Record<string, unknown>, bad: Record<string, Record<string, unknown>>): CheckFixture => {
  const fixture = (attributes: Record<string, unknown>) => ({ aws_kms_key: { x: attributes } });
  return {
    good: fixture(good),
    bad: Object.fromEntries(Object.entries(bad).map(([what, attributes]) => [what, fixture(attributes)])),
  };
};

const ROOT = {
  Effect: 'Allow',
  Principal: { AWS: 'arn:aws:iam::222222222222:root' },
  Action: 'kms:*',
  Resource: '*',
};
const EVERYBODY = { Effect: 'Allow', Principal: '*', Action: 'kms:Decrypt', Resource: '*' };
const inAccount = { StringEquals: { 'aws:SourceAccount': '222222222222' } };
const SERVICE = {
  Effect: 'Allow',
  Principal: { Service: 'cloudwatch.amazonaws.com' },
  Action: 'kms:Decrypt',
  Resource: '*',
};

/** What each check must accept and refuse. */
export const KMS_FIXTURES: Readonly<Record<string, CheckFixture>> = {
  'kms-rotation': key({ enable_key_rotation: true }, { off: { enable_key_rotation: false }, absent: {} }),
  'kms-no-wildcard-principal': {
    good: [
      { aws_kms_key: { x: { policy: policy(ROOT) } } },
      {
        aws_kms_key: {
          x: {
            policy: policy({
              ...EVERYBODY,
              Condition: { StringEquals: { 'kms:CallerAccount': '222222222222' } },
            }),
          },
        },
      },
      { aws_kms_key: { x: { policy: policy({ ...EVERYBODY, Effect: 'Deny' }) } } },
    ],
    bad: {
      everybody: { aws_kms_key: { x: { policy: policy(ROOT, EVERYBODY) } } },
      'every AWS principal': {
        aws_kms_key: { x: { policy: policy({ ...EVERYBODY, Principal: { AWS: ['*'] } }) } },
      },
      'everybody but one': {
        aws_kms_key: {
          x: { policy: policy({ ...EVERYBODY, Principal: undefined, NotPrincipal: { AWS: 'a' } }) },
        },
      },
      'everybody through a service': {
        aws_kms_key: {
          x: {
            policy: policy({
              ...EVERYBODY,
              Condition: { StringEquals: { 'kms:ViaService': 's3.eu-west-2.amazonaws.com' } },
            }),
          },
        },
      },
      'a condition that keeps nobody out': {
        aws_kms_key: {
          x: {
            policy: policy({ ...EVERYBODY, Condition: { StringNotEquals: { 'aws:SourceAccount': '1' } } }),
          },
        },
      },
      'a wildcard condition': {
        aws_kms_key: {
          x: { policy: policy({ ...EVERYBODY, Condition: { StringLike: { 'aws:SourceAccount': '*' } } }) },
        },
      },
      'a policy of its own': { aws_kms_key_policy: { x: { policy: policy(EVERYBODY) } } },
      'a document': {
        aws_kms_key: { x: { policy: '${data.aws_iam_policy_document.d.json}' } },
        'data.aws_iam_policy_document': {
          d: {
            statement: [
              { actions: ['kms:Decrypt'], resources: ['*'], principals: [{ type: '*', identifiers: ['*'] }] },
            ],
          },
        },
      },
      'not to be read': { aws_kms_key: { x: { policy: '${jsonencode({})}' } } },
    },
  },
  'kms-enabled': key({ is_enabled: true }, { disabled: { is_enabled: false } }),
  'kms-policy-defined': {
    good: [
      { aws_kms_key: { x: { policy: policy(ROOT, { ...SERVICE, Condition: inAccount }) } } },
      {
        aws_kms_key: { x: {} },
        aws_kms_key_policy: { p: { key_id: '${aws_kms_key.x.id}', policy: policy(ROOT) } },
      },
    ],
    bad: {
      none: { aws_kms_key: { x: {} } },
      empty: { aws_kms_key: { x: { policy: policy() } } },
      'a service for any account': { aws_kms_key: { x: { policy: policy(ROOT, SERVICE) } } },
      'not to be read': { aws_kms_key: { x: { policy: 'nonsense' } } },
    },
  },
  'kms-not-pending-deletion': key(
    { deletion_window_in_days: 30, lifecycle: { prevent_destroy: true } },
    {
      'a short window': { deletion_window_in_days: 7, lifecycle: { prevent_destroy: true } },
      'can be destroyed': { deletion_window_in_days: 30 },
    },
  ),
};
