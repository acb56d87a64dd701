import { RdsGlobalCluster } from '@cdktf/provider-aws/lib/rds-global-cluster';
import { globalClusterName } from '@healthcare-dr/aurora/contract';
import { suppress, TierStack } from '@healthcare-dr/platform';
import { Construct } from 'constructs';
import { UNPROTECTED } from './deletion';
import { ENGINE } from './engine';

/**
 * AWS tells the database's name only while the global database has a writer; a difference would replace the global database.
 *
 * The version is raised by hand. ModifyGlobalCluster refuses a minor one ("doesn't support minor version upgrades"), and provider 5.100.0
 * repeats the call until its timeout; AWS wants the members upgraded one by one, the writer last, which no order of two stacks would do.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database-upgrade.html
 */
const LEFT_TO_AWS_OF_THE_GLOBAL_DATABASE = ['database_name', 'engine_version'];

/**
 * The global database, created empty: the first cluster that joins it writes, the next ones follow.
 *
 * It is never made from a cluster that exists (`source_db_cluster_identifier`): Terraform would then know the cluster's
 * membership in two places, and would take the cluster out of the global database once they differ.
 */
export class GlobalCluster extends Construct {
  readonly identifier: string;
  /** The global writer endpoint: it leads to whichever cluster writes. */
  readonly writerEndpoint: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const stack = TierStack.of(this);
    const { database } = stack.environment;
    const name = globalClusterName(stack.naming);
    const global = new RdsGlobalCluster(this, 'global-cluster', {
      globalClusterIdentifier: name,
      engine: ENGINE,
      engineVersion: database.engineVersion,
      databaseName: database.databaseName,
      storageEncrypted: true,
      deletionProtection: !stack.ephemeral,
      tags: { Name: name },
      lifecycle: {
        ignoreChanges: LEFT_TO_AWS_OF_THE_GLOBAL_DATABASE,
        ...(stack.ephemeral ? {} : { preventDestroy: true }),
      },
    });
    if (stack.ephemeral) suppress(global, UNPROTECTED);
    this.identifier = global.id;
    this.writerEndpoint = global.endpoint;
  }
}
