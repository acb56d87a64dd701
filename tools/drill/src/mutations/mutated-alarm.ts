import {
  type CloudWatchClient,
  DescribeAlarmsCommand,
  PutMetricAlarmCommand,
  type MetricAlarm,
} from '@aws-sdk/client-cloudwatch';

/** Looks at a world in which an alarm is another, and makes it what it was. */
export async function withAlarm<T>(
  client: CloudWatchClient,
  name: string,
  change: Partial<MetricAlarm>,
  look: () => Promise<T>,
): Promise<T> {
  const { MetricAlarms = [] } = await client.send(new DescribeAlarmsCommand({ AlarmNames: [name] }));
  const [alarm] = MetricAlarms;
  if (alarm === undefined) throw new Error(`There is no alarm ${name} to be changed.`);
  await put(client, { ...alarm, ...change });
  try {
    return await look();
  } finally {
    await put(client, alarm);
  }
}

/** Gives an alarm its settings, as it is described. */
async function put(client: CloudWatchClient, alarm: MetricAlarm): Promise<void> {
  const { AlarmName, EvaluationPeriods, ComparisonOperator, ...settings } = alarm;
  await client.send(
    new PutMetricAlarmCommand({ ...settings, AlarmName, EvaluationPeriods, ComparisonOperator }),
  );
}
