import { DescribeNatGatewaysCommand, EC2Client } from '@aws-sdk/client-ec2';
import { ECSClient } from '@aws-sdk/client-ecs';
import { DescribeKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import {
  GetResourcesCommand,
  ResourceGroupsTaggingAPIClient,
} from '@aws-sdk/client-resource-groups-tagging-api';
import type { Environment, Region } from '@healthcare-dr/topology';
import { clientConfiguration } from '@healthcare-dr/drctl/bootstrap';
import { isInactive } from './ecs-leftovers';

/**
 * The ARNs of everything that still carries the environment's tags in a Region, asked of AWS itself and not of Terraform's
 * state. What AWS shows for a while after it is gone does not count: keys that wait for their deletion, deleted NAT gateways,
 * what is inactive in ECS.
 */
export async function leftovers(
  environment: Environment,
  region: Region,
  variables: NodeJS.ProcessEnv,
): Promise<string[]> {
  const configuration = clientConfiguration(variables, region);
  const tagging = new ResourceGroupsTaggingAPIClient(configuration);
  const kms = new KMSClient(configuration);
  const ec2 = new EC2Client(configuration);
  const ecs = new ECSClient(configuration);
  try {
    const { ResourceTagMappingList: found = [] } = await tagging.send(
      new GetResourcesCommand({ TagFilters: [{ Key: 'Environment', Values: [environment.suffix] }] }),
    );
    const arns: string[] = [];
    for (const { ResourceARN: arn = '' } of found) {
      const [, , service, , , resource = ''] = arn.split(':');
      const gone =
        (service === 'kms' && (await waitsForDeletion(kms, arn))) ||
        (service === 'ecs' && (await isInactive(ecs, arn))) ||
        (resource.startsWith('natgateway/') && (await isDeleted(ec2, resource.replace('natgateway/', ''))));
      if (!gone) arns.push(arn);
    }
    return arns;
  } finally {
    for (const client of [tagging, kms, ec2, ecs]) client.destroy();
  }
}

async function waitsForDeletion(kms: KMSClient, arn: string): Promise<boolean> {
  const { KeyMetadata: metadata } = await kms.send(new DescribeKeyCommand({ KeyId: arn }));
  return metadata?.KeyState === 'PendingDeletion';
}

async function isDeleted(ec2: EC2Client, natGatewayId: string): Promise<boolean> {
  const { NatGateways: gateways = [] } = await ec2.send(
    new DescribeNatGatewaysCommand({ NatGatewayIds: [natGatewayId] }),
  );
  return gateways.every(({ State: state }) => state === 'deleted');
}
