import { CloudWatchClient, DescribeAlarmsCommand, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import { mockClient } from 'aws-sdk-client-mock';
import { withAlarm } from './mutated-alarm';

const cloudWatch = mockClient(CloudWatchClient);
const client = new CloudWatchClient({ region: 'eu-west-1' });
const alarm = { AlarmName: 'lag', MetricName: 'Lag', EvaluationPeriods: 3, Period: 60 };

beforeEach(() => {
  cloudWatch.reset();
  cloudWatch.on(DescribeAlarmsCommand).resolves({ MetricAlarms: [alarm] });
});
afterAll(() => {
  cloudWatch.restore();
  client.destroy();
});

const puts = () => cloudWatch.commandCalls(PutMetricAlarmCommand).map(({ args }) => args[0].input);

describe('withAlarm', () => {
  it('changes the alarm while somebody looks, and no longer', async () => {
    const seen = await withAlarm(client, 'lag', { MetricName: 'Other' }, () =>
      Promise.resolve(puts().at(-1)?.MetricName),
    );

    expect(seen).toBe('Other');
    expect(puts()).toEqual([{ ...alarm, MetricName: 'Other' }, alarm]);
  });

  it('makes it what it was, whatever happens meanwhile', async () => {
    const looking = withAlarm(client, 'lag', { MetricName: 'Other' }, () =>
      Promise.reject(new Error('blind')),
    );

    await expect(looking).rejects.toThrow('blind');
    expect(puts().at(-1)).toEqual(alarm);
  });

  it('refuses to change an alarm that does not stand', async () => {
    cloudWatch.on(DescribeAlarmsCommand).resolves({ MetricAlarms: [] });

    await expect(withAlarm(client, 'lag', {}, () => Promise.resolve())).rejects.toThrow(
      'There is no alarm lag to be changed.',
    );
    expect(puts()).toEqual([]);
  });
});
