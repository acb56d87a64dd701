import { ContextKeys, type ContextValue } from '../policy/context';
import { holds } from './condition';
import { parseConditions } from './parse-conditions';

/** Whether `operator` with `expected` holds for a request with `actual` under the same key. */
function judged(operator: string, expected: unknown, actual: ContextValue | undefined): boolean {
  const conditions = parseConditions(
    { [operator]: { 'test:Key': expected } },
    true,
    (problem) => new Error(problem),
  );
  const context = new ContextKeys({
    'aws:username': 'bob',
    ...(actual === undefined ? {} : { 'TEST:key': actual }),
  });
  return conditions.every((condition) => holds(condition, context));
}

describe('a condition', () => {
  it.each([
    ['StringEquals', 'a', 'a', true],
    ['StringEquals', 'a', 'A', false],
    ['StringEquals', ['a', 'b'], 'b', true],
    ['StringEquals', 'a*', 'ab', false],
    ['StringEquals', '${aws:username}', 'bob', true],
    ['StringNotEquals', ['a', 'b'], 'b', false],
    ['StringNotEquals', ['a', 'b'], 'c', true],
    ['StringEqualsIgnoreCase', 'AbC', 'aBc', true],
    ['StringNotEqualsIgnoreCase', 'AbC', 'aBc', false],
    ['StringLike', 'a*c?', 'abcd', true],
    ['StringLike', 'arn:aws:*', 'arn:aws:sns:eu-west-1:1:t', true],
    ['StringNotLike', 'a*', 'abc', false],
    ['NumericEquals', '10', '10.0', true],
    ['NumericNotEquals', '10', '10', false],
    ['NumericLessThan', '1.2', '1.1', true],
    ['NumericLessThan', '1.2', '1.2', false],
    ['NumericLessThanEquals', '1.2', '1.2', true],
    ['NumericGreaterThan', '5', '6', true],
    ['NumericGreaterThanEquals', 5, '5', true],
    ['NumericEquals', '10', 'ten', false],
    ['DateLessThan', '2026-01-02T00:00:00Z', '2026-01-01T00:00:00Z', true],
    ['DateLessThanEquals', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', true],
    ['DateGreaterThan', '2026-01-01T00:00:00Z', '1798761600', true],
    ['DateGreaterThanEquals', '2026-01-01T00:00:00Z', '2025-12-31T23:59:59Z', false],
    ['DateEquals', '2026-01-01T00:00:00Z', '2026-01-01T01:00:00+01:00', true],
    ['DateNotEquals', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', false],
    ['Bool', 'true', 'TRUE', true],
    ['Bool', true, 'false', false],
    ['Bool', 'true', 'yes', false],
    ['BinaryEquals', 'QmluYXJ5', 'QmluYXJ5', true],
    ['BinaryEquals', 'QmluYXJ5', 'QmluYXJ6', false],
    ['IpAddress', '203.0.113.0/24', '203.0.113.9', true],
    ['IpAddress', '203.0.113.0/24', '203.0.114.9', false],
    ['IpAddress', '203.0.113.9', '203.0.113.9', true],
    ['IpAddress', '2001:db8::/32', '2001:db8:1::1', true],
    ['IpAddress', '203.0.113.0/24', '2001:db8::1', false],
    ['NotIpAddress', '203.0.113.0/24', '203.0.113.9', false],
    ['ArnEquals', 'arn:aws:sns:*:1:t', 'arn:aws:sns:eu-west-1:1:t', true],
    ['ArnLike', 'arn:aws:sns:*:t', 'arn:aws:sns:eu-west-1:1:t', false],
    [
      'ArnLike',
      'arn:aws:cloudwatch:eu-west-1:1:alarm:a-*-dev',
      'arn:aws:cloudwatch:eu-west-1:1:alarm:a-x:y-dev',
      true,
    ],
    ['ArnLike', 'arn:aws:sns:eu-west-1:1:${aws:username}', 'arn:aws:sns:eu-west-1:1:bob', true],
    ['ArnEquals', 'arn:aws:sns:*:1:t', 'no ARN', false],
    ['ArnNotEquals', 'arn:aws:sns:*:1:t', 'arn:aws:sns:eu-west-1:1:t', false],
    ['ArnNotLike', 'arn:aws:sns:*:1:t', 'arn:aws:sqs:eu-west-1:1:t', true],
    ['Null', 'true', 'a', false],
    ['Null', 'false', 'a', true],
    ['Null', ['true', 'false'], 'a', true],
  ])('%s %j for %j: %s', (operator, expected, actual, outcome) => {
    expect(judged(operator, expected, actual)).toBe(outcome);
  });

  it.each([
    ['StringEquals', false],
    ['StringNotEquals', true],
    ['StringEqualsIfExists', true],
    ['StringNotEqualsIfExists', true],
    ['NumericLessThan', false],
    ['NotIpAddress', true],
    ['ArnNotLike', true],
    ['Bool', false],
    ['ForAllValues:StringEquals', true],
    ['ForAnyValue:StringEquals', false],
    ['ForAllValues:StringNotEquals', true],
    ['ForAnyValue:StringNotEquals', false],
    ['ForAnyValue:StringEqualsIfExists', true],
  ])('%s where the key is not in the request: %s', (operator, outcome) => {
    expect(judged(operator, 'a', undefined)).toBe(outcome);
  });

  it('knows that a key is missing', () => {
    expect(judged('Null', 'true', undefined)).toBe(true);
    expect(judged('Null', 'false', undefined)).toBe(false);
    expect(judged('ForAllValues:Null', 'true', [])).toBe(true);
  });

  it.each([
    ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'b'], true],
    ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'c'], false],
    ['ForAllValues:StringEquals', ['a'], [], true],
    ['ForAnyValue:StringEquals', ['a', 'b'], ['c', 'b'], true],
    ['ForAnyValue:StringEquals', ['a', 'b'], ['c'], false],
    ['ForAnyValue:StringEquals', ['a'], [], false],
    ['ForAllValues:StringNotEquals', ['a'], ['b', 'c'], true],
    ['ForAllValues:StringNotEquals', ['a'], ['a', 'c'], false],
    ['ForAnyValue:StringNotEquals', ['a'], ['a', 'c'], true],
    ['ForAnyValue:StringNotEquals', ['a'], ['a'], false],
    ['ForAnyValue:ArnLike', ['arn:aws:s3:::a*'], ['arn:aws:s3:::ab'], true],
    ['StringEquals', ['a'], ['b', 'a'], true],
    ['StringNotEquals', ['a'], ['b', 'a'], false],
  ])('%s %j for the values %j: %s', (operator, expected, actual, outcome) => {
    expect(judged(operator, expected, actual)).toBe(outcome);
  });

  it('holds only if every operator and every key holds', () => {
    const context = new ContextKeys({ a: '1', b: '2' });
    const parse = (block: unknown) => parseConditions(block, true, (problem) => new Error(problem));
    const all = (block: unknown) => parse(block).every((condition) => holds(condition, context));

    expect(all({ StringEquals: { a: '1', b: '2' } })).toBe(true);
    expect(all({ StringEquals: { a: '1', b: '3' } })).toBe(false);
    expect(all({ StringEquals: { a: '1' }, StringLike: { b: '3' } })).toBe(false);
  });

  it.each(['StringMatches', 'NullIfExists', 'ForSomeValues:StringEquals', 'Not', ''])(
    'refuses the operator %j',
    (operator) => {
      expect(() => judged(operator, 'a', 'a')).toThrow(/operator/);
    },
  );
});
