import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import {
  evaluatedSeries,
  evaluateOverTime,
  watchedMetrics,
  type AlarmState,
} from '@healthcare-dr/aws-models/cloudwatch';
import type { Metrics } from '../alarms/alarm-trial';

/** A change of an alarm's state, with what CloudWatch would send of it. */
export interface AlarmTransition {
  readonly alarm: MetricAlarm;
  readonly from: AlarmState;
  readonly to: AlarmState;
  readonly reason: string;
}

/** The actions that an alarm has for a state. */
export function actionsOf(alarm: MetricAlarm, state: AlarmState): readonly string[] {
  if (alarm.ActionsEnabled === false) return [];
  const { AlarmActions = [], OKActions = [], InsufficientDataActions = [] } = alarm;
  return { ALARM: AlarmActions, OK: OKActions, INSUFFICIENT_DATA: InsufficientDataActions }[state];
}

/** Follows alarms over time: on the data that stands in CloudWatch, by CloudWatch's documented rules. */
export class AlarmWatch {
  readonly #states = new Map<string, AlarmState>();

  /**
   * @param alarms - as DescribeAlarms lists them
   * @param startSeconds - since when the data counts, in seconds since the epoch
   */
  constructor(
    private readonly alarms: readonly MetricAlarm[],
    private readonly metrics: Metrics,
    private readonly startSeconds: number,
  ) {}

  /** The states at the last evaluation. */
  get states(): Readonly<Record<string, AlarmState>> {
    return Object.fromEntries(this.#states);
  }

  /**
   * Evaluates all of them on what was published before a moment.
   *
   * @param nowSeconds - in seconds since the epoch
   * @throws UnsupportedError as the rules do
   */
  async evaluate(nowSeconds: number): Promise<AlarmTransition[]> {
    const transitions = await Promise.all(this.alarms.map((alarm) => this.#evaluate(alarm, nowSeconds)));
    return transitions.filter((transition) => transition !== undefined);
  }

  async #evaluate(alarm: MetricAlarm, nowSeconds: number): Promise<AlarmTransition | undefined> {
    const queries = watchedMetrics(alarm);
    const period = Math.max(...queries.map((query) => query.period));
    const start = this.startSeconds - (this.startSeconds % period);
    const end = nowSeconds - (nowSeconds % period);
    if (end <= start) return undefined;
    const read = await this.metrics.read(queries, { start, end });
    const last = evaluateOverTime(alarm, evaluatedSeries(alarm, read)).at(-1);
    if (last === undefined) return undefined;
    const name = String(alarm.AlarmName);
    const from = this.#states.get(name) ?? 'INSUFFICIENT_DATA';
    this.#states.set(name, last.state);
    return from === last.state ? undefined : { alarm, from, to: last.state, reason: last.reason };
  }
}

/**
 * The event with which an alarm calls a function.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-actions-Lambda.html
 */
export function alarmEvent({ alarm, from, to, reason }: AlarmTransition, atMs: number): object {
  const timestamp = new Date(atMs).toISOString().replace('Z', '+0000');
  const [, , , region, accountId] = String(alarm.AlarmArn).split(':');
  return {
    source: 'aws.cloudwatch',
    alarmArn: alarm.AlarmArn,
    accountId,
    time: timestamp,
    region,
    alarmData: {
      alarmName: alarm.AlarmName,
      state: { value: to, reason, timestamp },
      previousState: { value: from, timestamp },
      configuration: {
        description: alarm.AlarmDescription,
        metrics: watchedMetrics(alarm).map(
          ({ id, namespace, metricName, dimensions, period, statistic }) => ({
            id,
            metricStat: { metric: { namespace, name: metricName, dimensions }, period, stat: statistic },
            returnData: true,
          }),
        ),
      },
    },
  };
}
