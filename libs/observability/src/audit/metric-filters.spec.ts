import { CloudwatchLogMetricFilter } from '@cdktf/provider-aws/lib/cloudwatch-log-metric-filter';
import { expectResource, objectOf } from '@healthcare-dr/testing';
import { namingOf } from '@healthcare-dr/platform';
import { parseEnvironment, ROLES } from '@healthcare-dr/topology';
import { alarmNames, alarmOf, dev, synthesize } from '../__fixtures__/stacks';
import { eventsOf } from './event-patterns';
import { watchedEvents } from './watched-events';

/** The monitoring list of the CIS AWS Foundations Benchmark, 4.1 to 4.15, and an event that each must find. */
const CIS: readonly (readonly [string, string])[] = [
  ['unauthorized-calls', 'UnauthorizedOperation'],
  ['sign-in-without-mfa', 'MFAUsed'],
  ['root-use', 'Root'],
  ['iam-changes', 'AttachRolePolicy'],
  ['trail-changes', 'StopLogging'],
  ['failed-sign-ins', 'Failed authentication'],
  ['key-disabling', 'ScheduleKeyDeletion'],
  ['bucket-policy-changes', 'PutBucketPolicy'],
  ['config-changes', 'StopConfigurationRecorder'],
  ['security-group-changes', 'AuthorizeSecurityGroupIngress'],
  ['network-acl-changes', 'CreateNetworkAclEntry'],
  ['gateway-changes', 'AttachInternetGateway'],
  ['route-changes', 'ReplaceRoute'],
  ['vpc-changes', 'ModifyVpcAttribute'],
  ['organization-changes', 'LeaveOrganization'],
];

const BESIDE_CIS: readonly (readonly [string, string])[] = [
  ['backup-changes', 'DeleteRecoveryPoint'],
  ['standby-changes', 'RemoveFromGlobalCluster'],
  ['data-exports', 'ModifyDBClusterSnapshotAttribute'],
  ['data-exports', 'StartExportTask'],
  ['key-policy-changes', 'PutKeyPolicy'],
  ['master-secret-reads', 'healthcare-aurora-master-dev'],
  ['credential-changes', 'CreateAccessKey'],
  ['trust-changes', 'UpdateAssumeRolePolicy'],
  ['bucket-protection-changes', 'PutBucketPublicAccessBlock'],
  ['bucket-protection-changes', 'PutBucketVersioning'],
  ['record-changes', 'DeleteFlowLogs'],
  ['controller-changes', 'UpdateFunctionCode*'],
  ['controller-changes', 'AddPermission*'],
  ['controller-orders', '/failover-lambda/hold'],
  ['controller-orders', '/failover-lambda/policy'],
  ['backup-changes', 'PutBackupVaultLockConfiguration'],
  ['health-check-changes', 'UpdateHealthCheck'],
];

describe.each(ROLES)('in the trail of the %s Region', (role) => {
  const stack = synthesize(role);

  it.each([...CIS, ...BESIDE_CIS])('%s is counted by a filter that finds %s, and told', (what, term) => {
    const name = `healthcare-audit-${what}-dev`;
    const filter = expectResource(stack, CloudwatchLogMetricFilter, {
      name,
      metric_transformation: { namespace: 'HealthcareDr/Audit/dev', name, value: '1' },
    });
    const [group] = stack.resources('aws_cloudwatch_log_group');
    expect(filter.attributes['log_group_name']).toBe(`\${${group?.address ?? ''}.name}`);
    expect(filter.attributes['pattern']).toContain(term);
    const alarm = alarmOf(stack, `audit-${what}`);
    expect(alarm).toMatchObject({
      namespace: 'HealthcareDr/Audit/dev',
      metric_name: name,
      statistic: 'Sum',
      period: 300,
      evaluation_periods: 1,
      comparison_operator: 'GreaterThanThreshold',
      treat_missing_data: 'notBreaching',
      alarm_description: expect.stringContaining('docs/runbooks/security-event.md'),
    });
    expect(alarm).not.toHaveProperty('dimensions');
  });

  it('nothing else is', () => {
    const expected = [...new Set([...CIS, ...BESIDE_CIS].map(([what]) => `audit-${what}`))].sort();
    expect(alarmNames(stack).filter((name) => name.startsWith('audit-'))).toEqual(expected);
    expect(stack.resources(CloudwatchLogMetricFilter)).toHaveLength(expected.length);
  });

  it('what cannot be undone pages for the first time it happens', () => {
    const paging = stack
      .resources('aws_cloudwatch_metric_alarm')
      .filter(({ attributes }) => String(attributes['alarm_description']).startsWith('[page]'))
      .map(({ attributes }) => ({
        name: String(attributes['alarm_name']),
        threshold: attributes['threshold'],
      }))
      .filter(({ name }) => name.includes('-audit-'));
    expect(paging.map(({ name }) => name).sort()).toEqual(
      [
        'backup-changes',
        'bucket-protection-changes',
        'credential-changes',
        'data-exports',
        'health-check-changes',
        'key-disabling',
        'key-policy-changes',
        'record-changes',
        'root-use',
        'sign-in-without-mfa',
        'standby-changes',
        'trail-changes',
        'trust-changes',
      ].map((what) => `healthcare-audit-${what}-dev`),
    );
    expect(new Set(paging.map(({ threshold }) => threshold))).toEqual(new Set([0]));
  });
});

it('an environment counts in a namespace of its own', () => {
  const filters = synthesize('dr', parseEnvironment({ ...dev, suffix: 'pr7' })).resources(
    CloudwatchLogMetricFilter,
  );
  for (const { attributes } of filters)
    expect(objectOf(attributes['metric_transformation'])).toMatchObject({
      namespace: 'HealthcareDr/Audit/pr7',
    });
});

it('takes from the configuration what is tolerated', () => {
  const audit = { unauthorizedCalls: 50, failedSignIns: 9 };
  const stack = synthesize('primary', parseEnvironment({ ...dev, alarms: { ...dev.alarms, audit } }));
  expect(alarmOf(stack, 'audit-unauthorized-calls')).toMatchObject({ threshold: 50 });
  expect(alarmOf(stack, 'audit-failed-sign-ins')).toMatchObject({ threshold: 9 });
});

describe('a pattern', () => {
  it('is no longer than CloudWatch Logs takes it', () => {
    for (const { pattern } of watchedEvents(dev.alarms, namingOf(dev, 'dr')))
      expect(pattern.length).toBeLessThanOrEqual(1024);
    expect(() =>
      eventsOf('kms', ...Array.from({ length: 50 }, (_, index) => `AnEventWithALongName${index}`)),
    ).toThrow(/A pattern has \d+ characters, and may have 1024/);
  });

  it('asks for the service where other services have events of the same name', () => {
    expect(eventsOf('rds', 'DeleteDBCluster', 'DeleteGlobalCluster')).toBe(
      '{ ($.eventSource = rds.amazonaws.com) && (($.eventName = DeleteDBCluster) || ($.eventName = DeleteGlobalCluster)) }',
    );
  });
});
