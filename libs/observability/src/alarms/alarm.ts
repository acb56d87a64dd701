import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmMetricQuery,
} from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { controllerFunctionArn } from '@healthcare-dr/failover-lambda/contract';
import { describeAlarm, notificationTopicArn, type Severity } from '@healthcare-dr/notifications/contract';
import { TierStack, type Naming } from '@healthcare-dr/platform';
import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import type { Runbook } from '../runbooks';

/**
 * What an alarm makes of a period without data. Each alarm says which of these is true of its metric.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
export const MISSING_DATA = {
  /** What is measured says something every period while it lives: its silence is told as such, not taken for health or a breach. */
  isUnknown: 'missing',
  /** The metric is written only when something happens: where nothing is written, nothing happened. */
  isNothing: 'notBreaching',
  /** Silence is what the alarm is about. */
  isFailure: 'breaching',
  /** The metric stops whenever there is nothing to measure, in health and in failure: the last state holds. */
  keepsState: 'ignore',
} as const;

/** One metric, as it is published. */
export interface Metric {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** A metric and how its values of a period become one. */
export interface MetricStatistic extends Metric {
  /** A basic statistic, or a percentile such as `p95`. */
  readonly statistic: 'Average' | 'Maximum' | 'Minimum' | 'SampleCount' | 'Sum' | `p${number}`;
  /** In seconds: 60, or a multiple of it. */
  readonly period: number;
}

/** A calculation over several metrics. */
export interface MetricExpression {
  /** In CloudWatch's metric math, over the ids below. */
  readonly expression: string;
  readonly label: string;
  readonly metrics: Readonly<Record<string, MetricStatistic>>;
}

/** Props of {@link Alarm}. */
export interface AlarmProps {
  readonly alarmName: string;
  readonly severity: Severity;
  /** What is wrong, as a sentence for whoever was woken up. */
  readonly text: string;
  readonly runbook: Runbook;
  readonly watches: MetricStatistic | MetricExpression;
  readonly comparisonOperator: 'GreaterThanThreshold' | 'LessThanThreshold';
  /** In the metric's unit. */
  readonly threshold: number;
  /** How many periods in a row must breach. */
  readonly evaluationPeriods: number;
  readonly missingData: (typeof MISSING_DATA)[keyof typeof MISSING_DATA];
  /**
   * Whether the alarm calls the failover controller itself, beside what the topic tells it. It is a reason to look, never an
   * order: the controller wants a quorum of its own.
   * @default false
   */
  readonly callsController?: boolean;
  /**
   * The Region in which it stands and whose topic it tells, by its names and its provider.
   * @default - the Region of its stack
   */
  readonly elsewhere?: { readonly naming: Naming; readonly provider: TerraformProvider };
}

/** The name of an alarm: names of alarms are unique within a Region. */
export const alarmName = (naming: Naming, what: string): string => naming.name('resource', what);

/** An alarm on a metric that tells the Region's topic of each change of its state. */
export class Alarm extends Construct {
  readonly alarmName: string;
  /** Whether it stands in the Region of its stack. */
  readonly isOwn: boolean;
  readonly resource: CloudwatchMetricAlarm;

  constructor(scope: Construct, id: string, props: AlarmProps) {
    super(scope, id);
    const { watches, elsewhere } = props;
    const naming = elsewhere?.naming ?? TierStack.of(this).naming;
    const topic = notificationTopicArn(naming);
    const onTrouble = props.callsController === true ? [topic, controllerFunctionArn(naming)] : [topic];
    this.alarmName = props.alarmName;
    this.isOwn = elsewhere === undefined;
    this.resource = new CloudwatchMetricAlarm(this, 'alarm', {
      ...(elsewhere === undefined ? {} : { provider: elsewhere.provider }),
      alarmName: props.alarmName,
      alarmDescription: describeAlarm(props.severity, props.text, props.runbook),
      ...('expression' in watches ? calculated(watches) : single(watches)),
      comparisonOperator: props.comparisonOperator,
      threshold: props.threshold,
      evaluationPeriods: props.evaluationPeriods,
      treatMissingData: props.missingData,
      actionsEnabled: true,
      alarmActions: onTrouble,
      okActions: [topic],
      // That nothing is known any more may be the first sign that a Region is lost.
      insufficientDataActions: onTrouble,
      tags: { Name: props.alarmName },
    });
  }
}

const isPercentile = (statistic: string) => statistic.startsWith('p');

function single({ namespace, metricName, dimensions, statistic, period }: MetricStatistic) {
  return {
    namespace,
    metricName,
    // An empty set would differ from none in every plan.
    ...(Object.keys(dimensions).length === 0 ? {} : { dimensions: { ...dimensions } }),
    period,
    ...(isPercentile(statistic)
      ? // With too few requests for a percentile there is nothing to say.
        { extendedStatistic: statistic, evaluateLowSampleCountPercentiles: 'ignore' }
      : { statistic }),
  };
}

function calculated({ expression, label, metrics }: MetricExpression): {
  metricQuery: CloudwatchMetricAlarmMetricQuery[];
} {
  return {
    metricQuery: [
      { id: 'result', expression, label, returnData: true },
      ...Object.entries(metrics).map(([id, { namespace, metricName, dimensions, statistic, period }]) => ({
        id,
        metric: { namespace, metricName, dimensions: { ...dimensions }, stat: statistic, period },
        returnData: false,
      })),
    ],
  };
}
