import { parsePolicy } from '../policy/parse-policy';
import { grantsOf, notGranted, unused } from './usage';

const policy = parsePolicy('p', {
  Version: '2012-10-17',
  Statement: [
    { Sid: 'Read', Effect: 'Allow', Action: ['s3:Get*', 's3:ListBucket'], Resource: '*' },
    { Effect: 'Deny', Action: 's3:*', Resource: 'x' },
    { Sid: 'Most', Effect: 'Allow', NotAction: 'iam:*', Resource: '*' },
  ],
});
const grants = grantsOf([policy]);

describe('what a role is granted', () => {
  it('is each action of each statement that allows', () => {
    expect(grants).toEqual([
      { policy: 'p', statement: 0, sid: 'Read', action: 's3:Get*' },
      { policy: 'p', statement: 0, sid: 'Read', action: 's3:ListBucket' },
      { policy: 'p', statement: 2, sid: 'Most', action: '*' },
    ]);
  });

  it('is unused as long as no call was allowed by it, in its own statement', () => {
    const used = (statement: number, action: string) =>
      unused({ granted: grants, used: [{ policy: 'p', statement, sid: undefined, action }] }).map(
        ({ action: left }) => left,
      );

    expect(used(0, 's3:GetObject')).toEqual(['s3:ListBucket', '*']);
    expect(used(2, 's3:GetObject')).toEqual(['s3:Get*', 's3:ListBucket']);
    expect(unused({ granted: grants, used: [] })).toEqual(grants);
  });

  it('covers the actions of its patterns, whatever their case, and no others', () => {
    const reads = grants.slice(0, 2);

    expect(notGranted(reads, ['s3:GetObject', 's3:listbucket', 's3:PutObject', 'kms:GetKeyPolicy'])).toEqual([
      's3:PutObject',
      'kms:GetKeyPolicy',
    ]);
  });
});
