import {
  CONTROLLER_DIMENSION,
  CONTROLLER_METRICS,
  controllerDeadLetterQueueName,
  controllerFunctionName,
  controllerNamespace,
  journalTableName,
  UNKNOWN_SIGNAL_METRICS,
  type WatchedSignal,
} from '@healthcare-dr/failover-lambda/contract';
import { TierStack } from '@healthcare-dr/platform';
import { Construct } from 'constructs';
import { RUNBOOKS } from '../runbooks';
import { Alarm, alarmName, MISSING_DATA, type AlarmProps, type Metric, type MetricStatistic } from './alarm';

/** Reserved concurrency is one: a few calls that meet are held off by design and looked at a minute later. */
const HARMLESS_THROTTLES = 10;

/** The signals in names of alarms, and what it means that one is lost. */
const SIGNALS: Readonly<Record<WatchedSignal, { readonly name: string; readonly text: string }>> = {
  probe: {
    name: 'probe',
    text: 'its probe: the certificate of the other Region has expired, or the probe is broken. No automatic failover.',
  },
  checkers: {
    name: 'checkers',
    text: "Route 53's checkers: a witness record or its health check is missing, disabled or inverted. No automatic failover.",
  },
  controlPlane: {
    name: 'control-plane',
    text: 'RDS of the other Region, which answers with errors or refuses. No automatic failover.',
  },
  replication: {
    name: 'replication',
    text: 'replication, or it has stopped: how much a failover would lose is unknown.',
  },
  egress: {
    name: 'egress',
    text: 'outside: its way out, the NAT gateway or its zone, is closed. It cannot tell a lost Region from its own isolation.',
  },
};

/** A metric that the controller of an environment writes itself. */
export const controllerMetric = (
  { suffix }: { readonly suffix: string },
  which: keyof typeof CONTROLLER_METRICS,
): Metric => ({
  namespace: controllerNamespace({ suffix }),
  metricName: CONTROLLER_METRICS[which],
  dimensions: { [CONTROLLER_DIMENSION]: suffix },
});

/** The failover controller of a Region: whether it would act if it had to. */
export class ControllerAlarms extends Construct {
  /** It has said nothing for minutes. */
  readonly silent: Alarm;
  /** It runs, and its runs end in errors. */
  readonly degraded: Alarm;
  /** A signal tells nothing of the other Region any more. */
  readonly unknownSignals: readonly Alarm[];

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const stack = TierStack.of(this);
    const { naming, environment } = stack;
    const { silentMinutes } = environment.alarms.controller;
    const functionName = controllerFunctionName(naming);
    const add = (
      what: string,
      metric: Metric,
      props: Pick<AlarmProps, 'severity' | 'text'> &
        Partial<
          Pick<
            AlarmProps,
            'threshold' | 'comparisonOperator' | 'evaluationPeriods' | 'missingData' | 'callsController'
          >
        > &
        Partial<Pick<MetricStatistic, 'statistic' | 'period'>>,
    ) => {
      const { statistic = 'Sum', period = 60, ...others } = props;
      return new Alarm(this, what, {
        alarmName: alarmName(naming, `controller-${what}`),
        runbook: RUNBOOKS.controller,
        watches: { ...metric, statistic, period },
        comparisonOperator: 'GreaterThanThreshold',
        threshold: 0,
        evaluationPeriods: 1,
        // Counted when it happens. That the controller is there at all is what the heartbeat says.
        missingData: MISSING_DATA.isNothing,
        ...others,
      });
    };
    const lambda = (metricName: string): Metric => ({
      namespace: 'AWS/Lambda',
      metricName,
      dimensions: { FunctionName: functionName },
    });

    this.silent = add('silent', controllerMetric(environment, 'heartbeat'), {
      severity: 'page',
      text: `The failover controller has not completed a run for ${silentMinutes} minutes: nobody would fail over.`,
      comparisonOperator: 'LessThanThreshold',
      threshold: 1,
      evaluationPeriods: silentMinutes,
      // Silence is what it is about, and is paged as INSUFFICIENT_DATA: a controller that has yet to say its first word is none that fell silent.
      missingData: MISSING_DATA.isUnknown,
      // If it is only the schedule that has stopped, the alarm itself gets it to look once.
      callsController: true,
    });
    this.degraded = add('errors', controllerMetric(environment, 'errors'), {
      severity: 'page',
      text: `For ${silentMinutes} minutes every minute had a run of the failover controller that failed or was degraded: it could not read what it needs.`,
      evaluationPeriods: silentMinutes,
    });
    this.unknownSignals = (Object.keys(UNKNOWN_SIGNAL_METRICS) as WatchedSignal[]).map((signal) =>
      add(`${SIGNALS[signal].name}-unknown`, controllerMetric(environment, UNKNOWN_SIGNAL_METRICS[signal]), {
        severity: 'ticket',
        text: `For ten minutes the failover controller has known nothing from ${SIGNALS[signal].text}`,
        period: 300,
        evaluationPeriods: 2,
        // One look of five may be lost without ending it.
        threshold: 3,
      }),
    );
    add('unknown-events', controllerMetric(environment, 'unknownEvents'), {
      severity: 'ticket',
      text: 'Somebody calls the failover controller with events that it does not understand and ignores.',
      period: 300,
    });
    add('crashes', lambda('Errors'), {
      severity: 'ticket',
      text: `A run of ${functionName} crashed or ran out of time; the next one resumes it.`,
      period: 300,
    });
    add('throttles', lambda('Throttles'), {
      severity: 'ticket',
      text: `${functionName} was called more often than it may run; events wait and may grow old.`,
      period: 300,
      threshold: HARMLESS_THROTTLES,
    });
    add('dead-letter-errors', lambda('DeadLetterErrors'), {
      severity: 'ticket',
      text: `${functionName} failed to process an event and could not send it to the dead-letter queue.`,
      period: 300,
    });
    add(
      'dead-letters',
      {
        namespace: 'AWS/SQS',
        metricName: 'ApproximateNumberOfMessagesVisible',
        dimensions: { QueueName: controllerDeadLetterQueueName(naming) },
      },
      {
        severity: 'ticket',
        text: `Events that ${functionName} failed to process are in its dead-letter queue.`,
        statistic: 'Maximum',
        period: 300,
        // SQS stops publishing for a queue that nothing has happened to for six hours: what waited then waits still.
        missingData: MISSING_DATA.keepsState,
      },
    );
    add(
      'journal',
      {
        namespace: 'AWS/DynamoDB',
        metricName: 'WriteThrottleEvents',
        dimensions: { TableName: journalTableName(naming) },
      },
      {
        severity: 'ticket',
        text: 'DynamoDB holds off writes to the journal of the failover controller, without which it takes no action.',
        period: 300,
      },
    );
  }
}
