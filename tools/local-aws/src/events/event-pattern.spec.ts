import { exampleOf, matchesPattern, UnknownPatternError } from './event-pattern';

const event = {
  source: 'aws.rds',
  'detail-type': 'RDS DB Cluster Event',
  resources: ['arn:aws:rds:eu-west-1:1:cluster:c'],
  detail: {
    EventID: 'RDS-EVENT-0390',
    SourceIdentifier: 'healthcare-aurora-dev',
    count: 7,
    state: null,
    tags: ['a', 'b'],
    steps: [
      { name: 'x', ok: true },
      { name: 'y', ok: false },
    ],
  },
};

describe('an event pattern', () => {
  it.each([
    [{ source: ['aws.rds'] }, true],
    [{ source: ['aws.s3', 'aws.rds'], detail: { EventID: ['RDS-EVENT-0390'] } }, true],
    [{ source: ['aws.s3'] }, false],
    [{ resources: ['arn:aws:rds:eu-west-1:1:cluster:c'] }, true],
    [{ detail: { tags: ['b', 'c'] } }, true],
    [{ detail: { state: [null] } }, true],
    [{ detail: { missing: [null] } }, false],
    [{ detail: { SourceIdentifier: [{ prefix: 'healthcare-' }] } }, true],
    [{ detail: { SourceIdentifier: [{ suffix: '-dev' }] } }, true],
    [{ detail: { SourceIdentifier: [{ prefix: { 'equals-ignore-case': 'HEALTH' } }] } }, true],
    [{ detail: { SourceIdentifier: [{ wildcard: '*-aurora-*' }] } }, true],
    [{ detail: { SourceIdentifier: [{ wildcard: 'aurora*' }] } }, false],
    [{ detail: { EventID: [{ 'equals-ignore-case': 'rds-event-0390' }] } }, true],
    [{ detail: { EventID: [{ 'anything-but': ['RDS-EVENT-0390'] }] } }, false],
    [{ detail: { EventID: [{ 'anything-but': { prefix: 'X' } }] } }, true],
    [{ detail: { missing: [{ 'anything-but': 'x' }] } }, false],
    [{ detail: { missing: [{ exists: false }] } }, true],
    [{ detail: { EventID: [{ exists: false }] } }, false],
    [{ detail: { count: [{ numeric: ['>', 5, '<=', 7] }] } }, true],
    [{ detail: { count: [{ numeric: ['<', 7] }] } }, false],
    [{ detail: { steps: { name: ['x'], ok: [true] } } }, true],
    [{ detail: { steps: { name: ['x'], ok: [false] } } }, false],
    [{ $or: [{ source: ['aws.s3'] }, { detail: { count: [7] } }] }, true],
    [{ $or: [{ source: ['aws.s3'] }, { detail: { count: [8] } }] }, false],
  ])('%j matches: %s', (pattern, expected) => {
    expect(matchesPattern(pattern, event)).toBe(expected);
  });

  it('with an operator that is not known is refused', () => {
    expect(() => matchesPattern({ source: [{ cidr: '10.0.0.0/8' }] }, event)).toThrow(UnknownPatternError);
  });

  it.each([
    { source: ['aws.rds'], detail: { EventID: ['A', 'B'], SourceIdentifier: [{ prefix: 'p' }] } },
    { source: ['aws.backup'], 'detail-type': ['x'], detail: { state: [{ 'anything-but': ['OK'] }] } },
    {
      source: ['a'],
      detail: { n: [{ numeric: ['>', 5] }], missing: [{ exists: false }], w: [{ wildcard: 'a*b' }] },
    },
    {
      source: ['a'],
      resources: [{ suffix: 'vault' }],
      $or: [{ detail: { a: [1] } }, { detail: { b: [1] } }],
    },
  ])('%j has an example that it matches', (pattern) => {
    expect(matchesPattern(pattern, exampleOf(pattern))).toBe(true);
  });

  it('that no event matches has no example', () => {
    expect(() => exampleOf({ detail: { n: [{ numeric: ['>', 5, '<', 3] }] } })).toThrow(UnknownPatternError);
  });
});
