import { BackupRestoreTestingPlan } from '@cdktf/provider-aws/lib/backup-restore-testing-plan';
import { BackupRestoreTestingSelection } from '@cdktf/provider-aws/lib/backup-restore-testing-selection';
import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { DbSubnetGroup } from '@cdktf/provider-aws/lib/db-subnet-group';
import { expectNoResource, expectResource } from '@healthcare-dr/testing';
import { backupStack, dev, GIVEN, prod, reference } from './__fixtures__/stacks';

describe('restore testing', () => {
  const stack = backupStack(dev, 'dr');
  const [plan] = stack.resources('aws_backup_restore_testing_plan');
  const [selection] = stack.resources('aws_backup_restore_testing_selection');

  it('happens in dr, where restores have to work, and not in the primary Region', () => {
    expect(stack.resources('aws_backup_restore_testing_plan')).toHaveLength(1);
    expectNoResource(backupStack(dev, 'primary'), 'aws_backup_restore_testing_plan');
    expectNoResource(backupStack(dev, 'primary'), 'aws_backup_restore_testing_selection');
  });

  it('restores the newest snapshot of dr’s own vault, every week', () => {
    expectResource(stack, BackupRestoreTestingPlan, {
      schedule_expression: 'cron(0 12 ? * SUN *)',
      start_window_hours: 4,
      recovery_point_selection: [
        {
          algorithm: 'LATEST_WITHIN_WINDOW',
          include_vaults: [reference(stack.resources('aws_backup_vault')[0], 'arn')],
          recovery_point_types: ['SNAPSHOT'],
          selection_window_days: 3,
        },
      ],
    });
  });

  it('tells the topic of a test that failed, of this environment alone', () => {
    const rule = expectResource(stack, CloudwatchEventRule, { name: 'healthcare-restore-test-failures-dev' });
    expect(JSON.parse(String(rule.attributes['event_pattern']))).toEqual({
      source: ['aws.backup'],
      'detail-type': ['Restore Job State Change'],
      detail: {
        restoreTestingPlanArn: [
          {
            prefix: `arn:aws:backup:eu-west-1:111111111111:restore-testing-plan:${String(plan?.attributes['name'])}-`,
          },
        ],
        status: ['ABORTED', 'FAILED'],
      },
    });
    expectResource(stack, CloudwatchEventTarget, { rule: reference(rule, 'name'), arn: GIVEN.topicArn });
  });

  it.each([
    ['dev', dev],
    ['prod', prod],
  ])('goes by names of letters, digits and underscores in %s', (suffix, environment) => {
    const synthesized = backupStack(environment, 'dr');
    const names = ['aws_backup_restore_testing_plan', 'aws_backup_restore_testing_selection'].map((type) =>
      String(synthesized.resources(type)[0]?.attributes['name']),
    );
    expect(names).toEqual([`healthcare_restore_test_${suffix}`, `healthcare_aurora_${suffix}`]);
    for (const name of names) expect(name).toMatch(/^\w{1,50}$/);
  });

  it('takes every cluster that has a snapshot in the vault, whoever writes', () => {
    expectResource(stack, BackupRestoreTestingSelection, {
      restore_testing_plan_name: reference(plan, 'name'),
      protected_resource_type: 'Aurora',
      protected_resource_arns: ['*'],
      validation_window_hours: 4,
    });
  });

  it('restores into isolated subnets, the database’s security group and a customer key, not into the default VPC', () => {
    const subnetGroup = expectResource(stack, DbSubnetGroup, {
      name: 'healthcare-restore-test-dev',
      subnet_ids: ['subnet-a', 'subnet-b'],
    });
    expect(selection?.attributes['restore_metadata_overrides']).toEqual({
      dbSubnetGroupName: reference(subnetGroup, 'name'),
      vpcSecurityGroupIds: '["sg-database"]',
      kmsKeyId: GIVEN.backupKeyArn,
    });
  });

  it('acts as the role that may restore, once it may', () => {
    const [restoreRole] = stack
      .resources('aws_iam_role')
      .filter(({ attributes }) => String(attributes['name']).startsWith('healthcare-restore-'));
    expect(selection?.attributes['iam_role_arn']).toBe(reference(restoreRole, 'arn'));
    const attached = stack
      .resources('aws_iam_role_policy_attachment')
      .filter(({ attributes }) => attributes['role'] === reference(restoreRole, 'name'))
      .map(({ address }) => address);
    expect(attached).toHaveLength(3);
    expect([...(selection?.attributes['depends_on'] as string[])].sort()).toEqual(attached.sort());
  });
});
