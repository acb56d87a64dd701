import { BackupPlan } from '@cdktf/provider-aws/lib/backup-plan';
import { BackupSelection } from '@cdktf/provider-aws/lib/backup-selection';
import { expectResource, type SynthesizedStack } from '@healthcare-dr/testing';
import { parseEnvironment, ROLES } from '@healthcare-dr/topology';
import { backupStack, dev, reference, regionsOf } from './__fixtures__/stacks';

interface Rule {
  readonly rule_name: string;
  readonly schedule: string;
  readonly enable_continuous_backup?: boolean;
  readonly start_window: number;
  readonly completion_window: number;
  readonly lifecycle: Readonly<Record<string, unknown>>;
  readonly copy_action?: { destination_vault_arn: string; lifecycle: Readonly<Record<string, unknown>> }[];
}

const rulesOf = (stack: SynthesizedStack) =>
  stack.resources('aws_backup_plan').flatMap(({ attributes }) => attributes['rule'] as unknown as Rule[]);
const ruleOf = (stack: SynthesizedStack, name: string) => {
  const rule = rulesOf(stack).find(({ rule_name }) => rule_name === name);
  if (rule === undefined) throw new Error(`There is no rule ${name}.`);
  return rule;
};

describe.each(ROLES)('the plans of the %s Region', (role) => {
  const stack = backupStack(dev, role);
  const { own, peer } = regionsOf(dev, role);
  const [vault] = stack.resources('aws_backup_vault');

  it('back up continuously, every hour, for seven days', () => {
    expectResource(stack, BackupPlan, {
      name: 'healthcare-backup-continuous-dev',
      rule: [
        {
          rule_name: 'hourly-continuous',
          target_vault_name: reference(vault, 'name'),
          schedule: 'cron(0 */1 * * ? *)',
          enable_continuous_backup: true,
          lifecycle: { delete_after: 7 },
        },
      ],
    });
  });

  it('take a snapshot a day and copy it to the other Region, each with its own retention', () => {
    const environment = parseEnvironment({ ...dev, backup: { snapshotDays: 40, copyDays: 90 } });
    expectResource(backupStack(environment, role), BackupPlan, {
      name: 'healthcare-backup-daily-dev',
      rule: [
        {
          rule_name: 'daily-snapshot',
          schedule: 'cron(30 2 * * ? *)',
          lifecycle: { delete_after: 40 },
          copy_action: [
            {
              destination_vault_arn: `arn:aws:backup:${peer}:111111111111:backup-vault:healthcare-backup-dev`,
              lifecycle: { delete_after: 90 },
            },
          ],
        },
      ],
    });
    expect(ruleOf(stack, 'daily-snapshot')).not.toHaveProperty('enable_continuous_backup');
  });

  it('keep a snapshot and its copy for 35 days unless told otherwise', () => {
    const { lifecycle, copy_action: copies } = ruleOf(stack, 'daily-snapshot');
    expect([lifecycle, copies?.[0]?.lifecycle]).toEqual([{ delete_after: 35 }, { delete_after: 35 }]);
  });

  it('keep the continuous backup for exactly as long as the cluster keeps its own', () => {
    const environment = parseEnvironment({ ...dev, backup: { continuousDays: 14 } });
    expect(ruleOf(backupStack(environment, role), 'hourly-continuous').lifecycle).toEqual({
      delete_after: 14,
    });
  });

  it('know no cold storage: neither Aurora nor S3 has any', () => {
    expect(stack.text).not.toContain('cold_storage_after');
    expect(stack.text).not.toContain('opt_in_to_archive');
  });

  it('sell no copy as a point-in-time restore: what is copied is a snapshot', () => {
    expect(ruleOf(stack, 'hourly-continuous')).not.toHaveProperty('copy_action');
    for (const rule of rulesOf(stack).filter(({ copy_action: copies }) => copies !== undefined)) {
      expect(rule.enable_continuous_backup ?? false).toBe(false);
    }
  });

  it('have one rule each, or AWS Backup would merge what overlaps', () => {
    expect(stack.resources('aws_backup_plan').map(({ attributes }) => attributes['rule'])).toEqual([
      [expect.objectContaining({ rule_name: 'hourly-continuous' })],
      [expect.objectContaining({ rule_name: 'daily-snapshot' })],
    ]);
  });

  it('have windows that AWS Backup takes, and time for the only snapshot of the day', () => {
    for (const { start_window: start, completion_window: completion } of rulesOf(stack)) {
      expect(start).toBeGreaterThanOrEqual(60);
      expect(completion).toBeGreaterThanOrEqual(start + 60);
    }
    expect(ruleOf(stack, 'daily-snapshot').start_window).toBeGreaterThan(60);
  });

  it.each([
    ['healthcare-backup-continuous-dev', false],
    ['healthcare-backup-daily-dev', true],
  ])('select by ARN, for the role that may back it up: %s', (name, withBucket) => {
    const [plan] = stack.resources('aws_backup_plan').filter(({ attributes }) => attributes['name'] === name);
    const [backupRole] = stack
      .resources('aws_iam_role')
      .filter(({ attributes }) => String(attributes['name']).startsWith('healthcare-backup-'));
    const attached = stack
      .resources('aws_iam_role_policy_attachment')
      .filter(({ attributes }) => attributes['role'] === reference(backupRole, 'name'))
      .map(({ address }) => address);
    const { attributes } = expectResource(stack, BackupSelection, {
      name,
      plan_id: reference(plan, 'id'),
      iam_role_arn: reference(backupRole, 'arn'),
      resources: [
        `arn:aws:rds:${own}:111111111111:cluster:healthcare-aurora-dev`,
        ...(withBucket ? [`arn:aws:s3:::healthcare-data-111111111111-${own}-dev`] : []),
      ],
    });
    expect(attributes).not.toHaveProperty('selection_tag');
    expect(attached).toHaveLength(3);
    expect([...(attributes['depends_on'] as string[])].sort()).toEqual([...attached].sort());
  });

  it('except the continuous plan alone from the retention of snapshots', () => {
    const excepted = stack.allResources.filter(({ suppressions }) =>
      suppressions.some(({ check }) => check === 'backup-plan-frequency-retention'),
    );
    expect(excepted.map(({ attributes }) => attributes['name'])).toEqual([
      'healthcare-backup-continuous-dev',
    ]);
  });
});
