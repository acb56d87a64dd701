import {
  CloudWatchLogsClient,
  DeleteLogGroupCommand,
  paginateDescribeLogGroups,
} from '@aws-sdk/client-cloudwatch-logs';
import { clusterName } from '@healthcare-dr/aurora/contract';
import { ecsClusterName } from '@healthcare-dr/compute/contract';
import { clientConfiguration } from '@healthcare-dr/deployment-records';
import { controllerFunctionName } from '@healthcare-dr/failover-lambda/contract';
import { namingOf } from '@healthcare-dr/platform';
import { topologyOf, type Environment, type Role } from '@healthcare-dr/topology';

/** What {@link deleteLogGroupsMadeAgain} is given. */
export interface LeftLogGroups {
  readonly environment: Environment;
  /** Whose Regions are looked at; no other is called. */
  readonly roles: readonly Role[];
  readonly variables: NodeJS.ProcessEnv;
}

/**
 * Deletes the log groups that services make again by themselves: without key, retention and tags, and in the way of the next deployment,
 * which finds them there. They are known by name, since no state has them: a service that still had something to say when
 * Terraform deleted its group makes another. `RDSOSMetrics` is not among them: it belongs to the whole account.
 *
 * Only to be called once no stack stands that has them.
 *
 * @returns the names of what was deleted, with their Regions
 */
export async function deleteLogGroupsMadeAgain({
  environment,
  roles,
  variables,
}: LeftLogGroups): Promise<string[]> {
  const deleted: string[] = [];
  for (const role of roles) {
    const naming = namingOf(environment, role);
    const { region } = topologyOf(environment, role);
    const client = new CloudWatchLogsClient(clientConfiguration(variables, region));
    const prefixes = [
      `/aws/ecs/containerinsights/${ecsClusterName(naming)}/`,
      `/aws/rds/cluster/${clusterName(naming)}/`,
      `/aws/lambda/${controllerFunctionName(naming)}`,
    ];
    try {
      for (const logGroupNamePrefix of prefixes) {
        const names: string[] = [];
        for await (const page of paginateDescribeLogGroups({ client }, { logGroupNamePrefix })) {
          names.push(...(page.logGroups ?? []).flatMap(({ logGroupName: name }) => name ?? []));
        }
        // A prefix without an end also begins the names of an environment whose suffix is longer.
        for (const name of names.filter((found) => prefixes.some((own) => isOf(own, found)))) {
          await client.send(new DeleteLogGroupCommand({ logGroupName: name }));
          deleted.push(`${name} (${region})`);
        }
      }
    } finally {
      client.destroy();
    }
  }
  return deleted;
}

const isOf = (own: string, found: string) => (own.endsWith('/') ? found.startsWith(own) : found === own);
