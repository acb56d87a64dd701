import type { RoleUsage } from '@healthcare-dr/aws-models/iam';
import { permissionAssertions, permissionsOf } from './permissions';

const ROLE = 'arn:aws:iam::111111111111:role/controller';
const grant = (action: string) => ({ policy: 'p', statement: 0, sid: 'Do', action });
const usage = (more: Partial<RoleUsage> = {}): RoleUsage => ({
  roleArn: ROLE,
  granted: [grant('rds:Describe*'), grant('sns:Publish')],
  used: [grant('rds:DescribeDBClusters')],
  denied: [],
  ...more,
});
const DENIED = {
  action: 'sqs:SendMessage',
  resource: 'arn:q',
  implied: false,
  message: 'User: … is not authorized',
};
const holds = (usages: readonly RoleUsage[]) => permissionAssertions(usages, ROLE).map(({ ok }) => ok);

describe('the permissions of a role', () => {
  it('are told apart by what was used, not used, and missing', () => {
    expect(permissionsOf([usage({ denied: [DENIED] })])).toEqual([
      {
        roleArn: ROLE,
        used: 1,
        grantedAndUnused: ['Do: sns:Publish'],
        usedAndNotGranted: ['sqs:SendMessage on arn:q'],
      },
    ]);
  });

  it('say what Lambda alone needs', () => {
    const granted = [{ ...grant('sqs:SendMessage'), sid: 'KeepFailedEvents' }];

    expect(permissionsOf([usage({ granted, used: [] })])[0]?.grantedAndUnused).toEqual([
      'KeepFailedEvents: sqs:SendMessage (Lambda sends what failed to the dead-letter queue)',
    ]);
  });

  it('hold if the controller was looked at and nobody was denied anything', () => {
    expect(holds([usage()])).toEqual([true, true]);
    expect(holds([])).toEqual([false, true]);
    expect(holds([usage({ used: [] })])).toEqual([false, true]);
    expect(holds([usage(), usage({ roleArn: 'another', denied: [DENIED] })])).toEqual([true, false]);
  });

  it('name what was denied', () => {
    expect(permissionAssertions([usage({ denied: [DENIED] })], ROLE)[1]?.detail).toBe(DENIED.message);
  });
});
