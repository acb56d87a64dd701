import { BACKED_UP, vaultName, type BackedUpType } from '@healthcare-dr/backup/contract';
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
  const published = (metricName: string, type?: BackedUpType) => [
    {
      namespace: 'AWS/Backup',
      metricName,
      dimensions: {
        BackupVaultName: vaultName(side.naming),
        ...(type !== undefined && { ResourceType: type }),
      },
      unit: 'Count',
    },
  ];
  const fails = (what: string, metricName: string, job: string, type?: BackedUpType): AlarmInput => ({
    alarmName: nameOf(side, what),
    over: 'backups',
    publishes: published(metricName, type),
    everySeconds: HOUR_SECONDS,
    goesOff: { says: `one ${job} fails`, values: [1] },
    minutes: HOUR_SECONDS / MINUTE_SECONDS,
    staysQuiet: { says: `no ${job} fails`, values: [0] },
    silence: 'OK',
  });
  const isMissing = (what: string, metricName: string, job: string, type: BackedUpType): AlarmInput => ({
    alarmName: nameOf(side, what),
    over: 'backups',
    publishes: published(metricName, type),
    everySeconds: DAY_SECONDS,
    goesOff: { says: `no ${job} ends`, values: 'silence' },
    minutes: ((1 + EXTRA_PERIODS) * DAY_SECONDS) / MINUTE_SECONDS,
    staysQuiet: { says: `a ${job} a day`, values: [1] },
    silence: 'ALARM',
  });
  return [
    ...BACKED_UP.flatMap((type) => {
      const name = type.toLowerCase();
      return [
        fails(`backup-failed-${name}`, 'NumberOfBackupJobsFailed', `backup of ${type}`, type),
        fails(`backup-copy-failed-${name}`, 'NumberOfCopyJobsFailed', `copy of ${type}`, type),
        isMissing(`backup-missing-${name}`, 'NumberOfBackupJobsCompleted', `backup of ${type}`, type),
        isMissing(`backup-copy-missing-${name}`, 'NumberOfCopyJobsCompleted', `copy of ${type}`, type),
      ];
    }),
    fails('backup-restore-failed', 'NumberOfRestoreJobsFailed', 'restore'),
  ];
}
