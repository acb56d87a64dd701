import { IPv4, IPv4CidrRange, IPv4Prefix } from 'ip-num';
import type { Region } from './regions';

/** The three kinds of subnet, by where their default route leads: the internet, the NAT gateway, nowhere. */
export const SUBNET_KINDS = ['public', 'private', 'isolated'] as const;

/** Where a subnet's default route leads: to the internet gateway, to the NAT gateway, or nowhere. */
export type SubnetKind = (typeof SUBNET_KINDS)[number];

/** One subnet of the address plan. */
export interface SubnetPlan {
  readonly kind: SubnetKind;
  /** The Availability Zone's name, such as `eu-west-2a`. */
  readonly zone: string;
  /** The zone's letter, such as `a`: stable in construct ids when Regions change. */
  readonly zoneLetter: string;
  readonly cidr: string;
}

/** The largest VPC block and the smallest: AWS allows /16 to /28, and the plan below needs 32 blocks of /24. */
export const VPC_PREFIX_LENGTHS = { largest: 16, smallest: 19 } as const;

/**
 * Blocks that CreateVpc refuses.
 * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
 */
export const REFUSED_BLOCKS = [
  { block: '0.0.0.0/8', what: 'this network' },
  { block: '127.0.0.0/8', what: 'loopback' },
  { block: '169.254.0.0/16', what: 'link-local' },
  { block: '224.0.0.0/4', what: 'multicast' },
  { block: '240.0.0.0/4', what: 'reserved' },
] as const;

/** Where each kind's /24 blocks begin: public 10.x.1.0, private 10.x.11.0, isolated 10.x.21.0. */
const FIRST_BLOCK: Record<SubnetKind, number> = { public: 1, private: 11, isolated: 21 };
const SUBNET_PREFIX_LENGTH = 24n;
const SUBNET_ADDRESSES = 2n ** (32n - SUBNET_PREFIX_LENGTH);

/** Parses a CIDR block; `undefined` if it is none, or if its address has bits set beyond the prefix. */
export function parseCidr(cidr: string): IPv4CidrRange | undefined {
  try {
    const range = IPv4CidrRange.fromCidr(cidr);
    return range.getFirst().toString() === cidr.split('/')[0] ? range : undefined;
  } catch {
    return undefined;
  }
}

/** The prefix length of a parsed block, such as 16. */
export function prefixLengthOf(range: IPv4CidrRange): number {
  return Number(range.getPrefix().getValue());
}

/** Whether two blocks share an address. */
export function cidrsOverlap(a: IPv4CidrRange, b: IPv4CidrRange): boolean {
  return a.isOverlapping(b) || a.contains(b) || b.contains(a) || a.isEquals(b);
}

/** The address plan of a VPC: one subnet of each kind in each zone, each a /24. */
export function planSubnets(vpcCidr: string, region: Region, zones: readonly string[]): SubnetPlan[] {
  const vpc = IPv4CidrRange.fromCidr(vpcCidr);
  return SUBNET_KINDS.flatMap((kind) =>
    zones.map((zone, index) => {
      const cidr = blockOf(vpc, FIRST_BLOCK[kind] + index);
      return { kind, zone, zoneLetter: zone.slice(region.length), cidr };
    }),
  );
}

/** The nth /24 of a VPC, counted from zero. */
function blockOf(vpc: IPv4CidrRange, index: number): string {
  const first = IPv4.fromNumber(vpc.getFirst().getValue() + BigInt(index) * SUBNET_ADDRESSES);
  const block = new IPv4CidrRange(first, IPv4Prefix.fromNumber(SUBNET_PREFIX_LENGTH));
  if (!vpc.contains(block)) throw new RangeError(`${vpc.toCidrString()} has no /24 number ${index}`);
  return block.toCidrString();
}
