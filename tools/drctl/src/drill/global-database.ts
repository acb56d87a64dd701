import {
  DescribeGlobalClustersCommand,
  RDSClient,
  SwitchoverGlobalClusterCommand,
  type GlobalCluster,
} from '@aws-sdk/client-rds';
import { setTimeout as delay } from 'node:timers/promises';
import { clusterArn, globalClusterName } from '@healthcare-dr/aurora/contract';
import { Naming } from '@healthcare-dr/platform';
import { ROLES, topologyOf, type Environment, type Role } from '@healthcare-dr/topology';
import { clientConfiguration } from '../bootstrap/clients';

/** How often the global database is looked at while its roles swap. */
const POLL_MS = 250;

/** The operation did not come to its end in time. */
export class SwitchoverTimeoutError extends Error {
  constructor(target: string, timeoutMs: number, last: GlobalCluster) {
    super(
      `${target} does not write ${timeoutMs} ms after the switchover began; last seen: ${JSON.stringify({
        FailoverState: last.FailoverState,
        GlobalClusterMembers: last.GlobalClusterMembers,
      })}`,
    );
    this.name = 'SwitchoverTimeoutError';
  }
}

/** The ARN of the member that writes; `undefined` if none does. */
export function writerOf({ GlobalClusterMembers: members = [] }: GlobalCluster): string | undefined {
  return members.find(({ IsWriter }) => IsWriter === true)?.DBClusterArn;
}

/**
 * Whether roles have come to rest with the target writing: that it writes, or that nothing is under way, is not enough by itself.
 * What an operation that is under way is called does not matter: AWS knows statuses that the SDK does not.
 */
export function hasSettledOn(cluster: GlobalCluster, targetArn: string): boolean {
  const { Status: status = '' } = cluster.FailoverState ?? {};
  return status === '' && writerOf(cluster) === targetArn;
}

/** The global database of an environment, as an operator reaches it. */
export class GlobalDatabase {
  readonly #clients: Readonly<Record<Role, RDSClient>>;
  readonly #arns: Readonly<Record<Role, string>>;
  readonly #identifier: string;

  /** @param variables - where AWS is and who asks */
  constructor(environment: Environment, variables: NodeJS.ProcessEnv) {
    const { suffix, accountId } = environment;
    const of = <T>(make: (role: Role) => T) =>
      Object.fromEntries(ROLES.map((role) => [role, make(role)])) as Record<Role, T>;
    const regionOf = (role: Role) => topologyOf(environment, role).region;
    const namingOf = (role: Role) => new Naming({ suffix, accountId, region: regionOf(role) });
    this.#clients = of((role) => new RDSClient(clientConfiguration(variables, regionOf(role))));
    this.#arns = of((role) => clusterArn(namingOf(role)));
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

  /** The side that writes. */
  async writer(): Promise<Role> {
    const arn = writerOf(await this.describe('dr'));
    const role = ROLES.find((candidate) => this.#arns[candidate] === arn);
    if (role === undefined) throw new Error(`${this.#identifier} has no writer among its two clusters.`);
    return role;
  }

  /**
   * Makes the other side write, without loss, and waits until it does. The call goes to the Region of the current writer, as AWS
   * wants it; the waiting is done in the Region of the target.
   *
   * @returns how long it took, in milliseconds
   * @throws SwitchoverTimeoutError if it is not done after `timeoutMs`
   */
  async switchover(
    target: Role,
    { signal, timeoutMs }: { readonly signal: AbortSignal; readonly timeoutMs: number },
  ): Promise<number> {
    const began = performance.now();
    await this.#clients[await this.writer()].send(
      new SwitchoverGlobalClusterCommand({
        GlobalClusterIdentifier: this.#identifier,
        TargetDbClusterIdentifier: this.#arns[target],
      }),
      { abortSignal: signal },
    );
    for (;;) {
      const cluster = await this.describe(target);
      const elapsed = performance.now() - began;
      if (hasSettledOn(cluster, this.#arns[target])) return elapsed;
      if (elapsed > timeoutMs) throw new SwitchoverTimeoutError(this.#arns[target], timeoutMs, cluster);
      await delay(POLL_MS, undefined, { signal });
    }
  }

  /** Closes the connections. */
  destroy(): void {
    for (const client of Object.values(this.#clients)) client.destroy();
  }
}
