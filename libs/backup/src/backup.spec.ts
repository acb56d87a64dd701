import {
  breakGlassRoleName,
  continuousPlanName,
  dailyPlanName,
  restoreRoleName,
  restoreTestingPlanName,
  vaultArn,
  vaultName,
} from '@healthcare-dr/backup/contract';
import { Naming } from '@healthcare-dr/platform';
import { expectNoResource, expectResource } from '@healthcare-dr/testing';
import { ROLES } from '@healthcare-dr/topology';
import { backupStack, dev, prod, regionsOf } from './__fixtures__/stacks';

describe.each(ROLES)('the backup tier in the %s Region', (role) => {
  const stack = backupStack(dev, role);
  const { own, peer } = regionsOf(dev, role);
  const naming = new Naming({ suffix: 'dev', accountId: dev.accountId, region: own });

  it('stands under the names of its contract', () => {
    expect(vaultArn(naming)).toBe(`arn:aws:backup:${own}:111111111111:backup-vault:healthcare-backup-dev`);
    expectResource(stack, 'aws_backup_vault', { name: vaultName(naming) });
    expectResource(stack, 'aws_backup_plan', { name: continuousPlanName(naming) });
    expectResource(stack, 'aws_backup_plan', { name: dailyPlanName(naming) });
    expectResource(stack, 'aws_iam_role', { name: restoreRoleName(naming) });
  });

  it('creates nobody who may break the glass', () => {
    expectNoResource(stack, 'aws_iam_role', { name: breakGlassRoleName(naming) });
  });

  it('acts in its own Region alone', () => {
    expect(stack.providers().map(({ region }) => region)).toEqual([own]);
    expect(stack.allDataSources).toEqual([]);
  });

  it('leaves alone what the whole account shares', () => {
    expectNoResource(stack, 'aws_backup_region_settings');
    expectNoResource(stack, 'aws_backup_global_settings');
  });

  it('names the other Region only where snapshots are copied to', () => {
    const naming = stack.allResources.filter(({ attributes }) => JSON.stringify(attributes).includes(peer));
    expect(naming.map(({ type, attributes }) => `${type} ${String(attributes['name'])}`).sort()).toEqual([
      'aws_backup_plan healthcare-backup-daily-dev',
      `aws_iam_policy healthcare-backup-bucket-${own}-dev`,
      `aws_iam_policy healthcare-backup-cluster-${own}-dev`,
    ]);
  });
});

describe('restore testing', () => {
  it.each([
    ['dev', dev],
    ['prod', prod],
  ])('is what dr has and the primary Region has not, in %s', (_, environment) => {
    const [primary, dr] = ROLES.map((role) =>
      backupStack(environment, role).allResources.map(({ address }) => address),
    );
    expect(
      dr
        ?.filter((address) => !primary?.includes(address))
        .map((address) => address.split('.')[0])
        .sort(),
    ).toEqual([
      'aws_backup_restore_testing_plan',
      'aws_backup_restore_testing_selection',
      // Its failures are told.
      'aws_cloudwatch_event_rule',
      'aws_cloudwatch_event_target',
      'aws_db_subnet_group',
      'aws_iam_policy',
      'aws_iam_role',
      'aws_iam_role_policy_attachment',
    ]);
    expect(primary?.filter((address) => !dr?.includes(address))).toEqual([]);
  });

  it('has a name without a hyphen', () => {
    const naming = new Naming({ suffix: 'abcdefghijkl', accountId: dev.accountId, region: 'eu-west-1' });
    expect(restoreTestingPlanName(naming)).toBe('healthcare_restore_test_abcdefghijkl');
  });

  it('knows no cluster but by the vault', () => {
    expect(
      JSON.stringify(backupStack(dev, 'dr').resources('aws_backup_restore_testing_selection')),
    ).not.toContain('healthcare-aurora');
  });
});
