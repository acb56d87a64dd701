import { stringsOf } from '@healthcare-dr/testing';
import { ROLES } from '@healthcare-dr/topology';
import { alarmOf, synthesize } from '../__fixtures__/stacks';

const inAlarm = (...names: string[]) => names.map((name) => `ALARM("healthcare-${name}-dev")`);

const SEEN_FROM_BOTH = [
  'replication-lag',
  'rpo-lag',
  'data-failed',
  'backup-copy-failed-aurora',
  'backup-copy-failed-s3',
];

describe('the alarm that says that dr is not ready', () => {
  it('looks in the primary Region at what leaves it for dr', () => {
    expect(alarmOf(synthesize('primary'), 'dr-not-ready')['alarm_rule']).toBe(
      inAlarm(...SEEN_FROM_BOTH).join(' OR '),
    );
  });

  it('looks in the dr Region at what is there, and takes a signal that is unknown for a reason', () => {
    expect(alarmOf(synthesize('dr'), 'dr-not-ready')['alarm_rule']).toBe(
      [
        ...inAlarm(
          ...SEEN_FROM_BOTH,
          'data-latency',
          'backup-restore-failed',
          'service-tasks',
          'no-healthy-host',
          'controller-errors',
          'controller-probe-unknown',
          'controller-checkers-unknown',
          'controller-control-plane-unknown',
          'controller-replication-unknown',
          'controller-egress-unknown',
        ),
      ].join(' OR '),
    );
  });

  it.each(ROLES)('is made in the %s Region after every alarm of its rule, and no other', (role) => {
    const stack = synthesize(role);
    const alarm = alarmOf(stack, 'dr-not-ready');
    const named = [...String(alarm['alarm_rule']).matchAll(/"([^"]+)"/g)].map(([, name]) => name);
    const before = stringsOf(alarm['depends_on']).map(
      (address) =>
        stack.resources('aws_cloudwatch_metric_alarm').find((block) => block.address === address)?.attributes[
          'alarm_name'
        ],
    );
    expect(before.sort()).toEqual([...new Set(named)].sort());
  });

  it.each(ROLES)('pages, and never calls the controller, in the %s Region', (role) => {
    const alarm = alarmOf(synthesize(role), 'dr-not-ready');
    expect(alarm['alarm_description']).toMatch(/^\[page\] dr is not ready/);
    expect(JSON.stringify(alarm['alarm_actions'])).not.toContain('lambda');
  });
});
