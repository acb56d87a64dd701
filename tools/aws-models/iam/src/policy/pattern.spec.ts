import fc from 'fast-check';
import { ContextKeys, type Context } from './context';
import { Pattern } from './pattern';

const covers = (
  pattern: string,
  text: string,
  wildcards: 'arn' | 'text' | 'literal' = 'text',
  context: Context = {},
): boolean => new Pattern(pattern, { wildcards, variables: true }).covers(text, new ContextKeys(context));

/** A matcher too simple to be wrong. */
function naive(pattern: string, text: string): boolean {
  const [first, rest] = [pattern[0], pattern.slice(1)];
  if (first === undefined) return text === '';
  if (first === '*') return naive(rest, text) || (text !== '' && naive(pattern, text.slice(1)));
  return text !== '' && (first === '?' || first === text[0]) && naive(rest, text.slice(1));
}

describe('a pattern', () => {
  it.each([
    ['*', '', true],
    ['*', 'anything', true],
    ['?', '', false],
    ['a*b*c', 'aXbXbc', true],
    ['a*b*c', 'aXbXb', false],
    ['rds:Describe*', 'rds:DescribeDBClusters', true],
    ['**', 'x', true],
  ])('%s over %s: %s', (pattern, text, expected) => {
    expect(covers(pattern, text)).toBe(expected);
  });

  it('agrees with a naive matcher', () => {
    const symbol = fc.constantFrom('a', 'b', ':', '*', '?');
    const letter = fc.constantFrom('a', 'b', ':');
    fc.assert(
      fc.property(
        fc.string({ unit: symbol, maxLength: 8 }),
        fc.string({ unit: letter, maxLength: 10 }),
        (pattern, text) => {
          expect(covers(pattern, text)).toBe(naive(pattern, text));
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('reaches less as the ARN of a resource than as a text, and never more', () => {
    const symbol = fc.constantFrom('a', ':', '*', '?', '/');
    const letter = fc.constantFrom('a', ':', '/');
    fc.assert(
      fc.property(
        fc.string({ unit: symbol, maxLength: 10 }),
        fc.string({ unit: letter, maxLength: 12 }),
        (pattern, text) => {
          expect(covers(pattern, text, 'arn') && !covers(pattern, text)).toBe(false);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['arn:aws:s3:::data', 'arn:aws:s3:::data', true],
    ['arn:aws:s3:::data/*', 'arn:aws:s3:::data/a:b/c', true],
    ['arn:aws:s3:::data/*', 'arn:aws:s3:::data', false],
    ['arn:aws:ec2:eu-west-1:1:*/*', 'arn:aws:ec2:eu-west-1:1:network-interface/eni-1', true],
    ['arn:aws:logs:eu-west-1:1:log-group:g:*', 'arn:aws:logs:eu-west-1:1:log-group:g:log-stream:s', true],
    ['arn:aws:logs:eu-west-1:1:log-group:g', 'arn:aws:logs:eu-west-1:1:log-group:g:log-stream:', false],
    // At the end of a segment it expands beyond the colon, within one it does not.
    ['arn:aws:sns:*', 'arn:aws:sns:eu-west-1:1:topic', true],
    ['arn:aws:sns:*:1:topic', 'arn:aws:sns:eu-west-1:1:topic', true],
    ['arn:aws:sns:eu*1:1:topic', 'arn:aws:sns:eu-west-1:1:topic', true],
    ['arn:aws:sns:eu*st-1:1:topic', 'arn:aws:sns:eu:we:st-1:1:topic', false],
  ])('of a resource, %s over %s: %s', (pattern, text, expected) => {
    expect(covers(pattern, text, 'arn')).toBe(expected);
  });

  it.each([
    ['home/${aws:username}/*', 'home/bob/x', { 'aws:username': 'bob' }, true],
    ['home/${AWS:UserName}/*', 'home/bob/x', { 'aws:username': 'bob' }, true],
    ['home/${aws:username}/*', 'home//x', {}, false],
    ["home/${aws:PrincipalTag/team, 'nobody'}", 'home/nobody', {}, true],
    ["home/${aws:PrincipalTag/team, 'nobody'}", 'home/red', { 'aws:PrincipalTag/team': 'red' }, true],
    // What a request brings along is no wildcard.
    ['home/${aws:PrincipalTag/team}/x', 'home/any/x', { 'aws:PrincipalTag/team': '*' }, false],
    ['a${*}b', 'a*b', {}, true],
    ['a${*}b', 'axb', {}, false],
    ['a${?}b', 'a?b', {}, true],
    ['a${$}b', 'a$b', {}, true],
    // A key with several values is no variable.
    ['${aws:TagKeys}', 'a', { 'aws:TagKeys': ['a'] }, false],
  ])('with variables, %s over %s', (pattern, text, context, expected) => {
    expect(covers(pattern, text, 'text', context)).toBe(expected);
  });

  it('has no variables in a policy of the older version, and no wildcards where none are read', () => {
    const old = new Pattern('${aws:username}', { wildcards: 'text', variables: false });

    expect(old.covers('bob', new ContextKeys({ 'aws:username': 'bob' }))).toBe(false);
    expect(old.covers('${aws:username}', new ContextKeys({}))).toBe(true);
    expect(covers('a*', 'ab', 'literal')).toBe(false);
    expect(covers('a*', 'a*', 'literal')).toBe(true);
  });
});
