import { RdsClusterParameterGroup } from '@cdktf/provider-aws/lib/rds-cluster-parameter-group';
import { TierStack } from '@healthcare-dr/platform';
import type { Environment } from '@healthcare-dr/topology';
import { Construct } from 'constructs';

/** Props of {@link ParameterGroup}. */
export interface ParameterGroupProps {
  readonly database: Environment['database'];
}

/** The family of a version: `aurora-postgresql15` of 15.10. */
const familyOf = (engineVersion: string) => `aurora-postgresql${engineVersion.split('.')[0]}`;

/**
 * How PostgreSQL behaves, the same in both Regions so that a promoted cluster behaves as the lost one did.
 *
 * `rds.global_db_rpo` is left unset on purpose: it makes the writer block commits while its only secondary lags, which turns a
 * problem of the standby into an outage of the service.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database-disaster-recovery.html#aurora-global-database-manage-recovery
 */
export class ParameterGroup extends Construct {
  readonly name: string;

  constructor(scope: Construct, id: string, { database }: ParameterGroupProps) {
    super(scope, id);
    const { naming } = TierStack.of(this);
    const { audit } = database;
    const family = familyOf(database.engineVersion);
    const name = naming.name('resource', family);
    const group = new RdsClusterParameterGroup(this, 'parameter-group', {
      // With the family in its name: a group of another family replaces this one while the cluster still uses it.
      name,
      family,
      description: `${name}: TLS only; connections, statements and slow queries logged`,
      parameter: [
        // 45 CFR 164.312(e)(1): nobody connects without TLS.
        atStart('rds.force_ssl', '1'),
        atStart(
          'shared_preload_libraries',
          audit.classes.length > 0 ? 'pg_stat_statements,pgaudit' : 'pg_stat_statements',
        ),
        atStart('pg_stat_statements.track', 'all'),
        // 45 CFR 164.312(b): who signed in, and who changed the schema.
        atOnce('log_connections', '1'),
        atOnce('log_disconnections', '1'),
        atOnce('log_statement', database.logStatement),
        atOnce('log_min_duration_statement', String(database.slowQueryMilliseconds)),
        ...auditParameters(audit),
      ],
      tags: { Name: name },
      lifecycle: { createBeforeDestroy: true },
    });
    this.name = group.name;
  }
}

/**
 * Who read and who changed which row: 45 CFR 164.312(b). Without pgaudit no log has a read.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Appendix.PostgreSQL.CommonDBATasks.pgaudit.basic-setup.html
 */
const auditParameters = ({ classes, parameters }: Environment['database']['audit']) =>
  classes.length === 0
    ? []
    : [
        atOnce('pgaudit.log', classes.join(',')),
        atOnce('pgaudit.log_parameter', parameters ? '1' : '0'),
        // What PostgreSQL asks its own catalogue for tells nothing of a patient.
        atOnce('pgaudit.log_catalog', '0'),
        // One line for each relation of a statement: what was read is in its own column.
        atOnce('pgaudit.log_relation', '1'),
      ];

const atStart = (name: string, value: string) => ({ name, value, applyMethod: 'pending-reboot' });
const atOnce = (name: string, value: string) => ({ name, value, applyMethod: 'immediate' });
