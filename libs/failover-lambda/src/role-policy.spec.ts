import { roleStatements, type ControllerStatement } from './role-policy';

const ACCOUNT = '111111111111';
const statements = roleStatements({
  accountId: ACCOUNT,
  suffix: 'dev',
  region: 'eu-west-1',
  peerRegion: 'eu-west-2',
  functionName: 'healthcare-failover-dev',
  globalClusterId: 'healthcare-global-dev',
  ownClusterArn: `arn:aws:rds:eu-west-1:${ACCOUNT}:cluster:healthcare-aurora-dev`,
  peerClusterArn: `arn:aws:rds:eu-west-2:${ACCOUNT}:cluster:healthcare-aurora-dev`,
  journalTable: 'healthcare-failover-journal-dev',
  policyParameter: '/healthcare-dr/dev/failover-lambda/policy',
  holdParameter: '/healthcare-dr/dev/failover-lambda/hold',
  topicArn: `arn:aws:sns:eu-west-1:${ACCOUNT}:healthcare-notifications-dev`,
  watchRegion: 'eu-central-1',
  backupTopicArn: `arn:aws:sns:eu-central-1:${ACCOUNT}:healthcare-notifications-dev`,
  deadLetterQueue: 'healthcare-failover-dead-letters-dev',
  probeUrl: 'https://eu-west-2.app.dev.healthcare.example/',
  witnessNames: {
    primary: 'witness-eu-west-2.app.dev.healthcare.example',
    dr: 'witness-eu-west-1.app.dev.healthcare.example',
  },
  egressAnchors: ['https://sts.eu-central-1.amazonaws.com/', 'https://sts.us-east-2.amazonaws.com/'],
  ecsCluster: 'healthcare-cluster-dev',
  ecsService: 'healthcare-service-dev',
  alarmPattern: '',
  databaseKeyAlias: 'alias/healthcare-database-dev',
  dataKeyArn: 'arn-of-the-data-key',
  watchKeyArn: 'arn-of-the-watch-key',
  notificationsKeyArn: 'arn-of-the-notifications-key',
  logGroupName: '/aws/lambda/healthcare-failover-dev',
});
const allowed = statements.filter(({ Effect }) => Effect === 'Allow');
const granting = (action: string): ControllerStatement[] =>
  allowed.filter(({ Action }) => Action.includes(action));

describe('the role of the controller', () => {
  it('may call no control plane that stands in one Region for all: a failover moves traffic by data alone', () => {
    const services = new Set(allowed.flatMap(({ Action }) => Action.map((action) => action.split(':')[0])));
    for (const service of ['*', 'cloudfront', 'iam', 'organizations', 'route53', 'route53domains'])
      expect([...services]).not.toContain(service);
    expect(services.size).toBeGreaterThan(3);
  });

  it.each(['rds:FailoverGlobalCluster', 'rds:SwitchoverGlobalCluster'])(
    'may call %s on the global cluster, which stands in no Region, and on both members',
    (action) => {
      expect(granting(action).map(({ Resource }) => Resource)).toEqual([
        [
          `arn:aws:rds::${ACCOUNT}:global-cluster:healthcare-global-dev`,
          `arn:aws:rds:eu-west-1:${ACCOUNT}:cluster:healthcare-aurora-dev`,
          `arn:aws:rds:eu-west-2:${ACCOUNT}:cluster:healthcare-aurora-dev`,
        ],
      ]);
    },
  );

  it('names no action by a wildcard', () => {
    expect(statements.flatMap(({ Action }) => Action).filter((action) => action.includes('*'))).toEqual([]);
  });

  it('is bound to everything only where AWS binds to nothing, and then by a condition if it changes something', () => {
    const everywhere = allowed
      .filter(({ Resource }) => Resource === '*')
      .map(({ Sid, Action, Condition }) => [
        Sid,
        Action.every((action) => /:(?:Describe|Get)/.test(action)) ||
          Condition !== undefined ||
          Sid === 'Trace',
      ]);
    expect(everywhere).toEqual([
      ['Observe', true],
      ['HoldTraffic', true],
      ['Trace', true],
    ]);
  });

  it('changes nothing of the other Region but by moving the writer, and by keeping the snapshot of what was lost there', () => {
    const reaching = allowed
      .filter(({ Resource }) => JSON.stringify(Resource).includes('eu-west-2'))
      .map(({ Sid }) => Sid);
    expect(reaching).toEqual([
      'MoveTheWriter',
      'KeepTheSnapshotOfTheOldPrimary',
      'KeepItsTags',
      'KeepItEncrypted',
    ]);
  });

  it('may change the capacity of its own cluster alone', () => {
    expect(granting('rds:ModifyDBCluster').map(({ Resource }) => Resource)).toEqual([
      `arn:aws:rds:eu-west-1:${ACCOUNT}:cluster:healthcare-aurora-dev`,
    ]);
  });

  it('copies the snapshots of a failover to names of this environment, and nothing else', () => {
    expect(granting('rds:CopyDBClusterSnapshot').map(({ Resource }) => Resource)).toEqual([
      [
        `arn:aws:rds:eu-west-2:${ACCOUNT}:cluster-snapshot:rds:unplanned-global-failover-healthcare-aurora-dev-*`,
        `arn:aws:rds:eu-west-2:${ACCOUNT}:cluster-snapshot:healthcare-failover-*-dev`,
      ],
    ]);
  });

  it('grants the use of no key but the database’s, by its alias and through RDS', () => {
    expect(granting('kms:CreateGrant').map(({ Condition }) => Condition)).toEqual([
      {
        StringEquals: { 'kms:ViaService': 'rds.eu-west-2.amazonaws.com' },
        'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/healthcare-database-dev' },
      },
    ]);
  });

  it('uses the data key to decrypt what its table and its variables are encrypted with, and for nothing else', () => {
    const [use] = allowed.filter(({ Sid }) => Sid === 'UseTheDataKey');

    expect(use?.Action).toEqual(['kms:Decrypt']);
  });

  it('tells people by its own topic and by the one outside the pair, whose key it uses through SNS', () => {
    expect(granting('sns:Publish').map(({ Resource }) => Resource)).toEqual([
      [
        `arn:aws:sns:eu-west-1:${ACCOUNT}:healthcare-notifications-dev`,
        `arn:aws:sns:eu-central-1:${ACCOUNT}:healthcare-notifications-dev`,
      ],
    ]);
    expect(
      granting('kms:GenerateDataKey').map(({ Resource, Condition }) => [Resource, Condition]),
    ).toContainEqual([
      'arn-of-the-watch-key',
      { StringEquals: { 'kms:ViaService': ['sns.eu-central-1.amazonaws.com'] } },
    ]);
  });

  it('writes metrics of its own namespace alone', () => {
    expect(granting('cloudwatch:PutMetricData').map(({ Condition }) => Condition)).toEqual([
      { StringEquals: { 'cloudwatch:namespace': 'HealthcareDr/Failover/dev' } },
    ]);
  });

  it('reads its own two parameters and keeps its own table', () => {
    expect(granting('ssm:GetParameter').map(({ Resource }) => Resource)).toEqual([
      [
        `arn:aws:ssm:eu-west-1:${ACCOUNT}:parameter/healthcare-dr/dev/failover-lambda/policy`,
        `arn:aws:ssm:eu-west-1:${ACCOUNT}:parameter/healthcare-dr/dev/failover-lambda/hold`,
      ],
    ]);
    expect(granting('dynamodb:UpdateItem').map(({ Action, Resource }) => [Action, Resource])).toEqual([
      [
        ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
        `arn:aws:dynamodb:eu-west-1:${ACCOUNT}:table/healthcare-failover-journal-dev`,
      ],
    ]);
  });

  it('keeps the network interfaces from the function’s own code', () => {
    expect(statements.filter(({ Effect }) => Effect === 'Deny')).toEqual([
      expect.objectContaining({
        Action: expect.arrayContaining(['ec2:CreateNetworkInterface', 'ec2:DescribeSubnets']),
        Condition: {
          ArnEquals: {
            'lambda:SourceFunctionArn': `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:healthcare-failover-dev`,
          },
        },
      }),
    ]);
  });
});
