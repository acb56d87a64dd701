import { vaultName } from '@healthcare-dr/backup/contract';
import { EXTRA_PERIODS } from '@healthcare-dr/aws-models/cloudwatch';
import { dataBucketName } from '@healthcare-dr/s3-replication/contract';
import { peerOf, type Role } from '@healthcare-dr/topology';
import {
  DAY_SECONDS,
  HOUR_SECONDS,
  MINUTE_SECONDS,
  nameOf,
  type AlarmInput,
  type AlarmScope,
  type PublishedData,
} from './alarm-input';

/** What keeps the data in two places: the replication of its buckets, and its backups. */
export function protectionInputs(side: AlarmScope): AlarmInput[] {
  return [...replicationInputs(side), ...backupInputs(side)];
}

/** S3 tells what waits in the Region where it is awaited, and what failed in the one that it was to leave. */
function replicationInputs(side: AlarmScope): AlarmInput[] {
  const { latencySeconds, pendingOperations, pendingMebibytes, minutes } =
    side.environment.alarms.dataReplication;
  const buckets = {
    [side.role]: dataBucketName(side.naming),
    [peerOf(side.role)]: dataBucketName(side.peer),
  };
  const from = (source: Role) => ({
    SourceBucket: buckets[source] ?? '',
    DestinationBucket: buckets[peerOf(source)] ?? '',
    RuleId: source === 'primary' ? 'primary-to-dr' : 'dr-to-primary',
  });
  const [toHere, fromHere] = [from(peerOf(side.role)), from(side.role)];
  const input = (
    what: string,
    metricName: string,
    unit: string,
    dimensions: ReturnType<typeof from>,
    rest: Pick<AlarmInput, 'goesOff' | 'staysQuiet' | 'minutes'>,
  ): AlarmInput => ({
    alarmName: nameOf(side, what),
    over: 'replication of the data buckets',
    publishes: [{ namespace: 'AWS/S3', metricName, dimensions, unit }],
    everySeconds: MINUTE_SECONDS,
    // With nothing to replicate nothing is published.
    silence: 'kept',
    ...rest,
  });
  const behind = (ofMinutes: number): PublishedData => ({
    says: `objects arrive ${ofMinutes} min late`,
    values: [ofMinutes * 60],
  });
  const waiting = (value: number, of: string, unit = 1): PublishedData => ({
    says: `${value} ${of} wait`,
    values: [value * unit],
  });
  const bound = latencySeconds / 60;
  return [
    input('data-latency', 'ReplicationLatency', 'Seconds', toHere, {
      goesOff: behind(bound + 1),
      staysQuiet: behind(bound - 1),
      minutes,
    }),
    input('data-pending-operations', 'OperationsPendingReplication', 'Count', toHere, {
      goesOff: waiting(pendingOperations + 1, 'operations'),
      staysQuiet: waiting(pendingOperations, 'operations'),
      minutes,
    }),
    input('data-pending-bytes', 'BytesPendingReplication', 'Bytes', toHere, {
      goesOff: waiting(pendingMebibytes + 1, 'MiB', 1024 ** 2),
      staysQuiet: waiting(pendingMebibytes, 'MiB', 1024 ** 2),
      minutes,
    }),
    input('data-failed', 'OperationsFailedReplication', 'Count', fromHere, {
      goesOff: { says: 'S3 gives up one object', values: [1] },
      staysQuiet: { says: 'S3 gives up none', values: [0] },
      minutes: 1,
    }),
  ];
}

function backupInputs(side: AlarmScope): AlarmInput[] {
  const published = (metricName: string) => [
    {
      namespace: 'AWS/Backup',
      metricName,
      dimensions: { BackupVaultName: vaultName(side.naming) },
      unit: 'Count',
    },
  ];
  const failures = [
    ['backup-failed', 'NumberOfBackupJobsFailed', 'backup'],
    ['backup-copy-failed', 'NumberOfCopyJobsFailed', 'copy'],
    ['backup-restore-failed', 'NumberOfRestoreJobsFailed', 'restore'],
  ] as const;
  return [
    ...failures.map(([what, metricName, job]): AlarmInput => ({
      alarmName: nameOf(side, what),
      over: 'backups',
      publishes: published(metricName),
      everySeconds: HOUR_SECONDS,
      goesOff: { says: `one ${job} fails`, values: [1] },
      minutes: HOUR_SECONDS / MINUTE_SECONDS,
      staysQuiet: { says: `no ${job} fails`, values: [0] },
      silence: 'OK',
    })),
    {
      alarmName: nameOf(side, 'backup-missing'),
      over: 'backups',
      publishes: published('NumberOfBackupJobsCompleted'),
      everySeconds: DAY_SECONDS,
      goesOff: { says: 'no backup ends', values: 'silence' },
      minutes: ((1 + EXTRA_PERIODS) * DAY_SECONDS) / MINUTE_SECONDS,
      staysQuiet: { says: 'a backup a day', values: [1] },
      silence: 'ALARM',
    },
  ];
}
