import type { Policy, Site } from '@healthcare-dr/failover-controller';
import { other, type PolicyChoice, type Side } from '../schedule';
import { CLUSTER_ARNS } from './aurora';
import { MINUTE, SECOND } from './timeline';

const siteOf = (side: Side): Site => ({
  environment: 'sim',
  role: side,
  region: side === 'dr' ? 'eu-west-1' : 'eu-west-2',
  peerRegion: side === 'dr' ? 'eu-west-2' : 'eu-west-1',
  globalClusterId: 'healthcare-global-sim',
  ownClusterArn: CLUSTER_ARNS[side],
  peerClusterArn: CLUSTER_ARNS[other(side)],
});

/** Where the controllers of both Regions stand. */
export const SITES: Readonly<Record<Side, Site>> = { primary: siteOf('primary'), dr: siteOf('dr') };

/** The policy in full, from what a schedule chooses of it. */
export function policyOf({
  mode,
  quorum,
  lagBoundMs,
  cooldownMs,
  approvalMs,
  capacity,
}: PolicyChoice): Policy {
  return {
    mode,
    lagBoundMs,
    lagMaxAgeMs: 10 * MINUTE,
    quorum,
    confirmationMs: MINUTE,
    cooldownMs,
    plannedLagMs: 30 * SECOND,
    operationDeadlineMs: 15 * MINUTE,
    reissueAfterMs: 3 * MINUTE,
    approvalMs,
    capacity: { minTasks: capacity ? 4 : undefined, minAcu: capacity ? 8 : undefined },
  };
}
