import { DescribeKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import {
  GetResourcesCommand,
  ResourceGroupsTaggingAPIClient,
} from '@aws-sdk/client-resource-groups-tagging-api';
import type { Environment, Region } from '@healthcare-dr/topology';
import { clientConfiguration } from '../bootstrap/clients';

/**
 * The ARNs of everything that still carries the environment's tags in a Region, asked of AWS itself and not of Terraform's
 * state. Keys that wait for their deletion are not counted: KMS deletes none at once.
 */
export async function leftovers(
  environment: Environment,
  region: Region,
  variables: NodeJS.ProcessEnv,
): Promise<string[]> {
  const configuration = clientConfiguration(variables, region);
  const tagging = new ResourceGroupsTaggingAPIClient(configuration);
  const kms = new KMSClient(configuration);
  try {
    const { ResourceTagMappingList: found = [] } = await tagging.send(
      new GetResourcesCommand({ TagFilters: [{ Key: 'Environment', Values: [environment.suffix] }] }),
    );
    const arns: string[] = [];
    for (const { ResourceARN: arn } of found) {
      if (arn !== undefined && !(arn.startsWith('arn:aws:kms:') && (await waitsForDeletion(kms, arn))))
        arns.push(arn);
    }
    return arns;
  } finally {
    tagging.destroy();
    kms.destroy();
  }
}

async function waitsForDeletion(kms: KMSClient, arn: string): Promise<boolean> {
  const { KeyMetadata: metadata } = await kms.send(new DescribeKeyCommand({ KeyId: arn }));
  return metadata?.KeyState === 'PendingDeletion';
}
