import { ModifyDBClusterCommand, ModifyGlobalClusterCommand, RDSClient } from '@aws-sdk/client-rds';
import { clusterName, globalClusterName } from '@healthcare-dr/aurora/contract';
import { clientConfiguration } from '@healthcare-dr/drctl/bootstrap';
import { namingOf } from '@healthcare-dr/platform';
import { byRole, peerOf, topologyOf, type Environment, type Role } from '@healthcare-dr/topology';
import { GlobalDatabase } from './global-database';

/** What became of a version that was raised as the runbook does. */
export interface MinorUpgrade {
  readonly from: string;
  readonly to: string;
  /** What the global cluster said to it, which is Terraform's only way; `undefined` if it took it. */
  readonly atTheGlobalCluster: string | undefined;
  /** What the writer said before the one that follows it; `undefined` if it took it. */
  readonly writerFirst: string | undefined;
  /** The version of the global cluster in the end. */
  readonly reached: string | undefined;
}

/** `15.11` after `15.10`. */
export function nextMinor(version: string): string {
  const [major = '', minor = ''] = version.split('.');
  return `${major}.${Number(minor) + 1}`;
}

/**
 * Raises the minor version of the global database by the calls of docs/runbooks/upgrade-database.md: the cluster that follows, then the
 * writer. The two ways that AWS refuses are tried first.
 */
export async function raiseMinorVersion(
  environment: Environment,
  variables: NodeJS.ProcessEnv,
): Promise<MinorUpgrade> {
  const database = new GlobalDatabase(environment, variables);
  const clients = byRole(
    (role) => new RDSClient(clientConfiguration(variables, topologyOf(environment, role).region)),
  );
  const names = byRole((role) => clusterName(namingOf(environment, role)));
  try {
    const { EngineVersion: from = '', GlobalClusterMembers: members = [] } =
      await database.describe('primary');
    const writes = (role: Role) =>
      members.some(
        ({ IsWriter, DBClusterArn = '' }) =>
          IsWriter === true && DBClusterArn.split(':')[3] === topologyOf(environment, role).region,
      );
    const writer: Role = writes('primary') ? 'primary' : 'dr';
    const to = nextMinor(from);
    const raise = (role: Role) =>
      clients[role].send(
        new ModifyDBClusterCommand({
          DBClusterIdentifier: names[role],
          EngineVersion: to,
          ApplyImmediately: true,
        }),
      );
    const atTheGlobalCluster = await refusalOf(() =>
      clients.primary.send(
        new ModifyGlobalClusterCommand({
          GlobalClusterIdentifier: globalClusterName(namingOf(environment, 'primary')),
          EngineVersion: to,
        }),
      ),
    );
    const writerFirst = await refusalOf(() => raise(writer));
    await raise(peerOf(writer));
    await raise(writer);
    const { EngineVersion: reached } = await database.describe('dr');
    return { from, to, atTheGlobalCluster, writerFirst, reached };
  } finally {
    database.destroy();
    for (const client of Object.values(clients)) client.destroy();
  }
}

async function refusalOf(call: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await call();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
