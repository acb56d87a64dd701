import { MalformedPolicyError } from './malformed-policy-error';
import { parsePolicy } from './parse-policy';

const statement = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };
const path = (document: unknown): string => {
  try {
    parsePolicy('a policy', document);
  } catch (error) {
    if (error instanceof MalformedPolicyError) return error.path;
    throw error;
  }
  return 'accepted';
};

describe('a policy document', () => {
  it('has one statement or several, as JSON or parsed', () => {
    const document = { Version: '2012-10-17', Statement: statement };

    expect(parsePolicy('p', document).statements).toHaveLength(1);
    expect(
      parsePolicy('p', JSON.stringify({ ...document, Statement: [statement, statement] })).statements,
    ).toHaveLength(2);
  });

  it.each([
    ['The document', '{'],
    ['The document', []],
    ['Version', { Version: '2020-01-01', Statement: [statement] }],
    ['Statement[0]', { Statement: ['x'] }],
    ['Statement[1].Effect', { Statement: [statement, { ...statement, Effect: 'allow' }] }],
    ['Statement[0]', { Statement: [{ ...statement, NotAction: 's3:*' }] }],
    ['Statement[0]', { Statement: [{ ...statement, NotResource: '*' }] }],
    ['Statement[0]', { Statement: [{ Effect: 'Allow', Resource: '*' }] }],
    ['Statement[0].Actions', { Statement: [{ ...statement, Actions: 's3:*' }] }],
    ['Statement[0].Action', { Statement: [{ ...statement, Action: [] }] }],
    ['Statement[0].Action', { Statement: [{ ...statement, Action: [1] }] }],
    ['Statement[0].Principal', { Statement: [{ ...statement, Principal: 'arn:aws:iam::1:root' }] }],
    ['Statement[0].Principal.Role', { Statement: [{ ...statement, Principal: { Role: 'x' } }] }],
    ['Statement[0].Condition', { Statement: [{ ...statement, Condition: { StringIs: { a: 'b' } } }] }],
    ['Statement[0].Condition', { Statement: [{ ...statement, Condition: { StringEquals: 'b' } }] }],
    ['Statement[0].Condition', { Statement: [{ ...statement, Condition: { StringEquals: { a: {} } } }] }],
  ])('is refused at %s', (where, document) => {
    expect(path(document)).toBe(where);
  });
});
