import { clusterName } from '@healthcare-dr/aurora/contract';
import {
  replicationLagAlarm,
  replicationLagAlarmName,
  rpoLagAlarmName,
} from '@healthcare-dr/observability/contract';
import { TierStack } from '@healthcare-dr/platform';
import { Construct } from 'constructs';
import { RUNBOOKS } from '../runbooks';
import { Alarm, MISSING_DATA } from './alarm';

/**
 * Says that the standby is too far behind to be promoted within the recovery point objective: its storage, and the transactions
 * of users. Either marks dr as not ready; neither starts a failover, which would lose exactly what they warn of.
 *
 * They stand in both Regions, because roles swap: the metrics are published where the secondary is, in milliseconds.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.AuroraMonitoring.Metrics.html
 */
export class ReplicationLagAlarms extends Construct {
  readonly storage: Alarm;
  readonly transactions: Alarm;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const stack = TierStack.of(this);
    const { environment, naming } = stack;
    const { comparisonOperator, threshold, evaluationPeriods, ...watches } = replicationLagAlarm(
      environment,
      clusterName(naming),
    );
    // No data is the rule in the Region of the writer and a failure in the Region of the standby: neither a lag of zero, nor a
    // breach that would never end where the writer is.
    const missingData = MISSING_DATA.isUnknown;
    // Replication that stops is one of the signs by which the controller knows that the writer's Region is lost.
    const callsController = true;
    this.storage = new Alarm(this, 'storage', {
      alarmName: replicationLagAlarmName(naming),
      severity: 'page',
      text: `The standby is more than ${threshold} ms behind the writer, and promoting it would lose as much.`,
      runbook: RUNBOOKS.database,
      watches,
      comparisonOperator,
      threshold,
      evaluationPeriods,
      missingData,
      callsController,
    });
    const { rpoLag } = environment.alarms;
    this.transactions = new Alarm(this, 'transactions', {
      alarmName: rpoLagAlarmName(naming),
      severity: 'ticket',
      text: `Transactions of the last ${rpoLag.thresholdMilliseconds} ms are on the writer alone, and a failover would lose them.`,
      runbook: RUNBOOKS.database,
      watches: { ...watches, metricName: 'AuroraGlobalDBRPOLag' },
      comparisonOperator: 'GreaterThanThreshold',
      threshold: rpoLag.thresholdMilliseconds,
      evaluationPeriods: rpoLag.evaluationPeriods,
      missingData,
      callsController,
    });
  }
}
