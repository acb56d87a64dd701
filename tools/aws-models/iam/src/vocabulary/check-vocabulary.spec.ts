import { parsePolicy } from '../policy/parse-policy';
import { checkVocabulary, mayBe } from './check-vocabulary';

const problems = async (statement: Readonly<Record<string, unknown>>) =>
  (
    await checkVocabulary(
      parsePolicy('p', {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Resource: '*', ...statement }],
      }),
    )
  ).map(({ kind, word }) => `${kind} ${word}`);

describe('the words of a policy', () => {
  it.each([
    ['s3:GetObject', []],
    ['S3:getobject', []],
    ['kms:ReEncrypt*', []],
    ['*', []],
    ['s3:GetObjekt', ['unknown-action s3:GetObjekt']],
    ['s3:Fetch*', ['unknown-action s3:Fetch*']],
    ['s4:GetObject', ['unknown-action s4:GetObject']],
  ])('%s: %j', async (Action, expected) => {
    await expect(problems({ Action })).resolves.toEqual(expected);
  });

  it.each([
    ['aws:SourceArn', []],
    ['AWS:sourcearn', []],
    ['aws:PrincipalTag/team', []],
    ['kms:ViaService', []],
    ['kms:EncryptionContext:aws:s3:arn', []],
    ['lambda:SourceFunctionArn', []],
    ['aws:SourceArm', ['unknown-condition-key aws:SourceArm']],
    ['kms:ViaServices', ['unknown-condition-key kms:ViaServices']],
    // It exists, but not in what is asked of KMS.
    ['cloudwatch:namespace', ['unknown-condition-key cloudwatch:namespace']],
  ])('the condition key %s: %j', async (key, expected) => {
    await expect(
      problems({ Action: 'kms:Decrypt', Condition: { StringEquals: { [key]: 'x' } } }),
    ).resolves.toEqual(expected);
  });

  it.each([
    ['arn:aws:rds::111111111111:global-cluster:g', []],
    ['arn:aws:rds:eu-west-1:111111111111:cluster:c', []],
    [
      'arn:aws:rds:eu-west-1:111111111111:global-cluster:g',
      ['resource-of-no-action arn:aws:rds:eu-west-1:111111111111:global-cluster:g'],
    ],
    ['arn:aws:sns:eu-west-1:111111111111:t', ['resource-of-no-action arn:aws:sns:eu-west-1:111111111111:t']],
  ])('the resource %s: %j', async (Resource, expected) => {
    await expect(problems({ Action: 'rds:FailoverGlobalCluster', Resource })).resolves.toEqual(expected);
  });

  it.each([
    ['a*c', 'ab*', true],
    ['a*c', 'b*', false],
    ['*', '', true],
    ['a?', 'ab', true],
    ['a?', 'a', false],
    ['a*', '*b', true],
    ['ab', 'a*b*', true],
  ])('%s and %s have a text in common: %s', (left, right, expected) => {
    expect(mayBe(left, right)).toBe(expected);
    expect(mayBe(right, left)).toBe(expected);
  });
});
