import { policy, type Fixture } from '@healthcare-dr/testing';
import { tripwire, type CheckFixture } from '../describe-checks';

const identity = (...statements: Record<string, unknown>[]): Fixture => ({
  aws_iam_policy: { p: { policy: policy(...statements) } },
});
const allow = (
  action: string | string[],
  resource: string | string[] = '*',
  condition?: Record<string, unknown>,
) => ({
  Effect: 'Allow',
  Action: action,
  Resource: resource,
  ...(condition === undefined ? {} : { Condition: condition }),
});
const role = (...statements: Record<string, unknown>[]): Fixture => ({
  aws_iam_role: { r: { assume_role_policy: policy(...statements) } },
});
const trust = (principal: unknown, condition?: Record<string, unknown>) => ({
  Effect: 'Allow',
  Principal: principal,
  Action: 'sts:AssumeRole',
  ...(condition === undefined ? {} : { Condition: condition }),
});
const attach = (arn: string): Fixture => ({ aws_iam_role_policy_attachment: { a: { policy_arn: arn } } });

const KEY = 'arn:aws:kms:eu-west-2:222222222222:key/1';
const TAGGED = { StringEquals: { 'aws:ResourceTag/Environment': 'prod' } };

/** An action that must name its resources, in each of the ways a policy can reach too far. */
const bound = (action: string, resource: string): CheckFixture => ({
  good: [
    identity(allow(action, resource)),
    identity(allow(action, '*', TAGGED)),
    identity({ ...allow(action), Effect: 'Deny' }),
  ],
  bad: {
    'on everything': identity(allow(action)),
    'among others': identity(allow(['logs:PutLogEvents', action], ['arn:aws:s3:::x', '*'])),
    'by a wildcard': identity(allow(`${action.slice(0, -2)}*`)),
    'on everything but': identity({ Effect: 'Allow', Action: action, NotResource: 'arn:aws:s3:::x' }),
    'inline in a role': { aws_iam_role: { r: { inline_policy: [{ policy: policy(allow(action)) }] } } },
    'in a role’s policy': { aws_iam_role_policy: { p: { policy: policy(allow(action)) } } },
    'in a document': {
      aws_iam_policy: { p: { policy: '${data.aws_iam_policy_document.d.json}' } },
      'data.aws_iam_policy_document': { d: { statement: [{ actions: [action], resources: ['*'] }] } },
    },
    'not to be read': { aws_iam_policy: { p: { policy: '${jsonencode({})}' } } },
  },
});

const GITHUB = 'token.actions.githubusercontent.com';
const github = (condition: Record<string, unknown>) =>
  role({
    Effect: 'Allow',
    Principal: { Federated: `arn:aws:iam::222222222222:oidc-provider/${GITHUB}` },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: condition,
  });
const AUDIENCE = { [`${GITHUB}:aud`]: 'sts.amazonaws.com' };
const subject = (sub: string) => ({ [`${GITHUB}:sub`]: sub });

/** What each check must accept and refuse. */
export const IAM_FIXTURES: Readonly<Record<string, CheckFixture>> = {
  'iam-no-inline': {
    good: role(trust({ Service: 'lambda.amazonaws.com' })),
    bad: {
      'a role policy': { aws_iam_role_policy: { p: {} } },
      'a user policy': { aws_iam_user_policy: { p: {} } },
      'a block': { aws_iam_role: { r: { inline_policy: [{ name: 'x' }] } } },
    },
  },
  'iam-no-admin': {
    good: [
      identity(allow('s3:GetObject', 'arn:aws:s3:::b/*')),
      attach('arn:aws:iam::aws:policy/ReadOnlyAccess'),
    ],
    bad: {
      everything: identity(allow('*')),
      'everything, in one place': identity(allow('*', 'arn:aws:s3:::b')),
      'everything but': identity({ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }),
      'the managed policy': attach('arn:aws:iam::aws:policy/AdministratorAccess'),
      'not to be read': { aws_iam_policy: { p: { policy: 'nonsense' } } },
    },
  },
  'iam-no-service-wildcards': {
    good: identity(allow('s3:Get*', 'arn:aws:s3:::b/*')),
    bad: {
      'a whole service': identity(allow('s3:*', 'arn:aws:s3:::b/*')),
      'among others': identity(allow(['logs:PutLogEvents', 'kms:*'], KEY)),
      'the managed policy': attach('arn:aws:iam::aws:policy/IAMFullAccess'),
    },
  },
  'iam-no-privilege-escalation': {
    good: [
      identity(allow(['iam:PassRole', 'lambda:CreateFunction'], 'arn:aws:iam::222222222222:role/x')),
      identity(allow('iam:PassRole', '*', TAGGED), allow('lambda:CreateFunction')),
      identity(allow('ecs:RunTask')),
    ],
    bad: {
      'a policy of its own': identity(allow('iam:PutRolePolicy')),
      'a role passed to a function': identity(allow('iam:PassRole'), allow('lambda:CreateFunction')),
      'somebody else’s code': identity(allow('lambda:Update*')),
    },
  },
  'iam-no-credentials-exposure': bound('sts:AssumeRole', 'arn:aws:iam::222222222222:role/x'),
  'iam-no-data-exfiltration': bound(
    'secretsmanager:GetSecretValue',
    'arn:aws:secretsmanager:eu-west-2:222222222222:secret:x',
  ),
  'iam-no-permissions-mgmt': bound('kms:PutKeyPolicy', KEY),
  'iam-no-unconstrained-write': {
    ...bound('sqs:SendMessage', 'arn:aws:sqs:eu-west-2:222222222222:x'),
    good: [
      identity(allow('sqs:SendMessage', 'arn:aws:sqs:eu-west-2:222222222222:x')),
      identity(allow('sqs:SendMessage', '*', TAGGED)),
      identity(allow(['ec2:DescribeVpcs', 'xray:PutTraceSegments'])),
    ],
  },
  'iam-no-star-resource': {
    good: [
      identity(allow(['rds:DescribeGlobalClusters', 'cloudwatch:ListMetrics', 'xray:PutTraceSegments'])),
      identity(allow('cloudwatch:PutMetricData')),
      identity(allow('s3:GetObject', 'arn:aws:s3:::b/*')),
    ],
    bad: {
      'a read that can be bound': identity(allow('s3:GetObject')),
      'even with a condition': identity(allow('kms:Decrypt', '*', TAGGED)),
      'everything but': identity({ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }),
    },
  },
  'iam-assume-role-narrow': {
    good: [
      role(trust({ Service: 'lambda.amazonaws.com' })),
      role(trust({ AWS: 'arn:aws:iam::222222222222:role/deploy' })),
      role(
        trust(
          { AWS: 'arn:aws:iam::222222222222:root' },
          { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::222222222222:role/x' } },
        ),
      ),
    ],
    bad: {
      everybody: role(trust('*', { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } })),
      'every AWS principal': role(trust({ AWS: '*' })),
      'the whole account': role(trust({ AWS: 'arn:aws:iam::222222222222:root' })),
      'the account’s id': role(trust({ AWS: ['222222222222'] })),
      'not to be read': { aws_iam_role: { r: { assume_role_policy: '' } } },
    },
  },
  'iam-passrole-filtered': {
    good: [
      identity(
        allow('iam:PassRole', 'arn:aws:iam::222222222222:role/x', {
          StringEquals: { 'iam:PassedToService': 'backup.amazonaws.com' },
        }),
      ),
      identity(allow('ecs:RunTask')),
    ],
    bad: {
      'to any service': identity(allow('iam:PassRole', 'arn:aws:iam::222222222222:role/x')),
      'any role': identity(
        allow('iam:PassRole', '*', { StringEquals: { 'iam:PassedToService': 'backup.amazonaws.com' } }),
      ),
      'by a wildcard': identity(allow('iam:P*', 'arn:aws:iam::222222222222:role/x')),
    },
  },
  'iam-github-oidc': {
    good: github({ StringEquals: { ...AUDIENCE, ...subject('repo:org/repo:environment:prod') } }),
    bad: {
      'no audience': github({ StringEquals: subject('repo:org/repo:environment:prod') }),
      'no subject': github({ StringEquals: AUDIENCE }),
      'any repository': github({
        StringEquals: AUDIENCE,
        StringLike: subject('repo:org/*:environment:prod'),
      }),
      'any branch': github({ StringEquals: AUDIENCE, StringLike: subject('repo:org/repo:*') }),
    },
  },
  'iam-no-users': tripwire(
    'aws_iam_user',
    'aws_iam_group',
    'aws_iam_access_key',
    'aws_iam_user_login_profile',
  ),
  'iam-s3-narrow': {
    good: identity(allow(['s3:GetObject', 's3:ListBucket'], ['arn:aws:s3:::b', 'arn:aws:s3:::b/*'])),
    bad: {
      everything: identity(allow('s3:ListBucket')),
      'every bucket': identity(allow('s3:GetObject', 'arn:aws:s3:::*/*')),
    },
  },
  'iam-marketplace': bound('aws-marketplace:Subscribe', 'arn:aws:aws-marketplace::x:product'),
  'kms-iam-blocked-actions': {
    good: [identity(allow(['kms:Decrypt', 'kms:ReEncrypt*'], KEY)), identity(allow('kms:DescribeKey'))],
    bad: {
      decrypt: identity(allow('kms:Decrypt')),
      're-encrypt': identity(allow('kms:ReEncrypt*')),
      'a whole service': identity(allow('kms:*')),
      'every key by ARN': identity(allow('kms:Decrypt', 'arn:aws:kms:*:222222222222:key/*')),
      'even with a condition': identity(allow('kms:Decrypt', '*', TAGGED)),
    },
  },
};
