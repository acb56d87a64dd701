import { controllerNamespace } from '@healthcare-dr/failover-lambda/contract';
import { NAME_PREFIX } from '@healthcare-dr/platform';
import type { RoleStatement } from '@healthcare-dr/platform/service-role';
import type { ControllerSite } from './site';

/** What the policy of the controller's role is made from. */
export interface RolePolicyProps extends ControllerSite {
  readonly dataKeyArn: string;
  readonly notificationsKeyArn: string;
  readonly watchKeyArn: string;
  readonly logGroupName: string;
}

/** One statement of the role's policy; its actions are a list. */
export interface ControllerStatement extends RoleStatement {
  readonly Action: readonly string[];
}

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html, "Execution role permissions". */
const NETWORK_INTERFACES = {
  bound: [
    'ec2:AssignPrivateIpAddresses',
    'ec2:CreateNetworkInterface',
    'ec2:DeleteNetworkInterface',
    'ec2:UnassignPrivateIpAddresses',
  ],
  unbound: ['ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets'],
};

/**
 * What the controller may do, and nothing else. Describing is on everything, because RDS binds it to nothing that a lost cluster
 * would still have; every change names what it may change.
 */
export const roleStatements = (props: RolePolicyProps): ControllerStatement[] => [
  ...observes(props),
  ...moves(props),
  ...completes(props),
  ...records(props),
  ...runs(props),
];

const observes = (props: RolePolicyProps): ControllerStatement[] => [
  {
    Sid: 'Observe',
    Effect: 'Allow',
    Action: [
      'application-autoscaling:DescribeScalableTargets',
      'cloudwatch:GetMetricData',
      'rds:DescribeDBClusterSnapshots',
      'rds:DescribeDBClusters',
      'rds:DescribeDBInstances',
      'rds:DescribeGlobalClusters',
      ...NETWORK_INTERFACES.unbound,
    ],
    Resource: '*',
  },
  {
    Sid: 'ReadOwnParameters',
    Effect: 'Allow',
    Action: ['ssm:GetParameter'],
    Resource: [props.policyParameter, props.holdParameter].map(
      // A parameter's name begins with the slash that its ARN has too.
      (name) => `arn:aws:ssm:${props.region}:${props.accountId}:parameter${name}`,
    ),
  },
];

const moves = (props: RolePolicyProps): ControllerStatement[] => [
  {
    Sid: 'MoveTheWriter',
    Effect: 'Allow',
    Action: ['rds:FailoverGlobalCluster', 'rds:SwitchoverGlobalCluster'],
    Resource: [
      // A global cluster stands in no Region: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonrds.html
      `arn:aws:rds::${props.accountId}:global-cluster:${props.globalClusterId}`,
      props.ownClusterArn,
      props.peerClusterArn,
    ],
  },
];

const completes = (props: RolePolicyProps): ControllerStatement[] => {
  const { accountId, region, peerRegion, suffix } = props;
  const service = `service/${props.ecsCluster}/${props.ecsService}`;
  const clusterName = props.peerClusterArn.slice(props.peerClusterArn.lastIndexOf(':') + 1);
  const snapshots = `arn:aws:rds:${peerRegion}:${accountId}:cluster-snapshot:`;
  const copies = `${snapshots}${NAME_PREFIX}-failover-*-${suffix}`;
  return [
    {
      Sid: 'RaiseDatabaseCapacity',
      Effect: 'Allow',
      Action: ['rds:ModifyDBCluster'],
      Resource: props.ownClusterArn,
    },
    {
      Sid: 'RaiseServiceCapacity',
      Effect: 'Allow',
      Action: ['application-autoscaling:RegisterScalableTarget'],
      Resource: `arn:aws:application-autoscaling:${region}:${accountId}:scalable-target/*`,
      Condition: {
        StringEquals: {
          'application-autoscaling:service-namespace': 'ecs',
          'application-autoscaling:scalable-dimension': 'ecs:service:DesiredCount',
        },
      },
    },
    {
      // Application Auto Scaling asks these of whoever registers a target.
      // https://docs.aws.amazon.com/autoscaling/application/userguide/security_iam_id-based-policy-examples.html
      Sid: 'RaiseServiceCapacityOfTheService',
      Effect: 'Allow',
      Action: ['ecs:DescribeServices', 'ecs:UpdateService'],
      Resource: `arn:aws:ecs:${region}:${accountId}:${service}`,
    },
    {
      Sid: 'KeepTheSnapshotOfTheOldPrimary',
      Effect: 'Allow',
      Action: ['rds:CopyDBClusterSnapshot'],
      // The name of the cluster ends at the hyphen: another environment's may begin with this one's.
      Resource: [`${snapshots}rds:unplanned-global-failover-${clusterName}-*`, copies],
    },
    {
      Sid: 'KeepItsTags',
      Effect: 'Allow',
      Action: ['rds:AddTagsToResource'],
      Resource: copies,
    },
    {
      // RDS uses the key by a grant of whoever copies. The id of the key is known in its own Region alone, its alias in both.
      // https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Overview.Encryption.Keys.html
      Sid: 'KeepItEncrypted',
      Effect: 'Allow',
      Action: ['kms:CreateGrant', 'kms:DescribeKey'],
      Resource: `arn:aws:kms:${peerRegion}:${accountId}:key/*`,
      Condition: {
        StringEquals: { 'kms:ViaService': `rds.${peerRegion}.amazonaws.com` },
        'ForAnyValue:StringEquals': { 'kms:ResourceAliases': props.databaseKeyAlias },
      },
    },
  ];
};

const records = (props: RolePolicyProps): ControllerStatement[] => [
  {
    Sid: 'KeepTheJournal',
    Effect: 'Allow',
    // A transaction asks for the permissions of its parts.
    Action: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
    Resource: `arn:aws:dynamodb:${props.region}:${props.accountId}:table/${props.journalTable}`,
  },
  {
    Sid: 'TellPeople',
    Effect: 'Allow',
    Action: ['sns:Publish'],
    Resource: [props.topicArn, props.backupTopicArn],
  },
  {
    Sid: 'UseTheKeyOfTheWatchRegion',
    Effect: 'Allow',
    Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
    Resource: props.watchKeyArn,
    Condition: via({ region: props.watchRegion }, ['sns']),
  },
  {
    Sid: 'HoldTraffic',
    Effect: 'Allow',
    Action: ['cloudwatch:PutMetricData'],
    Resource: '*',
    Condition: { StringEquals: { 'cloudwatch:namespace': controllerNamespace(props) } },
  },
  {
    Sid: 'UseTheDataKey',
    Effect: 'Allow',
    Action: ['kms:Decrypt'],
    Resource: props.dataKeyArn,
    Condition: via(props, ['dynamodb', 'lambda']),
  },
  {
    Sid: 'UseTheNotificationsKey',
    Effect: 'Allow',
    Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
    Resource: props.notificationsKeyArn,
    Condition: via(props, ['sns', 'sqs']),
  },
];

const runs = (props: RolePolicyProps): ControllerStatement[] => {
  const arn = (service: string, resource: string) =>
    `arn:aws:${service}:${props.region}:${props.accountId}:${resource}`;
  return [
    {
      Sid: 'WriteLogs',
      Effect: 'Allow',
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: arn('logs', `log-group:${props.logGroupName}:*`),
    },
    {
      Sid: 'Trace',
      Effect: 'Allow',
      Action: ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'],
      Resource: '*',
    },
    {
      Sid: 'KeepFailedEvents',
      Effect: 'Allow',
      Action: ['sqs:SendMessage'],
      Resource: arn('sqs', props.deadLetterQueue),
    },
    {
      Sid: 'JoinTheVpc',
      Effect: 'Allow',
      Action: NETWORK_INTERFACES.bound,
      Resource: arn('ec2', '*/*'),
    },
    {
      // Lambda needs them to attach the function, the function's own code never does.
      // https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html, "Security best practices".
      Sid: 'LeaveTheVpcToLambda',
      Effect: 'Deny',
      Action: [...NETWORK_INTERFACES.bound, ...NETWORK_INTERFACES.unbound, 'ec2:DetachNetworkInterface'],
      Resource: '*',
      Condition: {
        ArnEquals: { 'lambda:SourceFunctionArn': arn('lambda', `function:${props.functionName}`) },
      },
    },
  ];
};

const via = ({ region }: Pick<RolePolicyProps, 'region'>, services: readonly string[]) => ({
  StringEquals: { 'kms:ViaService': services.map((service) => `${service}.${region}.amazonaws.com`) },
});
