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

/** What was deployed last, by what was chosen: most runs choose nothing, or the same again. */
const known = new Map<string, Deployed>();
const MOST_KNOWN = 20_000;

/** A policy, and its text in the parameter. */
export interface Deployed {
  readonly policy: Policy;
  readonly json: string;
}

/** The policy as the stack would write it, from what an environment chooses. */
export function deployed(choice: PolicyChoice): Deployed {
  const key = JSON.stringify(choice ?? {});
  let found = known.get(key);
  if (found === undefined) {
    const { data } = failoverSchema.safeParse(choice ?? {});
    const policy = data === undefined ? SHIPPED : policyOf(data);
    found = { policy, json: JSON.stringify(policy) };
    if (known.size < MOST_KNOWN) known.set(key, found);
  }
  return found;
}
