import type { ControlFinding } from '../check';
import { judgedEach, type Judgement } from '../judge';
import type { EnvironmentModel, Resource } from '@healthcare-dr/testing';
import {
  allows,
  coversAction,
  isForEveryResource,
  statementsOf,
  type Statement,
} from '@healthcare-dr/testing';

/** The resources that hold an identity policy, and the attributes it stands in. */
const POLICY_TYPES = ['aws_iam_policy', 'aws_iam_role_policy', 'aws_iam_user_policy', 'aws_iam_group_policy'];

/** Judges the statements that allow something, of every identity policy. A policy that cannot be read is a violation. */
export const onPolicies =
  (judge: (allowed: readonly Statement[]) => Judgement) =>
  (model: EnvironmentModel): ControlFinding[] =>
    [...model.ofType(...POLICY_TYPES), ...model.ofType('aws_iam_role')].flatMap((resource) =>
      judgedEach(
        resource,
        () => policiesOf(resource),
        (policy) => {
          const statements = statementsOf(model, resource, policy);
          return statements === undefined
            ? 'has a policy that cannot be read'
            : judge(statements.filter(allows));
        },
      ),
    );

const policiesOf = (resource: Resource) =>
  resource.type === 'aws_iam_role'
    ? resource.blocks('inline_policy').map((inline) => inline['policy'])
    : [resource.at('policy')];

/** Judges each statement that allows something by the actions it should not allow as it is. */
export const onStatements = (offences: (statement: Statement) => readonly string[], what: string) =>
  onPolicies((statements) => {
    const found = [...new Set(statements.flatMap(offences))];
    return found.length === 0 ? undefined : `${what}: ${found.join(', ')}`;
  });

/** The actions among `actions` that the statement allows on every resource, with nothing to hold it back. */
export const unboundActions =
  (actions: readonly string[]) =>
  (statement: Statement): string[] =>
    isForEveryResource(statement) && statement.conditions.length === 0
      ? actions.filter((action) => coversAction(statement, action))
      : [];

/** What a statement allows, a `NotAction` shown as what it is. */
export const actionsOf = ({ actions, notActions }: Statement): readonly string[] =>
  notActions.length > 0 ? [`everything but ${notActions.join(', ')}`] : actions;

/** Actions that make their holder as powerful as somebody else. Source: cloudsplaining's privilege escalation methods. */
export const ESCALATION: readonly (readonly string[])[] = [
  ['iam:CreatePolicyVersion'],
  ['iam:SetDefaultPolicyVersion'],
  ['iam:AttachRolePolicy'],
  ['iam:AttachUserPolicy'],
  ['iam:AttachGroupPolicy'],
  ['iam:PutRolePolicy'],
  ['iam:PutUserPolicy'],
  ['iam:PutGroupPolicy'],
  ['iam:AddUserToGroup'],
  ['iam:CreateAccessKey'],
  ['iam:CreateLoginProfile'],
  ['iam:UpdateLoginProfile'],
  ['iam:UpdateAssumeRolePolicy'],
  ['lambda:UpdateFunctionCode'],
  ['sts:AssumeRole'],
  ['iam:PassRole', 'ec2:RunInstances'],
  ['iam:PassRole', 'ecs:RunTask'],
  ['iam:PassRole', 'ecs:RegisterTaskDefinition'],
  ['iam:PassRole', 'lambda:CreateFunction'],
  ['iam:PassRole', 'cloudformation:CreateStack'],
  ['iam:PassRole', 'glue:CreateDevEndpoint'],
  ['iam:PassRole', 'datapipeline:CreatePipeline'],
];

/** Actions that answer with credentials. Source: policy_sentry, "credentials exposure". */
export const CREDENTIALS = [
  'codepipeline:PollForJobs',
  'cognito-identity:GetCredentialsForIdentity',
  'cognito-identity:GetOpenIdToken',
  'ecr:GetAuthorizationToken',
  'iam:CreateAccessKey',
  'iam:CreateLoginProfile',
  'iam:ResetServiceSpecificCredential',
  'rds-db:connect',
  'redshift:GetClusterCredentials',
  'sts:AssumeRole',
  'sts:AssumeRoleWithSAML',
  'sts:AssumeRoleWithWebIdentity',
  'sts:GetFederationToken',
  'sts:GetSessionToken',
];

/** Actions that carry data away. Source: cloudsplaining, "data exfiltration", and copies of database snapshots. */
export const EXFILTRATION = [
  's3:GetObject',
  's3:GetObjectVersion',
  'ssm:GetParameter',
  'ssm:GetParameters',
  'ssm:GetParametersByPath',
  'secretsmanager:GetSecretValue',
  'dynamodb:GetItem',
  'dynamodb:Query',
  'dynamodb:Scan',
  'rds:CopyDBSnapshot',
  'rds:CopyDBClusterSnapshot',
  'rds:CreateDBSnapshot',
  'rds:CreateDBClusterSnapshot',
  'rds:StartExportTask',
];

/** Actions that decide who may do what. Source: the "Permissions management" level of the service authorization reference. */
export const PERMISSIONS = [
  'backup:PutBackupVaultAccessPolicy',
  'backup:DeleteBackupVaultAccessPolicy',
  'ecr:SetRepositoryPolicy',
  'iam:AttachRolePolicy',
  'iam:CreatePolicy',
  'iam:CreatePolicyVersion',
  'iam:CreateRole',
  'iam:DeleteRolePolicy',
  'iam:DetachRolePolicy',
  'iam:PassRole',
  'iam:PutRolePolicy',
  'iam:UpdateAssumeRolePolicy',
  'kms:CreateGrant',
  'kms:PutKeyPolicy',
  'kms:RetireGrant',
  'kms:RevokeGrant',
  'lambda:AddPermission',
  'lambda:RemovePermission',
  'logs:DeleteResourcePolicy',
  'logs:PutResourcePolicy',
  'rds:AuthorizeDBSecurityGroupIngress',
  's3:DeleteBucketPolicy',
  's3:PutBucketAcl',
  's3:PutBucketPolicy',
  's3:PutBucketPublicAccessBlock',
  's3:PutObjectAcl',
  'secretsmanager:DeleteResourcePolicy',
  'secretsmanager:PutResourcePolicy',
  'sns:AddPermission',
  'sns:RemovePermission',
  'sns:SetTopicAttributes',
  'sqs:AddPermission',
  'sqs:RemovePermission',
];

/** Verbs that only read. */
const READING = /^(?:[\w-]+):(?:BatchGet|Describe|Get|Head|List|Lookup|Search|Select|Simulate|View)/;

/** Writes for which AWS knows no resource: the service authorization reference lists none. */
const UNBINDABLE = [
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
  'ecr:GetAuthorizationToken',
  'sts:GetCallerIdentity',
];

/** Whether an action, possibly with wildcards, may change something. */
export function writes(action: string): boolean {
  return !READING.test(action) && !UNBINDABLE.includes(action);
}

/** What AWS binds to no resource: most `Describe` and `List`, metrics, and the writes of {@link UNBINDABLE}. */
export function needsEveryResource(action: string): boolean {
  return (
    /^[\w-]+:(?:Describe|List)/.test(action) ||
    // Of these, PutMetricData is a write: what binds it is a condition on its namespace, which is asked for elsewhere.
    ['cloudwatch:GetMetricData', 'cloudwatch:PutMetricData'].includes(action) ||
    UNBINDABLE.includes(action)
  );
}
