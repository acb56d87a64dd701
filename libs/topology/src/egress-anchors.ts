import type { Environment } from './schema';

/** Far from one another and from most pairs; each is asked by its own endpoint. */
const CANDIDATES = ['eu-central-1', 'us-east-2', 'ap-southeast-1', 'us-west-1', 'eu-north-1'] as const;

/** How many anchors there are unless they are configured. */
const COUNT = 3;

/**
 * The URLs outside both Regions that show whether a Region's way out is open: what `failover.egressAnchors` names, or else the
 * endpoints of STS in Regions that are not of the pair. Any HTTP status of any of them counts.
 *
 * @see https://docs.aws.amazon.com/general/latest/gr/sts.html
 */
export function egressAnchors({
  failover,
  primary,
  dr,
}: Pick<Environment, 'failover' | 'primary' | 'dr'>): readonly string[] {
  return (
    failover.egressAnchors ??
    CANDIDATES.filter((region) => region !== primary.region && region !== dr.region)
      .slice(0, COUNT)
      .map((region) => `https://sts.${region}.amazonaws.com/`)
  );
}
