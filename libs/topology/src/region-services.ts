import { REGION_ZONES, type Region } from './regions';

/** Something that this footprint needs in both Regions, and where it is missing. */
interface RegionalNeed {
  /** What is missing, in words. */
  readonly what: string;
  /** AWS's own list. */
  readonly source: string;
  readonly missingIn: readonly Region[];
}

/**
 * What a Region must have. A Region that is on no list here has it all; one that AWS equips later leaves the list.
 *
 * Lambda (https://docs.aws.amazon.com/general/latest/gr/lambda-service.html) is in every Region.
 */
const NEEDS: readonly RegionalNeed[] = [
  {
    what: 'Aurora global databases (PostgreSQL)',
    source:
      'https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.Aurora_Fea_Regions_DB-eng.Feature.GlobalDatabase.html',
    missingIn: ['ap-east-2', 'ap-southeast-6', 'ap-southeast-7', 'mx-central-1'],
  },
  {
    what: 'ECS on Fargate, as far as its list says',
    source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/AWS_Fargate-Regions.html',
    missingIn: ['ap-southeast-6'],
  },
  {
    what: "Terraform's S3 backend (1.11 does not know the Region, and initialization fails)",
    source: 'https://developer.hashicorp.com/terraform/language/backend/s3',
    missingIn: ['ap-east-2', 'ap-southeast-6'],
  },
];

/** Regions of other partitions: other ARNs, endpoints and accounts. */
const PARTITIONS: readonly { readonly prefix: string; readonly partition: string }[] = [
  { prefix: 'us-gov-', partition: 'aws-us-gov' },
  { prefix: 'cn-', partition: 'aws-cn' },
  { prefix: 'us-iso', partition: 'aws-iso' },
  { prefix: 'eusc-', partition: 'aws-eusc' },
];

/** The partition of a Region that is none of the commercial ones; `undefined` if its name says nothing of one. */
export function otherPartition(name: string): string | undefined {
  return PARTITIONS.find(({ prefix }) => name.startsWith(prefix))?.partition;
}

/** What a Region lacks, with AWS's list of it; empty if it has all that is needed. */
export function missingServices(
  region: Region,
): readonly { readonly what: string; readonly source: string }[] {
  return NEEDS.filter(({ missingIn }) => missingIn.includes(region));
}

/** The Regions that have all that is needed. */
export const USABLE_REGIONS: readonly Region[] = (Object.keys(REGION_ZONES) as Region[]).filter(
  (region) => missingServices(region).length === 0,
);
