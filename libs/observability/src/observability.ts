import { TierStack } from '@healthcare-dr/platform';
import { Construct } from 'constructs';
import { Alarm } from './alarms/alarm';
import { BackupAlarms } from './alarms/backup';
import { ControllerAlarms } from './alarms/controller';
import { DataReplicationAlarms } from './alarms/data-replication';
import { DatabaseAlarms } from './alarms/database';
import { LoadBalancerAlarms, type LoadBalancer } from './alarms/load-balancer';
import { ReadinessAlarm } from './alarms/readiness';
import { ReplicationLagAlarms } from './alarms/replication-lag';
import { ServiceAlarms } from './alarms/service';
import { DeletedLogFiles } from './audit/deleted-log-files';
import { AuditAlarms } from './audit/metric-filters';
import { Trail } from './audit/trail';
import { WatchAlarms } from './alarms/watch';
import { Dashboard } from './dashboard';

/** Props of {@link Observability}. */
export interface ObservabilityProps {
  /** The Region's key for logs, from the contract of the kms tier. */
  readonly logsKeyArn: string;
  /** The key of the Region's topic, from the contract of the kms tier. */
  readonly notificationsKeyArn: string;
  /** The load balancer of the Region, from the contract of the compute tier. */
  readonly loadBalancer: LoadBalancer;
}

/**
 * What of one Region is watched, recorded and shown: alarms, a trail over all Regions, and a dashboard. Both Regions have all of it
 * by themselves, so that the loss of one silences nothing of the other.
 */
export class Observability extends Construct {
  constructor(scope: Construct, id: string, props: ObservabilityProps) {
    super(scope, id);
    const stack = TierStack.of(this);
    const { loadBalancer, logsKeyArn, notificationsKeyArn } = props;
    const lag = new ReplicationLagAlarms(this, 'replication-lag');
    new DatabaseAlarms(this, 'database');
    const balancer = new LoadBalancerAlarms(this, 'load-balancer', { loadBalancer });
    const service = new ServiceAlarms(this, 'service');
    const data = new DataReplicationAlarms(this, 'data-replication');
    const backup = new BackupAlarms(this, 'backup');
    const controller = new ControllerAlarms(this, 'controller');
    if (stack.role === 'primary') new WatchAlarms(this, 'watch');

    if (stack.environment.trail.enabled) {
      const trail = new Trail(this, 'trail', { logsKeyArn });
      new AuditAlarms(this, 'audit', { logGroupName: trail.logs.group.name });
      new DeletedLogFiles(this, 'deleted-log-files', { topicKeyArn: notificationsKeyArn });
    }

    const replication = [lag.storage, lag.transactions, data.failed, ...backup.copyFailed];
    new ReadinessAlarm(this, 'readiness', {
      ...(stack.role === 'primary'
        ? // What leaves this Region for dr; and the lag, for the days on which the standby is here.
          { inAlarm: replication }
        : {
            inAlarm: [
              ...replication,
              data.late,
              backup.restoreFailed,
              service.tooFewTasks,
              balancer.noHealthyHost,
              controller.degraded,
              ...controller.unknownSignals,
            ],
          }),
    });
    new Dashboard(this, 'dashboard', { loadBalancer, alarmNames: this.#alarmNames() });
  }

  #alarmNames(): string[] {
    return (
      this.node
        .findAll()
        .filter((found) => found instanceof Alarm)
        // A dashboard can show alarms of its own Region alone.
        .filter(({ isOwn }) => isOwn)
        .map(({ alarmName }) => alarmName)
    );
  }
}
