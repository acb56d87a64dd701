import type { TierInvariants } from '@healthcare-dr/testing';

const TESTS_RESTORES =
  'restores are tested where they have to work, from what arrived there: in dr, which reads its network for it';

export default {
  names: {
    aws_backup_plan: { names: ['name'], namespace: 'region' },
    aws_backup_restore_testing_plan: { names: ['name'], namespace: 'region' },
    aws_backup_restore_testing_selection: { names: [], namespace: 'none' },
    aws_backup_selection: { names: ['name'], namespace: 'none' },
    aws_backup_vault: { names: ['name'], namespace: 'region' },
    aws_backup_vault_lock_configuration: { names: [], namespace: 'none' },
    aws_backup_vault_notifications: { names: [], namespace: 'none' },
    aws_backup_vault_policy: { names: [], namespace: 'none' },
  },
  roleDifferences: [
    { path: 'resource.aws_backup_restore_testing_plan', reason: TESTS_RESTORES },
    { path: 'resource.aws_backup_restore_testing_selection', reason: TESTS_RESTORES },
    { path: 'resource.aws_db_subnet_group', reason: TESTS_RESTORES },
    ...[
      'aws_cloudwatch_event_rule.backup_restore-testing_failures_26178682',
      'aws_cloudwatch_event_target.backup_restore-testing_failures-target_9AC7FC1B',
      'aws_iam_policy.backup_restore-testing_failures-policy_A7703EEC',
      'aws_iam_role.backup_restore-testing_failures-role_F3245E95',
      'aws_iam_role_policy_attachment.backup_restore-testing_failures-role-policy_C508E3DE',
    ].map((resource) => ({ path: `resource.${resource}`, reason: TESTS_RESTORES })),
    { path: 'data.aws_ssm_parameter.contract-networking-isolatedSubnetIds', reason: TESTS_RESTORES },
    { path: 'data.aws_ssm_parameter.contract-networking-databaseSecurityGroupId', reason: TESTS_RESTORES },
  ],
  primaryRegionMentions: [
    {
      path: 'resource.aws_backup_plan.*.rule.*.copy_action.*.destination_vault_arn',
      reason:
        'while dr writes, its snapshots are copied to the primary Region; AWS Backup looks for the vault when a copy begins, not when the plan is made',
    },
    {
      path: 'resource.aws_iam_policy.*.policy',
      reason: 'what the role may do to those copies is named by ARN; IAM takes it without the Region',
    },
  ],
} satisfies TierInvariants;
