import { DescribeGlobalClustersCommand, RDSClient, type GlobalCluster } from '@aws-sdk/client-rds';
import { globalClusterName } from '@healthcare-dr/aurora/contract';
import { Naming } from '@healthcare-dr/platform';
import { ROLES, topologyOf, type Environment, type Role } from '@healthcare-dr/topology';
import { clientConfiguration } from '../bootstrap/clients';

/** The global database of an environment, as an operator reaches it. */
export class GlobalDatabase {
  readonly #clients: Readonly<Record<Role, RDSClient>>;
  readonly #identifier: string;

  /** @param variables - where AWS is and who asks */
  constructor(environment: Environment, variables: NodeJS.ProcessEnv) {
    const { suffix, accountId } = environment;
    const of = <T>(make: (role: Role) => T) =>
      Object.fromEntries(ROLES.map((role) => [role, make(role)])) as Record<Role, T>;
    const regionOf = (role: Role) => topologyOf(environment, role).region;
    const namingOf = (role: Role) => new Naming({ suffix, accountId, region: regionOf(role) });
    this.#clients = of((role) => new RDSClient(clientConfiguration(variables, regionOf(role))));
    this.#identifier = globalClusterName(namingOf('primary'));
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
