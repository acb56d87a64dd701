import { TierStack } from '@healthcare-dr/platform';
import {
  REPLICATION_METRIC_REGIONS,
  replicationMetricDimensions,
} from '@healthcare-dr/s3-replication/contract';
import { peerOf } from '@healthcare-dr/topology';
import { Construct } from 'constructs';
import { RUNBOOKS } from '../runbooks';
import { Alarm, alarmName, MISSING_DATA, type AlarmProps, type Metric } from './alarm';

/**
 * A metric of the replication of the data buckets, in the one direction in which it is published in this Region: what is awaited,
 * of the way here; what failed, of the way from here.
 */
export function replicationMetric(
  stack: TierStack,
  metricName: keyof typeof REPLICATION_METRIC_REGIONS,
): Metric {
  const peer = peerOf(stack.role);
  const [own, other] = [stack.naming, stack.namingFor(peer)];
  return {
    namespace: 'AWS/S3',
    metricName,
    dimensions: {
      ...(REPLICATION_METRIC_REGIONS[metricName] === 'destination'
        ? replicationMetricDimensions({ role: peer, source: other, destination: own })
        : replicationMetricDimensions({ role: stack.role, source: own, destination: other })),
    },
  };
}

/** The replication of the data buckets, as far as it can be seen from this Region. */
export class DataReplicationAlarms extends Construct {
  /** Objects arrive here late. */
  readonly late: Alarm;
  /** Objects that should have left this Region never will. */
  readonly failed: Alarm;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const stack = TierStack.of(this);
    const { naming, environment } = stack;
    const { latencySeconds, pendingOperations, pendingMebibytes, minutes } =
      environment.alarms.dataReplication;
    const add = (
      what: string,
      metricName: keyof typeof REPLICATION_METRIC_REGIONS,
      props: Pick<AlarmProps, 'severity' | 'text' | 'threshold' | 'evaluationPeriods' | 'callsController'> & {
        readonly statistic?: 'Maximum' | 'Sum';
      },
    ) => {
      const { statistic = 'Maximum', ...others } = props;
      return new Alarm(this, what, {
        alarmName: alarmName(naming, what),
        runbook: RUNBOOKS.replication,
        watches: { ...replicationMetric(stack, metricName), statistic, period: 60 },
        comparisonOperator: 'GreaterThanThreshold',
        // S3 publishes nothing while there is nothing to replicate, which neither fixes nor breaks anything: AWS's own advice.
        // https://docs.aws.amazon.com/AmazonS3/latest/userguide/repl-metrics.html
        missingData: MISSING_DATA.keepsState,
        ...others,
      });
    };

    this.late = add('data-latency', 'ReplicationLatency', {
      severity: 'ticket',
      text: `Objects of the other Region arrive here more than ${latencySeconds} seconds late.`,
      threshold: latencySeconds,
      evaluationPeriods: minutes,
      // It is a sign that the other Region is in trouble.
      callsController: true,
    });
    add('data-pending-operations', 'OperationsPendingReplication', {
      severity: 'ticket',
      text: `More than ${pendingOperations} operations of the other Region's bucket wait to be done here.`,
      threshold: pendingOperations,
      evaluationPeriods: minutes,
    });
    add('data-pending-bytes', 'BytesPendingReplication', {
      severity: 'ticket',
      text: `More than ${pendingMebibytes} MiB of the other Region's bucket have not arrived here.`,
      threshold: pendingMebibytes * 1024 ** 2,
      evaluationPeriods: minutes,
    });
    this.failed = add('data-failed', 'OperationsFailedReplication', {
      severity: 'page',
      statistic: 'Sum',
      text: "S3 has given up objects of this Region's bucket: the other Region will never get them unless somebody copies them.",
      // The first one is lost already.
      threshold: 0,
      evaluationPeriods: 1,
    });
  }
}
