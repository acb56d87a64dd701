import {
  actionsGranted,
  charactersOf,
  deployDocuments,
  documentOf,
  MAX_CHARACTERS,
  packed,
  statementsOf,
  without,
} from './documents';

describe('the statements that grant actions', () => {
  it('are one for each service, sorted, whatever order the actions were seen in', () => {
    const expected = [
      { Sid: 'Kms', Effect: 'Allow', Action: ['kms:CreateKey', 'kms:TagResource'], Resource: '*' },
      { Sid: 'Rds', Effect: 'Allow', Action: ['rds:CreateDBCluster'], Resource: '*' },
    ];

    expect(statementsOf(['rds:CreateDBCluster', 'kms:TagResource', 'kms:CreateKey'])).toEqual(expected);
    expect(
      statementsOf(['kms:CreateKey', 'kms:CreateKey', 'kms:TagResource', 'rds:CreateDBCluster']),
    ).toEqual(expected);
  });

  it('let a deployment read and write the objects of its environment’s state buckets alone', () => {
    expect(statementsOf(['s3:PutObject', 's3:GetObject', 's3:CreateBucket'])).toMatchObject([
      { Sid: 'S3', Action: ['s3:CreateBucket'], Resource: '*' },
      { Sid: 'States', Resource: 'arn:aws:s3:::healthcare-tfstate-<accountId>-*-<environment>/*' },
    ]);
  });

  it('grant roles and policies by their names, and hand roles to services alone', () => {
    const statements = statementsOf(['iam:CreateRole', 'iam:CreatePolicy', 'iam:PassRole']);

    expect(statements.map(({ Sid, Resource }) => [Sid, Resource])).toEqual([
      ['IamPolicies', 'arn:aws:iam::<accountId>:policy/healthcare-*-<environment>'],
      ['IamRoles', 'arn:aws:iam::<accountId>:role/healthcare-*-<environment>'],
      ['PassRole', 'arn:aws:iam::<accountId>:role/healthcare-*-<environment>'],
    ]);
    expect(statements[2]?.Condition).toMatchObject({
      StringEquals: { 'iam:PassedToService': expect.arrayContaining(['lambda.amazonaws.com']) },
    });
  });
});

describe('the documents', () => {
  const actions = Array.from(
    { length: 400 },
    (_, index) => `service${index % 20}:DescribeSomethingLong${index}`,
  );

  it('hold every action once, each document within the limit of IAM', () => {
    const documents = packed(statementsOf(actions));

    expect(documents.length).toBeGreaterThan(1);
    for (const document of documents) expect(charactersOf(document)).toBeLessThanOrEqual(MAX_CHARACTERS);
    const held = documents.flatMap(({ Statement }) => Statement.flatMap(({ Action }) => Action));
    expect(held.sort()).toEqual([...actions].sort());
  });

  it('are numbered, and hold what they were made for', () => {
    const documents = deployDocuments(['kms:CreateKey', 'rds:DescribeDBClusters']);

    expect([...documents.keys()]).toEqual(['deploy-1.json']);
    expect(actionsGranted(documents)).toEqual(['kms:CreateKey', 'rds:DescribeDBClusters']);
  });

  const LISTS = deployDocuments(['kms:CreateKey', 'kms:DescribeKey', 'sqs:CreateQueue']);
  /** Its only action stands by itself. */
  const ASSUME = documentOf([{ Sid: 'Assume', Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' }]);
  const MIXED = new Map([
    ...deployDocuments(['kms:CreateKey', 'kms:DescribeKey']),
    ['assume-hosted-zone-role.json', ASSUME] as const,
  ]);

  it.each([
    ['kms:DescribeKey', LISTS, ['kms:CreateKey', 'sqs:CreateQueue']],
    ['sqs:CreateQueue', LISTS, ['kms:CreateKey', 'kms:DescribeKey']],
    ['kms:DescribeKey', MIXED, ['kms:CreateKey', 'sts:AssumeRole']],
    ['sts:AssumeRole', MIXED, ['kms:CreateKey', 'kms:DescribeKey']],
  ])('can lack %s, and grant all others as before', (action, documents, others) => {
    expect(actionsGranted(without(documents, action))).toEqual(others);
  });

  it('cannot lack what they do not grant', () => {
    expect(() => without(LISTS, 'rds:CreateDBCluster')).toThrow('rds:CreateDBCluster');
  });

  it('grant what destroys data in one of their own, on objects of the environment’s buckets alone', () => {
    const documents = deployDocuments([
      's3:DeleteBucket',
      's3:DeleteObject',
      's3:DeleteObjectVersion',
      'rds:DeleteDBCluster',
      'rds:DeleteDBInstance',
    ]);

    expect(actionsGranted(new Map([...documents].filter(([name]) => name !== 'destroy.json')))).toEqual([
      'rds:DeleteDBInstance',
      's3:DeleteObject',
    ]);
    expect(documents.get('deploy-1.json')?.Statement).toContainEqual(
      expect.objectContaining({
        Action: ['s3:DeleteObject'],
        Resource: 'arn:aws:s3:::healthcare-tfstate-<accountId>-*-<environment>/*',
      }),
    );
    expect(
      documents.get('destroy.json')?.Statement.map(({ Action, Resource }) => [Action, Resource]),
    ).toEqual([
      [['s3:DeleteObjectVersion'], 'arn:aws:s3:::healthcare-*-<environment>/*'],
      [['rds:DeleteDBCluster'], '*'],
      [['s3:DeleteBucket'], '*'],
      [['s3:DeleteObject'], 'arn:aws:s3:::healthcare-*-<environment>/*'],
    ]);
  });
});
