import { change } from '../__fixtures__/plans';
import { findingsOf, stopping, type GateCode } from './gate';
import type { ResourceChange } from './changes';

const judge = (changes: readonly ResourceChange[], production = true, maxDestroyed = 10) =>
  findingsOf('primary-aurora', changes, { production, maxDestroyed });
const update = (address: string, before: object, after: object) =>
  change(address, { before: before as ResourceChange['before'], after: after as ResourceChange['after'] });

describe('findingsOf', () => {
  it.each<[string, ResourceChange, GateCode]>([
    [
      'a cluster is destroyed',
      change('aws_rds_cluster.c', { actions: ['delete'], after: null }),
      'stateful-destroyed',
    ],
    [
      'a key is forgotten',
      change('aws_kms_key.k', { actions: ['forget'], after: null }),
      'stateful-destroyed',
    ],
    [
      'a bucket is replaced',
      change('aws_s3_bucket.b', { actions: ['delete', 'create'] }),
      'stateful-replaced',
    ],
    [
      'a vault loses its lock',
      change('aws_backup_vault_lock_configuration.l', { actions: ['delete'], after: null }),
      'protection-lost',
    ],
    [
      "a vault's lock, which Terraform replaces, takes backups that are kept for fewer days",
      change('aws_backup_vault_lock_configuration.l', {
        actions: ['delete', 'create'],
        before: { min_retention_days: 14 },
        after: { min_retention_days: 7 },
      }),
      'protection-lost',
    ],
    [
      'deletion protection ends',
      update('aws_rds_cluster.c', { deletion_protection: true }, { deletion_protection: false }),
      'protection-lost',
    ],
    [
      'deletion protection is left out, which Terraform plans as null',
      update('aws_rds_cluster.c', { deletion_protection: true }, { deletion_protection: null }),
      'protection-lost',
    ],
    [
      'a bucket may be emptied',
      update('aws_s3_bucket.b', { force_destroy: false }, { force_destroy: true }),
      'protection-lost',
    ],
    [
      'backups are kept for fewer days',
      update('aws_rds_cluster.c', { backup_retention_period: 35 }, { backup_retention_period: 7 }),
      'protection-lost',
    ],
    [
      'logs are no longer kept for ever',
      update('aws_cloudwatch_log_group.g', { retention_in_days: 0 }, { retention_in_days: 30 }),
      'protection-lost',
    ],
    [
      'versioning is suspended',
      update(
        'aws_s3_bucket_versioning.v',
        { versioning_configuration: [{ status: 'Enabled' }] },
        { versioning_configuration: [{ status: 'Suspended' }] },
      ),
      'protection-lost',
    ],
    [
      'a cluster leaves the global database',
      update('aws_rds_cluster.c', { global_cluster_identifier: 'g' }, { global_cluster_identifier: '' }),
      'membership-cleared',
    ],
    [
      'a replica is told to follow nobody',
      update(
        'aws_rds_cluster.c',
        { replication_source_identifier: 'arn' },
        { replication_source_identifier: null },
      ),
      'membership-cleared',
    ],
  ])('stops when %s', (_, given, code) => {
    const findings = judge([given]);

    expect(findings).toMatchObject([{ code, name: `primary-aurora/${given.address}` }]);
  });

  it.each<[string, ResourceChange]>([
    ['a resource without data is destroyed', change('aws_route.r', { actions: ['delete'], after: null })],
    [
      'logs are kept for ever',
      update('aws_cloudwatch_log_group.g', { retention_in_days: 30 }, { retention_in_days: 0 }),
    ],
    [
      'backups begin to be kept',
      update('aws_rds_cluster.c', { backup_retention_period: 0 }, { backup_retention_period: 7 }),
    ],
    [
      'protection comes on',
      update('aws_rds_cluster.c', { deletion_protection: false }, { deletion_protection: true }),
    ],
    [
      'a cluster joins the global database',
      update('aws_rds_cluster.c', { global_cluster_identifier: '' }, { global_cluster_identifier: 'g' }),
    ],
    [
      'it is not known yet what a replica follows',
      update(
        'aws_rds_cluster.c',
        { replication_source_identifier: 'arn' },
        { replication_source_identifier: '(known after apply)' },
      ),
    ],
    ['a key is created', change('aws_kms_key.k', { actions: ['create'], before: null })],
  ])('lets pass that %s', (_, given) => {
    expect(judge([given])).toEqual([]);
  });

  it('counts what is destroyed and replaced against a bound', () => {
    const changes = Array.from({ length: 3 }, (_, index) =>
      change(`aws_route.r${index}`, { actions: index === 0 ? ['delete', 'create'] : ['delete'] }),
    );

    expect(judge(changes, true, 3)).toEqual([]);
    expect(judge(changes, true, 2)).toMatchObject([{ code: 'too-many-destroyed', name: 'primary-aurora/*' }]);
  });
});

describe('stopping', () => {
  const cluster = change('aws_rds_cluster.c', { actions: ['delete'], after: null });
  const logs = change('aws_cloudwatch_log_group.g', { actions: ['delete'], after: null });
  const allowed = new Set(['primary-aurora/aws_rds_cluster.c', 'primary-aurora/aws_cloudwatch_log_group.g']);

  it('lets pass what is allowed by name, and that alone', () => {
    const findings = judge([cluster, logs], false);

    expect(stopping(findings, { allowed: new Set() })).toHaveLength(2);
    expect(stopping(findings, { allowed: new Set(['primary-aurora/aws_rds_cluster.c']) })).toMatchObject([
      { name: 'primary-aurora/aws_cloudwatch_log_group.g' },
    ]);
    expect(stopping(findings, { allowed })).toEqual([]);
  });

  it('never lets a database go in production, nor the global database lose a cluster', () => {
    const left = update(
      'aws_rds_cluster.d',
      { global_cluster_identifier: 'g' },
      { global_cluster_identifier: null },
    );
    const everything = new Set([...allowed, 'primary-aurora/aws_rds_cluster.d']);

    expect(stopping(judge([cluster, logs, left]), { allowed: everything })).toMatchObject([
      { code: 'stateful-destroyed', never: true, name: 'primary-aurora/aws_rds_cluster.c' },
      { code: 'membership-cleared', never: true },
    ]);
  });
});
