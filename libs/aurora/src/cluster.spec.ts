import { parseEnvironment, ROLES } from '@healthcare-dr/topology';
import { auroraStack, dev, devWith, GIVEN, nested, only, prod, reference } from './__fixtures__/stacks';

const TEST_SETTINGS = devWith({ minAcu: 1.5, maxAcu: 12, instances: { primary: 3, dr: 2 } });

describe.each(ROLES)('the cluster of the %s side', (role) => {
  const stack = auroraStack(dev, role);
  const cluster = only(stack, 'aws_rds_cluster');
  const production = only(auroraStack(prod, role), 'aws_rds_cluster');

  it('is Aurora PostgreSQL, Serverless v2, of the same version and capacity on both sides', () => {
    expect(cluster.attributes).toMatchObject({
      cluster_identifier: 'healthcare-aurora-dev',
      engine: 'aurora-postgresql',
      engine_mode: 'provisioned',
      engine_version: '15.10',
      serverlessv2_scaling_configuration: { min_capacity: 0.5, max_capacity: 2 },
      port: 5432,
    });
    expect(
      nested(only(auroraStack(TEST_SETTINGS, role), 'aws_rds_cluster'), 'serverlessv2_scaling_configuration'),
    ).toEqual({
      min_capacity: 1.5,
      max_capacity: 12,
    });
  });

  it('leaves to AWS what moves when roles swap, so that no plan takes a cluster out of the pair', () => {
    const { ignore_changes: ignored } = nested(cluster, 'lifecycle');
    expect(ignored).toEqual([
      'global_cluster_identifier',
      'replication_source_identifier',
      'master_username',
      'master_password',
      'engine_version',
      'preferred_backup_window',
    ]);
    expect(nested(production, 'lifecycle')['ignore_changes']).toEqual(ignored);
    expect(cluster.attributes).not.toHaveProperty('replication_source_identifier');
  });

  it('leaves the zones of its storage to AWS, which takes three: with two that are named, every plan would replace it', () => {
    expect([dev[role].zones.length, prod[role].zones.length]).toEqual([2, 3]);
    for (const { attributes } of [cluster, production])
      expect(attributes).not.toHaveProperty('availability_zones');
  });

  it('leaves the minimum capacity to a controller that raises it', () => {
    const raising = parseEnvironment({ ...dev, failover: { ...dev.failover, capacity: { minAcu: 1 } } });
    const raised = only(auroraStack(raising, role), 'aws_rds_cluster');
    expect(nested(raised, 'lifecycle')['ignore_changes']).toContain(
      'serverlessv2_scaling_configuration[0].min_capacity',
    );
  });

  it('lets a new version of the password through', () => {
    expect(nested(cluster, 'lifecycle')['ignore_changes']).not.toContain('master_password_wo_version');
  });

  it('asks RDS for no password of its own: a global database does not support it', () => {
    expect(cluster.attributes).not.toHaveProperty('manage_master_user_password');
    expect(cluster.attributes).not.toHaveProperty('master_user_secret_kms_key_id');
    expect(cluster.attributes).not.toHaveProperty('master_password');
  });

  it('is encrypted with the database key of its Region', () => {
    expect(cluster.attributes).toMatchObject({
      storage_encrypted: true,
      kms_key_id: GIVEN.databaseKeyArn,
    });
  });

  it('stands in isolated subnets, in the group that admits service and controller alone', () => {
    const subnetGroup = only(stack, 'aws_db_subnet_group');
    expect(subnetGroup.attributes['subnet_ids']).toEqual(GIVEN.isolatedSubnetIds);
    expect(cluster.attributes).toMatchObject({
      db_subnet_group_name: reference(subnetGroup, 'name'),
      vpc_security_group_ids: [GIVEN.databaseSecurityGroupId],
    });
    expect(stack.resources('aws_security_group')).toEqual([]);
    expect(stack.resources('aws_vpc_security_group_ingress_rule')).toEqual([]);
  });

  it('exports its log to a group that is there before it, encrypted and kept as audit records are', () => {
    const logGroup = only(stack, 'aws_cloudwatch_log_group');
    expect(logGroup.attributes).toMatchObject({
      name: '/aws/rds/cluster/healthcare-aurora-dev/postgresql',
      kms_key_id: GIVEN.logsKeyArn,
      retention_in_days: dev.retention.auditLogDays,
    });
    expect(cluster.attributes).toMatchObject({
      enabled_cloudwatch_logs_exports: ['postgresql'],
      depends_on: [logGroup.address],
    });
  });

  it('keeps backups as long as AWS Backup’s continuous backup does, in the off-peak window', () => {
    expect(cluster.attributes).toMatchObject({
      backup_retention_period: dev.backup.continuousDays,
      preferred_backup_window: '02:00-03:00',
      preferred_maintenance_window: 'sun:04:00-sun:05:00',
      copy_tags_to_snapshot: true,
    });
    const longer = { ...dev, backup: { ...dev.backup, continuousDays: 21 } };
    expect(only(auroraStack(longer, role), 'aws_rds_cluster').attributes['backup_retention_period']).toBe(21);
    expect(dev.backup.continuousDays).toBeGreaterThanOrEqual(7);
  });

  it('takes IAM for a password', () => {
    expect(cluster.attributes['iam_database_authentication_enabled']).toBe(true);
  });

  it('goes with an ephemeral environment', () => {
    expect(cluster.attributes).toMatchObject({
      deletion_protection: false,
      skip_final_snapshot: true,
      delete_automated_backups: true,
      apply_immediately: true,
    });
    expect(nested(cluster, 'lifecycle')).not.toHaveProperty('prevent_destroy');
    expect(cluster.suppressions).toContainEqual(
      expect.objectContaining({ check: 'rds-deletion-protection' }),
    );
  });

  it('stays in production, and leaves a snapshot under a name known beforehand', () => {
    expect(production.attributes).toMatchObject({
      deletion_protection: true,
      skip_final_snapshot: false,
      final_snapshot_identifier: 'healthcare-aurora-final-prod',
      delete_automated_backups: false,
      apply_immediately: false,
      lifecycle: { prevent_destroy: true },
    });
    expect(production.suppressions).toEqual([]);
  });
});

describe('the parameter group', () => {
  const parametersOf = (environment = dev) => {
    const group = only(auroraStack(environment, 'primary'), 'aws_rds_cluster_parameter_group');
    const parameters = group.attributes['parameter'] as { name: string; value: string }[];
    return new Map(parameters.map(({ name, value }) => [name, value]));
  };

  it('is of the family of the engine’s version, has its name from it, and is used by the cluster', () => {
    const stack = auroraStack(dev, 'dr');
    const group = only(stack, 'aws_rds_cluster_parameter_group');
    expect(group.attributes).toMatchObject({
      family: 'aurora-postgresql15',
      name: 'healthcare-aurora-postgresql15-dev',
      lifecycle: { create_before_destroy: true },
    });
    expect(only(stack, 'aws_rds_cluster').attributes['db_cluster_parameter_group_name']).toBe(
      reference(group, 'name'),
    );
  });

  it('forces TLS, counts statements, logs connections, changes of the schema and slow queries', () => {
    expect(Object.fromEntries(parametersOf())).toEqual({
      'rds.force_ssl': '1',
      shared_preload_libraries: 'pg_stat_statements,pgaudit',
      'pg_stat_statements.track': 'all',
      log_connections: '1',
      log_disconnections: '1',
      log_statement: 'ddl',
      log_min_duration_statement: '1000',
      'pgaudit.log': 'read,write,role,ddl',
      'pgaudit.log_parameter': '1',
      'pgaudit.log_catalog': '0',
      'pgaudit.log_relation': '1',
    });
    expect(parametersOf(devWith({ logStatement: 'mod', slowQueryMilliseconds: 250 }))).toEqual(
      new Map([...parametersOf(), ['log_statement', 'mod'], ['log_min_duration_statement', '250']]),
    );
  });

  it('records what the environment says of who read and changed what', () => {
    const chosen = parametersOf(devWith({ audit: { classes: ['read'], parameters: false } }));
    expect(chosen.get('pgaudit.log')).toBe('read');
    expect(chosen.get('pgaudit.log_parameter')).toBe('0');
    const off = parametersOf(devWith({ audit: { classes: [], parameters: false } }));
    expect(off.get('shared_preload_libraries')).toBe('pg_stat_statements');
    expect([...off.keys()].filter((name) => name.startsWith('pgaudit'))).toEqual([]);
  });

  it('does not let a lagging standby block the writer', () => {
    for (const role of ROLES) expect(auroraStack(dev, role).text).not.toContain('rds.global_db_rpo');
  });

  it('is the same on both sides: what is promoted behaves as what was lost', () => {
    const [primary, dr] = ROLES.map(
      (role) => only(auroraStack(dev, role), 'aws_rds_cluster_parameter_group').attributes,
    );
    expect(dr).toEqual(primary);
  });
});

describe('the cluster that is created first', () => {
  const stack = auroraStack(dev, 'primary');
  const cluster = only(stack, 'aws_rds_cluster');

  it('joins the empty global database, with a database and a master user', () => {
    expect(cluster.attributes).toMatchObject({
      global_cluster_identifier: reference(only(stack, 'aws_rds_global_cluster'), 'id'),
      database_name: 'healthcare',
      master_username: 'clusteradmin',
      master_password_wo_version: 1,
    });
    expect(cluster.attributes).not.toHaveProperty('source_region');
  });
});

describe('the cluster that follows', () => {
  const cluster = only(auroraStack(dev, 'dr'), 'aws_rds_cluster');

  it('joins the global database by its name, and reads nothing of the primary Region', () => {
    expect(cluster.attributes['global_cluster_identifier']).toBe('healthcare-global-dev');
  });

  it('has no credentials and no database of its own: AWS takes them from the writer', () => {
    const own = Object.keys(cluster.attributes).filter((key) => /^(?:master_|database_name)/.test(key));
    expect(own).toEqual([]);
  });

  it('says where its encrypted source stands, or AWS asks for a presigned URL', () => {
    expect(cluster.attributes['source_region']).toBe('eu-west-2');
  });
});
