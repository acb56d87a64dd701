/** The roles that deliver. */
export const DELIVERY_ROLES = ['deploy', 'plan'] as const;
export type DeliveryRole = (typeof DELIVERY_ROLES)[number];

/** Actions that a drill does not see, although AWS asks for them. */
export interface ImpliedActions {
  readonly actions: readonly string[];
  /** What AWS asks for them for, or who calls them. */
  readonly reason: string;
  /** Where AWS documents it; of the project's own calls the file that makes them. */
  readonly source: string;
}

const implied = (reason: string, source: string, ...actions: readonly string[]): ImpliedActions => ({
  actions,
  reason,
  source,
});

const AUTHORIZATION = 'https://docs.aws.amazon.com/service-authorization/latest/reference';

/**
 * What a deployment needs beside the calls that a drill sees: what services do with the caller's permissions, tags that come with
 * a creation, and the calls of `tools/delivery`. Nothing of it is used in a drill, or not in each; whatever else is not used is stale.
 */
export const IMPLIED_ACTIONS: readonly ImpliedActions[] = [
  implied(
    'hands a role to the service that acts as it',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html',
    'iam:PassRole',
  ),
  implied(
    'makes the linked role of ECS, RDS, load balancing, scaling, backup or WAF where it is the first in the account',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/using-service-linked-roles.html',
    'iam:CreateServiceLinkedRole',
  ),
  implied(
    'lets RDS, DynamoDB, Lambda and Backup use a customer key for as long as the resource lives',
    'https://docs.aws.amazon.com/kms/latest/developerguide/grants.html',
    'kms:CreateGrant',
    'kms:RetireGrant',
  ),
  implied(
    'reads and writes what a customer key encrypts: states, parameters, secrets, topics',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html',
    'kms:Decrypt',
    'kms:GenerateDataKey',
  ),
  implied(
    'encrypts variables of a function, and what a cluster or a secret begins with',
    'https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html',
    'kms:Encrypt',
    'kms:GenerateDataKeyWithoutPlaintext',
  ),
  implied(
    'mounts the storage of a new vault',
    'https://docs.aws.amazon.com/aws-backup/latest/devguide/access-control.html',
    'backup-storage:MountCapsule',
  ),
  implied(
    'empties a bucket of versions and of what is locked in governance mode, where an environment may be destroyed',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/empty-bucket.html',
    's3:BypassGovernanceRetention',
    's3:DeleteObject',
    's3:DeleteObjectVersion',
  ),
  implied(
    'tags what it creates',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_tags.html#access_tags_control-requests',
    'acm:AddTagsToCertificate',
    'application-autoscaling:TagResource',
    'backup:TagResource',
    'cloudtrail:AddTags',
    'cloudwatch:TagResource',
    'dynamodb:TagResource',
    'ec2:CreateTags',
    'ecs:TagResource',
    'elasticloadbalancing:AddTags',
    'events:TagResource',
    'iam:TagPolicy',
    'iam:TagRole',
    'kms:TagResource',
    'lambda:TagResource',
    'logs:TagResource',
    'rds:AddTagsToResource',
    'route53:ChangeTagsForResource',
    's3:PutBucketTagging',
    'secretsmanager:TagResource',
    'sns:TagResource',
    'sqs:TagQueue',
    'ssm:AddTagsToResource',
    'wafv2:TagResource',
  ),
  implied(
    'changes tags of what stands, and takes them away',
    'https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html',
    'acm:RemoveTagsFromCertificate',
    'application-autoscaling:UntagResource',
    'backup:UntagResource',
    'cloudtrail:RemoveTags',
    'cloudwatch:UntagResource',
    'dynamodb:UntagResource',
    'ec2:DeleteTags',
    'ecs:UntagResource',
    'elasticloadbalancing:RemoveTags',
    'events:UntagResource',
    'iam:UntagPolicy',
    'iam:UntagRole',
    'kms:UntagResource',
    'lambda:UntagResource',
    'logs:UntagResource',
    'rds:RemoveTagsFromResource',
    'secretsmanager:UntagResource',
    'sns:UntagResource',
    'sqs:UntagQueue',
    'ssm:RemoveTagsFromResource',
    'wafv2:UntagResource',
  ),
  implied(
    'delivers flow logs and the log of the web ACL to CloudWatch Logs',
    `${AUTHORIZATION}/list_amazoncloudwatchlogs.html`,
    'logs:CreateLogDelivery',
    'logs:DeleteLogDelivery',
    'logs:DescribeResourcePolicies',
    'logs:PutResourcePolicy',
  ),
  implied(
    'puts a web ACL in front of a load balancer',
    'https://docs.aws.amazon.com/waf/latest/developerguide/security_iam_id-based-policy-examples.html',
    'elasticloadbalancing:SetWebACL',
  ),
  implied(
    'puts a function into subnets, and an association of a zone into a VPC',
    'https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html',
    'ec2:DescribeSecurityGroups',
    'ec2:DescribeSubnets',
    'ec2:DescribeVpcs',
  ),
  implied(
    'scales the service with the permissions of whoever registers it',
    'https://docs.aws.amazon.com/autoscaling/application/userguide/security_iam_id-based-policy-examples.html',
    'cloudwatch:DeleteAlarms',
    'cloudwatch:DescribeAlarms',
    'cloudwatch:PutMetricAlarm',
    'ecs:DescribeServices',
    'ecs:UpdateService',
  ),
  implied(
    'changes what stands: the drill creates, reads and deletes',
    AUTHORIZATION,
    'backup:UpdateBackupPlan',
    'backup:UpdateRestoreTestingPlan',
    'backup:UpdateRestoreTestingSelection',
    'cloudtrail:UpdateTrail',
    'dynamodb:UpdateTable',
    'ec2:ModifySubnetAttribute',
    'ec2:ModifySecurityGroupRules',
    'ec2:ModifyVpcEndpoint',
    'ec2:ReplaceRoute',
    'ec2:UnassignPrivateNatGatewayAddress',
    'ecs:UpdateCluster',
    'elasticloadbalancing:ModifyListener',
    'elasticloadbalancing:ModifyTargetGroup',
    'elasticloadbalancing:SetSecurityGroups',
    'elasticloadbalancing:SetSubnets',
    'iam:CreatePolicyVersion',
    'iam:DeletePolicyVersion',
    'iam:PutRolePermissionsBoundary',
    'iam:UpdateAssumeRolePolicy',
    'iam:UpdateRole',
    'kms:PutKeyPolicy',
    'kms:UpdateAlias',
    'kms:UpdateKeyDescription',
    'lambda:UpdateFunctionCode',
    'lambda:UpdateFunctionConfiguration',
    'logs:DeleteRetentionPolicy',
    'rds:ModifyDBCluster',
    'rds:ModifyDBInstance',
    'rds:ModifyGlobalCluster',
    'rds:RebootDBInstance',
    'route53:UpdateHealthCheck',
    's3:DeleteBucketPolicy',
    'secretsmanager:PutSecretValue',
    'secretsmanager:UpdateSecret',
    'sns:SetSubscriptionAttributes',
    'wafv2:UpdateWebACL',
  ),
  implied(
    'finds by their tags what a killed run made and no state knows',
    'tools/delivery/src/deploy/orphans.ts',
    'tag:GetResources',
  ),
  implied(
    'reads the contract values that decide whether a stack stands',
    'tools/delivery/src/aws/parameters.ts',
    'ssm:GetParameter',
    'ssm:GetParameters',
  ),
];

/** All of them. */
export const impliedActions = (): ReadonlySet<string> =>
  new Set(IMPLIED_ACTIONS.flatMap(({ actions }) => actions));
