import { ecsClusterName, ecsServiceName } from '@healthcare-dr/compute/contract';
import { TierStack } from '@healthcare-dr/platform';
import { Construct } from 'constructs';
import { RUNBOOKS } from '../runbooks';
import { Alarm, alarmName, MISSING_DATA, type MetricStatistic } from './alarm';

/** The tasks of the service. */
export class ServiceAlarms extends Construct {
  /** Fewer tasks run than are asked for. */
  readonly tooFewTasks: Alarm;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const stack = TierStack.of(this);
    const { naming, environment } = stack;
    const { cpuPercent, memoryPercent, minutes } = environment.alarms.service;
    const metric = (
      namespace: string,
      metricName: string,
      statistic: MetricStatistic['statistic'],
    ): MetricStatistic => ({
      namespace,
      metricName,
      dimensions: { ClusterName: ecsClusterName(naming), ServiceName: ecsServiceName(naming) },
      statistic,
      period: 60,
    });

    const uses = [
      ['service-cpu', 'CPUUtilization', cpuPercent, 'CPU'],
      ['service-memory', 'MemoryUtilization', memoryPercent, 'memory'],
    ] as const;
    for (const [what, metricName, threshold, word] of uses) {
      new Alarm(this, what, {
        alarmName: alarmName(naming, what),
        severity: 'ticket',
        text: `The tasks have used more than ${threshold} % of their ${word} for ${minutes} minutes, and scaling has not resolved it.`,
        runbook: RUNBOOKS.service,
        watches: metric('AWS/ECS', metricName, 'Average'),
        comparisonOperator: 'GreaterThanThreshold',
        threshold,
        evaluationPeriods: minutes,
        // Published every minute while a task runs: silence means that none does.
        missingData: MISSING_DATA.isUnknown,
      });
    }
    const insights = 'ECS/ContainerInsights';
    this.tooFewTasks = new Alarm(this, 'too-few-tasks', {
      alarmName: alarmName(naming, 'service-tasks'),
      severity: 'page',
      text: `For ${minutes} minutes fewer tasks have run than the service asks for.`,
      runbook: RUNBOOKS.service,
      watches: {
        // Against what is asked for now: scaling moves it, and a failover raises its least.
        expression: 'desired - running',
        label: 'Tasks that are missing',
        metrics: {
          desired: metric(insights, 'DesiredTaskCount', 'Minimum'),
          running: metric(insights, 'RunningTaskCount', 'Maximum'),
        },
      },
      comparisonOperator: 'GreaterThanThreshold',
      threshold: 0,
      evaluationPeriods: minutes,
      // Container Insights publishes both every minute for as long as the service is there, also for no task.
      missingData: MISSING_DATA.isFailure,
    });
  }
}
