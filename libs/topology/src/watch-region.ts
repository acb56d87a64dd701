import type { Environment } from './schema';
import type { Region } from './regions';

/** None of them is opt-in. */
const CANDIDATES = [
  'eu-central-1',
  'us-east-2',
  'us-west-1',
  'ap-southeast-1',
] as const satisfies readonly Region[];

const partOfTheWorld = (region: string) => region.split('-')[0];

/**
 * The Region outside the pair from which both controllers are watched: it takes their pages when their own topic does not, and tells
 * somebody when one of them falls silent. What `notifications.watchRegion` names, or else one that is not of the pair, in the primary's
 * part of the world where there is one.
 */
export function watchRegionOf({
  notifications,
  primary,
  dr,
}: Pick<Environment, 'notifications' | 'primary' | 'dr'>): Region {
  const outside = CANDIDATES.filter((region) => region !== primary.region && region !== dr.region);
  const near = outside.find((region) => partOfTheWorld(region) === partOfTheWorld(primary.region));
  // A pair has two Regions, so two candidates are left or more.
  return notifications.watchRegion ?? near ?? (outside[0] as Region);
}
