import { DescribeGlobalClustersCommand, RDSClient, type GlobalCluster } from '@aws-sdk/client-rds';
import { globalClusterName } from '@healthcare-dr/aurora/contract';
import { namingOf } from '@healthcare-dr/platform';
import { byRole, topologyOf, type Environment, type Role } from '@healthcare-dr/topology';
import { clientConfiguration } from '@healthcare-dr/drctl/bootstrap';

/** The global database of an environment, as an operator reaches it. */
export class GlobalDatabase {
  readonly #clients: Readonly<Record<Role, RDSClient>>;
  readonly #identifier: string;

  /** @param variables - where AWS is and who asks */
  constructor(environment: Environment, variables: NodeJS.ProcessEnv) {
    this.#clients = byRole(
      (role) => new RDSClient(clientConfiguration(variables, topologyOf(environment, role).region)),
    );
    this.#identifier = globalClusterName(namingOf(environment, 'primary'));
  }

  /** What AWS says of it in the Region of a side. */
  async describe(role: Role): Promise<GlobalCluster> {
    const { GlobalClusters: [cluster] = [] } = await this.#clients[role].send(
      new DescribeGlobalClustersCommand({ GlobalClusterIdentifier: this.#identifier }),
    );
    if (cluster === undefined) throw new Error(`There is no global cluster ${this.#identifier}.`);
    return cluster;
  }

  /** Closes the connections. */
  destroy(): void {
    for (const client of Object.values(this.#clients)) client.destroy();
  }
}
