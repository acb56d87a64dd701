import { fixtureModel, fixtureStack, policy } from './fixture';
import type { Resource } from './model';
import { coversAction, limitsCaller, limitsCallerTo, matchesPattern, statementsOf } from './policy';

const read = (value: string) => {
  const model = fixtureModel(
    fixtureStack({
      aws_iam_policy: { p: { policy: value } },
      'data.aws_iam_policy_document': {
        d: {
          statement: [
            {
              effect: 'Deny',
              actions: ['s3:*'],
              resources: ['arn'],
              principals: [{ type: 'Service', identifiers: ['a', 'b'] }],
              condition: [{ test: 'Bool', variable: 'aws:SecureTransport', values: ['false'] }],
            },
            {
              not_actions: ['iam:*'],
              not_resources: ['x'],
              not_principals: [{ type: 'AWS', identifiers: ['y'] }],
            },
          ],
        },
      },
    }),
  );
  const [resource] = model.ofType('aws_iam_policy') as [Resource];
  return statementsOf(model, resource, value);
};

describe('reading a policy', () => {
  it('reads JSON, one statement or many, one value or many', () => {
    const statement = {
      Effect: 'Allow',
      Action: 's3:GetObject',
      Resource: ['a', 'b'],
      Principal: { AWS: 'x', Service: ['y', 'z'] },
    };
    const expected = {
      effect: 'Allow',
      actions: ['s3:GetObject'],
      resources: ['a', 'b'],
      principals: [
        { kind: 'AWS', id: 'x' },
        { kind: 'Service', id: 'y' },
        { kind: 'Service', id: 'z' },
      ],
      conditions: [],
    };
    expect(read(policy(statement))).toMatchObject([expected]);
    expect(read(JSON.stringify({ Statement: statement }))).toMatchObject([expected]);
  });

  it('reads a policy document of the same stack', () => {
    expect(read('${data.aws_iam_policy_document.d.json}')).toMatchObject([
      {
        effect: 'Deny',
        principals: [
          { kind: 'Service', id: 'a' },
          { kind: 'Service', id: 'b' },
        ],
        conditions: [{ operator: 'Bool', key: 'aws:SecureTransport', values: ['false'] }],
      },
      { effect: 'Allow', notActions: ['iam:*'], notResources: ['x'], principals: [{ kind: '*', id: '*' }] },
    ]);
  });

  it.each(['', 'nonsense', '[]', '${jsonencode({})}', '${data.aws_iam_policy_document.unknown.json}'])(
    'does not guess what it cannot read: %s',
    (value) => {
      expect(read(value)).toBeUndefined();
    },
  );
});

it.each([
  ['s3:*', 's3:GetObject', true],
  ['s3:Get?bject', 's3:GetObject', true],
  ['S3:getobject', 's3:GetObject', true],
  ['*', 'kms:Decrypt', true],
  ['s3:Get', 's3:GetObject', false],
  ['s3.GetObject', 's3:GetObject', false],
])('%s covers %s: %s', (pattern, action, covered) => {
  expect(matchesPattern(pattern, action)).toBe(covered);
});

const statement = {
  effect: 'Allow',
  actions: [],
  notActions: [],
  resources: [],
  notResources: [],
  principals: [],
  conditions: [],
};

it('covers everything but what NotAction names', () => {
  expect(coversAction({ ...statement, notActions: ['iam:*'] }, 'kms:Decrypt')).toBe(true);
  expect(coversAction({ ...statement, notActions: ['sts:*', 'iam:*'] }, 'iam:PassRole')).toBe(false);
});

it.each([
  ['StringEquals', 'aws:SourceAccount', ['1'], true],
  ['ArnLike', 'AWS:SourceArn', ['arn:aws:sns:*:1:x'], true],
  ['StringNotEquals', 'aws:SourceAccount', ['1'], false],
  ['StringEqualsIfExists', 'aws:SourceAccount', ['1'], false],
  ['Null', 'aws:SourceAccount', ['false'], false],
  ['StringLike', 'aws:SourceAccount', ['*'], false],
  ['Bool', 'aws:SecureTransport', ['true'], false],
  // Through the service comes whoever the service serves.
  ['StringEquals', 'kms:ViaService', ['s3.eu-west-2.amazonaws.com'], false],
])('%s on %s %j limits the caller: %s', (operator, key, values, limited) => {
  expect(limitsCaller({ ...statement, conditions: [{ operator, key, values }] })).toBe(limited);
});

it.each([
  ['StringEquals', 'aws:SourceAccount', ['1'], true],
  ['ArnLike', 'aws:SourceArn', ['arn:aws:sns:*:1:x'], true],
  ['StringEquals', 'aws:SourceAccount', ['1', '2'], false],
  ['ArnLike', 'aws:SourceArn', ['arn:aws:sns:*:2:1'], false],
  ['ArnLike', 'aws:SourceArn', ['arn:aws:s3:::1'], false],
  ['StringEquals', 'aws:PrincipalOrgID', ['o-1'], false],
  ['StringNotEquals', 'aws:SourceAccount', ['1'], false],
])('%s on %s %j limits the caller to account 1: %s', (operator, key, values, limited) => {
  expect(limitsCallerTo({ ...statement, conditions: [{ operator, key, values }] }, '1')).toBe(limited);
});
