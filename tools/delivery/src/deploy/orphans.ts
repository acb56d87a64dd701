import {
  GetResourcesCommand,
  ResourceGroupsTaggingAPIClient,
} from '@aws-sdk/client-resource-groups-tagging-api';
import type { StateResource } from '@healthcare-dr/terraform';
import { clientConfiguration } from '@healthcare-dr/deployment-records';

/** The tags by which a resource belongs to one stack of one environment. */
export interface StackTags {
  readonly environment: string;
  readonly role: string;
  readonly tier: string;
}

/** The ARNs of what carries the tags of a stack in a Region, by the Resource Groups Tagging API. */
export async function taggedArns(
  variables: NodeJS.ProcessEnv,
  region: string,
  { environment, role, tier }: StackTags,
): Promise<string[]> {
  const client = new ResourceGroupsTaggingAPIClient(clientConfiguration(variables, region));
  try {
    const arns: string[] = [];
    let token: string | undefined;
    do {
      const page = await client.send(
        new GetResourcesCommand({
          TagFilters: [
            { Key: 'Environment', Values: [environment] },
            { Key: 'Role', Values: [role] },
            { Key: 'Tier', Values: [tier] },
          ],
          PaginationToken: token,
        }),
      );
      arns.push(...(page.ResourceTagMappingList ?? []).flatMap(({ ResourceARN: arn }) => arn ?? []));
      token = page.PaginationToken === '' ? undefined : page.PaginationToken;
    } while (token !== undefined);
    return [...new Set(arns)].sort();
  } finally {
    client.destroy();
  }
}

/**
 * What carries the tags of a stack and stands in no state: made by a run that was killed before it could write it down. A resource
 * counts as known if the state holds its ARN, or an id that the ARN ends with.
 */
export function orphansOf(arns: readonly string[], state: readonly StateResource[]): string[] {
  const known = new Set(
    state.flatMap(({ values }) => [values['arn'], values['id']].filter((value) => typeof value === 'string')),
  );
  return arns.filter((arn) => !known.has(arn) && !known.has(arn.slice(arn.search(/[:/][^:/]*$/) + 1)));
}
