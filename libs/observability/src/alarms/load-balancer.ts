import { TierStack } from '@healthcare-dr/platform';
import { Construct } from 'constructs';
import { RUNBOOKS } from '../runbooks';
import { Alarm, alarmName, MISSING_DATA, type MetricStatistic } from './alarm';

/** The load balancer of a Region as its metrics name it, from the contract of the compute tier. */
export interface LoadBalancer {
  readonly albArnSuffix: string;
  readonly targetGroupArnSuffix: string;
}

/** Props of {@link LoadBalancerAlarms}. */
export interface LoadBalancerAlarmsProps {
  readonly loadBalancer: LoadBalancer;
}

/**
 * What clients see of the service.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
 */
export class LoadBalancerAlarms extends Construct {
  /** Nobody is there to answer. */
  readonly noHealthyHost: Alarm;

  constructor(scope: Construct, id: string, { loadBalancer }: LoadBalancerAlarmsProps) {
    super(scope, id);
    const stack = TierStack.of(this);
    const { naming, environment } = stack;
    const { serverErrorsPerMinute, latencyMilliseconds, minutes } = environment.alarms.loadBalancer;
    const ofBalancer = { LoadBalancer: loadBalancer.albArnSuffix };
    const ofTargets = { ...ofBalancer, TargetGroup: loadBalancer.targetGroupArnSuffix };
    const metric = (
      metricName: string,
      statistic: MetricStatistic['statistic'],
      dimensions: Readonly<Record<string, string>> = ofTargets,
    ): MetricStatistic => ({
      namespace: 'AWS/ApplicationELB',
      metricName,
      dimensions,
      statistic,
      period: 60,
    });

    const errors = [
      ['balancer-errors', 'HTTPCode_ELB_5XX_Count', ofBalancer, 'The load balancer itself'],
      ['service-errors', 'HTTPCode_Target_5XX_Count', ofTargets, 'The service'],
    ] as const;
    for (const [what, metricName, dimensions, who] of errors) {
      new Alarm(this, what, {
        alarmName: alarmName(naming, what),
        severity: 'page',
        text: `${who} has answered more than ${serverErrorsPerMinute} requests a minute with an error.`,
        runbook: RUNBOOKS.service,
        watches: metric(metricName, 'Sum', dimensions),
        comparisonOperator: 'GreaterThanThreshold',
        threshold: serverErrorsPerMinute,
        evaluationPeriods: minutes,
        // Counted when it happens; no zero is published.
        missingData: MISSING_DATA.isNothing,
      });
    }
    new Alarm(this, 'unhealthy-hosts', {
      alarmName: alarmName(naming, 'unhealthy-hosts'),
      severity: 'ticket',
      text: 'A task fails the health check of the load balancer.',
      runbook: RUNBOOKS.service,
      watches: metric('UnHealthyHostCount', 'Maximum'),
      comparisonOperator: 'GreaterThanThreshold',
      threshold: 0,
      evaluationPeriods: minutes,
      // Published every minute while the load balancer has targets; without any, the alarm below speaks.
      missingData: MISSING_DATA.isUnknown,
    });
    this.noHealthyHost = new Alarm(this, 'no-healthy-host', {
      alarmName: alarmName(naming, 'no-healthy-host'),
      severity: 'page',
      text: 'No task behind the load balancer is healthy: this Region serves nobody.',
      runbook: RUNBOOKS.service,
      // The most that any node of the load balancer sees.
      watches: metric('HealthyHostCount', 'Maximum'),
      comparisonOperator: 'LessThanThreshold',
      threshold: 1,
      evaluationPeriods: minutes,
      // Without a registered target nothing is published, and nobody is served.
      missingData: MISSING_DATA.isFailure,
    });
    new Alarm(this, 'latency', {
      alarmName: alarmName(naming, 'latency'),
      severity: 'ticket',
      text: `Five in a hundred requests take longer than ${latencyMilliseconds} ms.`,
      runbook: RUNBOOKS.service,
      watches: metric('TargetResponseTime', 'p95'),
      comparisonOperator: 'GreaterThanThreshold',
      // Published in seconds.
      threshold: latencyMilliseconds / 1000,
      evaluationPeriods: minutes,
      // Nobody asks a standby anything, and nothing is slow there.
      missingData: MISSING_DATA.isNothing,
    });
  }
}
