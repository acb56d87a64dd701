import type { Policy, Site } from '@healthcare-dr/failover-controller';
import { policyOf } from '@healthcare-dr/failover-lambda/contract';
import { failoverSchema } from '@healthcare-dr/topology';
import { other, type PolicyChoice, type Side } from '../schedule';
import { CLUSTER_ARNS, GLOBAL_CLUSTER_ID } from './clusters';

const siteOf = (side: Side): Site => ({
  environment: 'sim',
  role: side,
  region: side === 'dr' ? 'eu-west-1' : 'eu-west-2',
  peerRegion: side === 'dr' ? 'eu-west-2' : 'eu-west-1',
  globalClusterId: GLOBAL_CLUSTER_ID,
  ownClusterArn: CLUSTER_ARNS[side],
  peerClusterArn: CLUSTER_ARNS[other(side)],
});

/** Where the controllers of both Regions stand. */
export const SITES: Readonly<Record<Side, Site>> = { primary: siteOf('primary'), dr: siteOf('dr') };

/** The policy that is deployed with nothing chosen. */
export const SHIPPED: Policy = policyOf(failoverSchema.parse({}));

/** The policy as the stack would write it, from what an environment chooses. */
export function deployed(choice: PolicyChoice): Policy {
  if (Object.keys(choice ?? {}).length === 0) return SHIPPED;
  const { data } = failoverSchema.safeParse(choice);
  return data === undefined ? SHIPPED : policyOf(data);
}
