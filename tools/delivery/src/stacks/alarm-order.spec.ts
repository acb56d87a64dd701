import { allDefinitions, synthesizeAll } from '@healthcare-dr/testing';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { predecessors, wavesOf } from './order';

/** A check of Route 53 copies its alarm's settings when it is made or updated, and goes by the copy. */
describe.each(['dev', 'prod'])('the alarms that health checks of %s copy', (suffix) => {
  const stacks = synthesizeAll(fixtureEnvironment(suffix));
  const definitions = allDefinitions();
  const alarms = stacks.flatMap((stack) =>
    stack.resources('aws_cloudwatch_metric_alarm').map((alarm) => ({ stack: stack.name, alarm })),
  );
  const checks = stacks.flatMap((stack) =>
    stack
      .resources('aws_route53_health_check')
      .filter(({ attributes }) => attributes['type'] === 'CLOUDWATCH_METRIC')
      .map((check) => {
        const region = attributeOf(check, 'cloudwatch_alarm_region');
        const found = alarms.filter(
          ({ stack: name, alarm }) =>
            attributeOf(alarm, 'alarm_name') === nameIn(attributeOf(check, 'cloudwatch_alarm_name')) &&
            regionOf(name) === region,
        );
        return { stack: stack.name, check, found };
      }),
  );

  function regionOf(stack: string): string {
    const environment = fixtureEnvironment(suffix);
    return stack.startsWith('dr-') ? environment.dr.region : environment.primary.region;
  }
  /** Of an alarm of the same stack it is a reference. */
  function nameIn(text: string): string {
    const [, address] = /^\$\{aws_cloudwatch_metric_alarm\.([^.]+)\.alarm_name\}$/.exec(text) ?? [];
    return address === undefined
      ? text
      : attributeOf(required(alarms.find(({ alarm }) => alarm.id === address)).alarm, 'alarm_name');
  }

  it('stand each in one stack', () => {
    expect(checks.length).toBeGreaterThan(2);
    expect(checks.map(({ found }) => found.length)).toEqual(checks.map(() => 1));
  });

  it('are deployed before the checks, whatever else is selected', () => {
    const before = predecessors(definitions);
    for (const { stack, found } of checks) {
      const [alarm] = found;
      if (alarm === undefined || alarm.stack === stack) continue;
      expect([...(before.get(stack) ?? [])]).toContain(alarm.stack);
      expect(wavesOf(definitions, new Set([stack, alarm.stack]))).toEqual([[alarm.stack], [stack]]);
    }
  });

  it('cannot be edited without their check: it holds every setting', () => {
    const settings = {
      threshold: 'threshold',
      evaluationPeriods: 'evaluation_periods',
      period: 'period',
      metricName: 'metric_name',
      namespace: 'namespace',
    };
    for (const { check, found } of checks) {
      const triggers = check.attributes['triggers'] as Record<string, string>;
      for (const [setting, attribute] of Object.entries(settings))
        expect([setting, triggers[setting]]).toEqual([
          setting,
          String(found[0]?.alarm.attributes[attribute]),
        ]);
    }
  });
});

interface Block {
  readonly attributes: Readonly<Record<string, unknown>>;
}

function attributeOf({ attributes }: Block, name: string): string {
  return String(attributes[name]);
}

function required<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('There is no such alarm.');
  return value;
}
