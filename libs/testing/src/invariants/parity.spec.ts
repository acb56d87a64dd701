import type { Role } from '@healthcare-dr/topology';
import { weigh } from './declared';
import { fixtureStack } from './fixture-stack';
import { differences, neutral } from './parity';

const speak = (text: string, role: Role) => neutral(text, fixtureStack({ role }));

describe('words that do not depend on the side', () => {
  it.each([
    ['arn:aws:sns:eu-west-2:1:a', 'arn:aws:sns:eu-west-1:1:a'],
    ['eu-west-2b', 'eu-west-1b'],
    ['10.0.21.0/24', '10.1.21.0/24'],
    ['primary-kms.tfstate', 'dr-kms.tfstate'],
    ['replicates to eu-west-1', 'replicates to eu-west-2'],
    ['aws_lb.primary_alb', 'aws_lb.dr_alb'],
  ])('%s is to the primary what %s is to dr', (primary, dr) => {
    expect(speak(primary, 'primary')).toBe(speak(dr, 'dr'));
    expect(speak(primary, 'primary')).not.toBe(primary);
  });

  it.each([
    ['eu-west-2', 'eu-west-2'],
    ['10.0.21.0/24', '10.1.22.0/24'],
    ['10.0.21.0/24', '10.1.21.0/25'],
    ['eu-west-2a', 'eu-west-1b'],
    ['primary', 'primary'],
  ])('%s is not to the primary what %s is to dr', (primary, dr) => {
    expect(speak(primary, 'primary')).not.toBe(speak(dr, 'dr'));
  });

  it.each(['/healthcare-dr/dev/kms', 'healthcare-dr', '0.0.0.0/0', '203.0.113.7', 'primaryKey', 'address'])(
    '%s is the same on both sides',
    (text) => {
      expect(speak(text, 'primary')).toBe(speak(text, 'dr'));
    },
  );
});

describe('the differences between two sides', () => {
  const of = (primary: Record<string, unknown>, dr: Record<string, unknown>) =>
    differences(fixtureStack({ resource: primary }), fixtureStack({ role: 'dr', resource: dr })).map(
      ({ found }) => found,
    );

  it('are none between stacks that differ by their side alone', () => {
    expect(
      of(
        { aws_subnet: { a: { zone: 'eu-west-2a', cidr: '10.0.1.0/24' } } },
        { aws_subnet: { a: { zone: 'eu-west-1a', cidr: '10.1.1.0/24' } } },
      ),
    ).toEqual([]);
  });

  it.each([
    [
      'a value',
      { t: { a: { days: 30 } } },
      { t: { a: { days: 7 } } },
      'resource.t.a.days: primary has 30, dr has 7',
    ],
    [
      'a resource that one side lacks',
      { t: { a: {} } },
      { t: {} },
      'resource.t.a: primary has {}, dr has nothing',
    ],
    [
      'an attribute that one side lacks',
      { t: { a: {} } },
      { t: { a: { b: 1 } } },
      'resource.t.a.b: primary has nothing, dr has 1',
    ],
    [
      'a list that is longer',
      { t: { a: { b: [1, 2] } } },
      { t: { a: { b: [1] } } },
      'resource.t.a.b: primary has [1,2], dr has [1]',
    ],
    [
      'an element',
      { t: { a: { b: [1, 2] } } },
      { t: { a: { b: [1, 3] } } },
      'resource.t.a.b.1: primary has 2, dr has 3',
    ],
  ])('include %s', (_what, primary, dr, found) => {
    expect(of(primary, dr)).toEqual([found]);
  });
});

describe('declared exceptions', () => {
  const places = [
    { path: ['resource', 'aws_rds_cluster', 'a', 'engine'], found: 'one' },
    { path: ['resource', 'aws_rds_cluster', 'b'], found: 'two' },
  ];

  it.each([
    ['resource.aws_rds_cluster', []],
    ['resource.aws_rds_cluster.*.engine', ['two']],
    ['resource.aws_rds_cluster.a', ['two']],
  ])('%s leaves %j unexplained', (path, left) => {
    const { unexplained, unused } = weigh(places, [{ path, reason: 'Because.' }]);
    expect(unexplained.map(({ found }) => found)).toEqual(left);
    expect(unused).toEqual([]);
  });

  it.each(['resource.aws_rds', 'resource.aws_rds_cluster.a.engine.name', 'resource.*.c'])(
    '%s is needed by nothing',
    (path) => {
      const { unexplained, unused } = weigh(places, [{ path, reason: 'Because.' }]);
      expect(unexplained).toEqual(places);
      expect(unused).toEqual([{ path, reason: 'Because.' }]);
    },
  );
});
