/**
 * The commercial Regions of the `aws` partition and the zone letters each one offers to new accounts.
 * Source: AWS General Reference, "Regions and Zones", and the EC2 user guide's list of Availability Zones.
 *
 * A Region that AWS opens later is added here: the list is what catches `eu-wset-2` before it reaches a plan.
 */
export const REGION_ZONES = {
  'af-south-1': 'abc',
  'ap-east-1': 'abc',
  'ap-east-2': 'abc',
  'ap-northeast-1': 'acd',
  'ap-northeast-2': 'abcd',
  'ap-northeast-3': 'abc',
  'ap-south-1': 'abc',
  'ap-south-2': 'abc',
  'ap-southeast-1': 'abc',
  'ap-southeast-2': 'abc',
  'ap-southeast-3': 'abc',
  'ap-southeast-4': 'abc',
  'ap-southeast-5': 'abc',
  'ap-southeast-6': 'abc',
  'ap-southeast-7': 'abc',
  'ca-central-1': 'abd',
  'ca-west-1': 'abc',
  'eu-central-1': 'abc',
  'eu-central-2': 'abc',
  'eu-north-1': 'abc',
  'eu-south-1': 'abc',
  'eu-south-2': 'abc',
  'eu-west-1': 'abc',
  'eu-west-2': 'abc',
  'eu-west-3': 'abc',
  'il-central-1': 'abc',
  'me-central-1': 'abc',
  'me-south-1': 'abc',
  'mx-central-1': 'abc',
  'sa-east-1': 'abc',
  'us-east-1': 'abcdef',
  'us-east-2': 'abc',
  'us-west-1': 'abc',
  'us-west-2': 'abcd',
} as const;

/** The name of an AWS Region, such as `eu-west-2`. */
export type Region = keyof typeof REGION_ZONES;

/**
 * The Regions that an account cannot use until somebody enables them: those that AWS opened after March 20, 2019.
 *
 * @see https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html
 */
export const OPT_IN_REGIONS: ReadonlySet<Region> = new Set<Region>([
  'af-south-1',
  'ap-east-1',
  'ap-east-2',
  'ap-south-2',
  'ap-southeast-3',
  'ap-southeast-4',
  'ap-southeast-5',
  'ap-southeast-6',
  'ap-southeast-7',
  'ca-west-1',
  'eu-central-2',
  'eu-south-1',
  'eu-south-2',
  'il-central-1',
  'me-central-1',
  'me-south-1',
  'mx-central-1',
]);

/** Whether `name` is a Region this project knows. */
export function isRegion(name: string): name is Region {
  return Object.hasOwn(REGION_ZONES, name);
}

/** The full zone names of a Region, such as `['eu-west-2a', 'eu-west-2b', 'eu-west-2c']`. */
export function zonesOf(region: Region): string[] {
  return [...REGION_ZONES[region]].map((letter) => `${region}${letter}`);
}
