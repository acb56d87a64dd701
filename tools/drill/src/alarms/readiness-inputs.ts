import { notReadyAlarmName } from '@healthcare-dr/observability/contract';
import { nameOf, type CompositeInput, type AlarmScope } from './alarm-input';

/** What would make a failover to dr lose more, or take longer, than it may, as far as a Region sees it. */
const SEEN_FROM: Readonly<Record<AlarmScope['role'], { readonly inAlarm: readonly string[] }>> = {
  // What leaves the primary for dr; and the lag, while the standby is there.
  primary: {
    inAlarm: [
      'replication-lag',
      'rpo-lag',
      'data-failed',
      'backup-copy-failed-aurora',
      'backup-copy-failed-s3',
    ],
  },
  dr: {
    inAlarm: [
      'replication-lag',
      'rpo-lag',
      'data-failed',
      'data-latency',
      'backup-copy-failed-aurora',
      'backup-copy-failed-s3',
      'backup-restore-failed',
      'service-tasks',
      'no-healthy-host',
      'controller-errors',
      'controller-probe-unknown',
      'controller-checkers-unknown',
      'controller-control-plane-unknown',
      'controller-replication-unknown',
      'controller-egress-unknown',
    ],
  },
};

/** The one question whether dr could take over now. */
export function readinessInputs(side: AlarmScope): CompositeInput[] {
  const { inAlarm } = SEEN_FROM[side.role];
  return [
    {
      alarmName: notReadyAlarmName(side.naming),
      inAlarm: inAlarm.map((what) => nameOf(side, what)),
    },
  ];
}
