import { DescribeGlobalClustersCommand, RDSClient } from '@aws-sdk/client-rds';
import { globalClusterName } from '@healthcare-dr/aurora/contract';
import { clientConfiguration } from '@healthcare-dr/deployment-records';
import { namingOf } from '@healthcare-dr/platform';
import { topologyOf, type Environment } from '@healthcare-dr/topology';
import type { Writer } from '../plan/swapped-pair';

/**
 * Which side of an environment writes, as dr's Region says, which answers when the primary one is dark. Where there is no global database yet
 * the primary will write.
 */
export async function writerOf(variables: NodeJS.ProcessEnv, environment: Environment): Promise<Writer> {
  const { region } = topologyOf(environment, 'dr');
  const rds = new RDSClient(clientConfiguration(variables, region));
  try {
    const GlobalClusterIdentifier = globalClusterName(namingOf(environment, 'dr'));
    const { GlobalClusters: [found] = [] } = await rds.send(
      new DescribeGlobalClustersCommand({ GlobalClusterIdentifier }),
    );
    const members = found?.GlobalClusterMembers ?? [];
    const writing = members.find(({ IsWriter: writes }) => writes === true)?.DBClusterArn?.split(':')[3];
    if (members.length === 0) return 'primary';
    return writing === undefined ? 'unknown' : writing === region ? 'dr' : 'primary';
  } catch (error) {
    return error instanceof Error && error.name === 'GlobalClusterNotFoundFault' ? 'primary' : 'unknown';
  } finally {
    rds.destroy();
  }
}
