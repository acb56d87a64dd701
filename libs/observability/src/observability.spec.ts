import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { SEVERITIES, severityPrefix } from '@healthcare-dr/notifications/contract';
import { ROLES } from '@healthcare-dr/topology';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { alarmNames, dev, synthesize } from './__fixtures__/stacks';
import { RUNBOOKS } from './runbooks';

const RUNBOOK_PATHS: readonly string[] = Object.values(RUNBOOKS);

describe.each(ROLES)('Observability on the %s side', (role) => {
  const stack = synthesize(role);
  const { region } = dev[role];
  const topic = `arn:aws:sns:${region}:111111111111:healthcare-notifications-dev`;
  const controller = `arn:aws:lambda:${region}:111111111111:function:healthcare-failover-dev`;
  const alarms = stack
    .resources(CloudwatchMetricAlarm)
    .concat(stack.resources('aws_cloudwatch_composite_alarm'))
    // Those of the watch Region tell its topic.
    .filter(({ attributes }) => attributes['provider'] === undefined)
    .map(({ attributes }) => [String(attributes['alarm_name']), attributes] as const);

  it.each(alarms)('%s tells the topic of its own Region of every change', (_name, alarm) => {
    expect(alarm).toMatchObject({ actions_enabled: true, ok_actions: [topic] });
    for (const actions of [alarm['alarm_actions'], alarm['insufficient_data_actions']]) {
      expect(actions).toContain(topic);
      expect([[topic], [topic, controller]]).toContainEqual(actions);
    }
  });

  it.each(alarms)('%s says its severity, what is wrong, and what to do', (_name, alarm) => {
    const description = String(alarm['alarm_description']);
    expect(SEVERITIES.filter((severity) => description.startsWith(severityPrefix(severity)))).toHaveLength(1);
    expect(RUNBOOK_PATHS).toContain(/Runbook: (\S+)$/.exec(description)?.[1]);
  });

  it.each(alarms.filter(([, alarm]) => alarm['alarm_rule'] === undefined))(
    '%s says what silence means',
    (_name, alarm) => {
      expect(['missing', 'ignore', 'breaching', 'notBreaching']).toContain(alarm['treat_missing_data']);
    },
  );

  it('calls the controller only where there is something to look at, and never for what somebody did', () => {
    const calling = alarms
      .filter(([, alarm]) => JSON.stringify(alarm['alarm_actions']).includes(controller))
      .map(([name]) => name);
    expect(calling.sort()).toEqual([
      'healthcare-controller-silent-dev',
      'healthcare-data-latency-dev',
      'healthcare-replication-lag-dev',
      'healthcare-rpo-lag-dev',
    ]);
  });

  it('watches every concern', () => {
    const instances = Array.from({ length: dev.database.instances[role] }, (_, index) => index + 1);
    const expected = [
      'replication-lag',
      'rpo-lag',
      ...instances.flatMap((number) =>
        ['cpu', 'connections', 'memory', 'capacity', 'deadlocks'].map((what) => `database-${what}-${number}`),
      ),
      'balancer-errors',
      'service-errors',
      'unhealthy-hosts',
      'no-healthy-host',
      'latency',
      'service-cpu',
      'service-memory',
      'service-tasks',
      'data-latency',
      'data-pending-operations',
      'data-pending-bytes',
      'data-failed',
      ...['failed', 'copy-failed', 'missing', 'copy-missing'].flatMap((what) => [
        `backup-${what}-aurora`,
        `backup-${what}-s3`,
      ]),
      'backup-restore-failed',
      'controller-silent',
      'controller-errors',
      'controller-unknown-events',
      'controller-crashes',
      'controller-throttles',
      'controller-dead-letter-errors',
      'controller-dead-letters',
      'controller-journal',
      ...['probe', 'checkers', 'control-plane', 'replication', 'egress'].map(
        (signal) => `controller-${signal}-unknown`,
      ),
    ];
    expect(alarmNames(stack).filter((name) => !name.startsWith('audit-'))).toEqual(expected.sort());
  });
});

it.each(ROLES)(
  'leaves out the trail, and what is watched in it, where an environment shares an account: %s',
  (role) => {
    const stack = synthesize(role, fixtureEnvironment('pr7'));
    const types = new Set(stack.allResources.map(({ type }) => type));
    expect([...types].sort()).toEqual([
      'aws_cloudwatch_composite_alarm',
      'aws_cloudwatch_dashboard',
      'aws_cloudwatch_metric_alarm',
    ]);
    expect(alarmNames(stack).filter((name) => name.startsWith('audit-'))).toEqual([]);
    expect(stack.text).not.toContain('trail');
  },
);
