import type { TierStack } from '@healthcare-dr/platform';
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
import { Dashboard } from './dashboard';

/** What the tier is given on either side of the pair. */
export interface ObservabilityProps {
  /** The side of the pair: what each sees of the other differs. */
  readonly role: 'primary' | 'dr';
  /** The Region's key for logs, from the contract of the kms tier. */
  readonly logsKeyArn: string;
  /** The load balancer of the Region, from the contract of the compute tier. */
  readonly loadBalancer: LoadBalancer;
}

/**
 * What of one Region is watched, recorded and shown: alarms, a trail over all Regions, and a dashboard. Both Regions have all of it
 * by themselves, so that the loss of one silences nothing of the other.
 */
export class Observability extends Construct {
  /**
   * @throws ValidationError if the props are those of the other side of the pair
   */
  constructor(stack: TierStack, id: string, props: ObservabilityProps) {
    super(stack, id);
    stack.assertRole(props.role, this);
    const { loadBalancer, logsKeyArn } = props;
    const lag = new ReplicationLagAlarms(this, 'replication-lag', stack);
    new DatabaseAlarms(this, 'database', stack);
    const balancer = new LoadBalancerAlarms(this, 'load-balancer', { stack, loadBalancer });
    const service = new ServiceAlarms(this, 'service', stack);
    const data = new DataReplicationAlarms(this, 'data-replication', stack);
    const backup = new BackupAlarms(this, 'backup', stack);
    const controller = new ControllerAlarms(this, 'controller', stack);

    if (stack.environment.trail.enabled) {
      const trail = new Trail(this, 'trail', { stack, logsKeyArn });
      new AuditAlarms(this, 'audit', { stack, logGroupName: trail.logs.group.name });
      new DeletedLogFiles(this, 'deleted-log-files', stack);
    }

    const replication = [lag.storage, lag.transactions, data.failed, backup.copyFailed];
    new ReadinessAlarm(this, 'readiness', {
      stack,
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
              controller.silent,
              controller.blind,
            ],
            // A lag that is not known is not one of zero. While dr writes there is none, and nothing to fail over to here.
            unknown: [lag.storage],
          }),
    });
    new Dashboard(this, 'dashboard', { stack, loadBalancer, alarmNames: this.#alarmNames() });
  }

  #alarmNames(): string[] {
    return this.node
      .findAll()
      .filter((found) => found instanceof Alarm)
      .map(({ alarmName }) => alarmName);
  }
}
