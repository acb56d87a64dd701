import { cidrsOverlap, parseCidr, planSubnets, prefixLengthOf, SUBNET_KINDS } from './cidr';
import { REGION_ZONES, zonesOf } from './regions';

const block = (cidr: string) => {
  const range = parseCidr(cidr);
  if (range === undefined) throw new Error(`'${cidr}' is no block.`);
  return range;
};

describe('parsing a block', () => {
  it('gives its prefix length', () => {
    expect(prefixLengthOf(block('10.16.0.0/17'))).toBe(17);
  });

  it.each(['10.0.0.0', '10.0.0.0/33', '10.0.0.1/16', '10.0.256.0/24', '300.0.0.0/16', 'ten/16', ''])(
    "refuses '%s'",
    (cidr) => {
      expect(parseCidr(cidr)).toBeUndefined();
    },
  );
});

describe('two blocks', () => {
  it.each([
    ['10.0.0.0/16', '10.0.0.0/16', true],
    ['10.0.0.0/16', '10.0.128.0/17', true],
    ['10.0.128.0/17', '10.0.0.0/16', true],
    ['10.0.0.0/16', '10.1.0.0/16', false],
    ['10.0.0.0/17', '10.0.128.0/17', false],
  ])('%s and %s overlap: %s', (a, b, expected) => {
    expect(cidrsOverlap(block(a), block(b))).toBe(expected);
  });
});

describe('planning subnets', () => {
  it('gives each zone one /24 of each kind, each kind from its own tens', () => {
    expect(planSubnets('10.7.0.0/16', 'eu-west-2', ['eu-west-2a', 'eu-west-2c'])).toEqual([
      { kind: 'public', zone: 'eu-west-2a', zoneLetter: 'a', cidr: '10.7.1.0/24' },
      { kind: 'public', zone: 'eu-west-2c', zoneLetter: 'c', cidr: '10.7.2.0/24' },
      { kind: 'private', zone: 'eu-west-2a', zoneLetter: 'a', cidr: '10.7.11.0/24' },
      { kind: 'private', zone: 'eu-west-2c', zoneLetter: 'c', cidr: '10.7.12.0/24' },
      { kind: 'isolated', zone: 'eu-west-2a', zoneLetter: 'a', cidr: '10.7.21.0/24' },
      { kind: 'isolated', zone: 'eu-west-2c', zoneLetter: 'c', cidr: '10.7.22.0/24' },
    ]);
  });

  it('fits the smallest block with the most zones a Region has, without an overlap', () => {
    const mostZones = Math.max(...Object.values(REGION_ZONES).map((letters) => letters.length));
    const plan = planSubnets('10.0.32.0/19', 'us-east-1', zonesOf('us-east-1'));
    expect(plan).toHaveLength(mostZones * SUBNET_KINDS.length);
    const vpc = block('10.0.32.0/19');
    const subnets = plan.map(({ cidr }) => block(cidr));
    expect(subnets.filter((subnet) => !vpc.contains(subnet))).toEqual([]);
    const overlaps = subnets.flatMap((a, index) =>
      subnets.slice(index + 1).filter((b) => cidrsOverlap(a, b)),
    );
    expect(overlaps).toEqual([]);
  });

  it('says so when a block is too small', () => {
    expect(() => planSubnets('10.0.0.0/20', 'eu-west-2', zonesOf('eu-west-2'))).toThrow(
      /^10\.0\.0\.0\/20 has no \/24/,
    );
  });
});

describe('the zones of a Region', () => {
  it('are named in full', () => {
    expect(zonesOf('ap-northeast-1')).toEqual(['ap-northeast-1a', 'ap-northeast-1c', 'ap-northeast-1d']);
  });
});
