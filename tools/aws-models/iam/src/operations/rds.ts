import { keyUse } from './key-use';
import {
  arnIn,
  arnOr,
  direct,
  implied,
  isTrue,
  text,
  type ApiCall,
  type Operation,
  type Operations,
  type Requirement,
} from './operation';

/** A global cluster stands in no Region. */
const globalArn = ({ accountId }: ApiCall, id: string): string =>
  `arn:aws:rds::${accountId}:global-cluster:${id}`;

/** An action on what the request names by a member; on all of the kind where it names none. */
function onNamed(call: ApiCall, action: string, member: string, kind: string): Requirement {
  const arn = (id: string) =>
    kind === 'global-cluster' ? globalArn(call, id) : arnIn(call, 'rds', `${kind}:${id}`);
  return direct(`rds:${action}`, arnOr(text(call, member) ?? '*', arn));
}

const described =
  (action: string, member: string, kind: string): Operation =>
  (call) => [onNamed(call, action, member, kind)];

/** Of the global cluster, and of each of its members. */
const moved =
  (action: string): Operation =>
  (call, inventory) => {
    const globalCluster = globalArn(call, text(call, 'GlobalClusterIdentifier') ?? '');
    const target = text(call, 'TargetDbClusterIdentifier');
    const clusters = new Set([
      ...(target === undefined ? [] : [arnOr(target, (name) => arnIn(call, 'rds', `cluster:${name}`))]),
      ...inventory.membersOf(globalCluster),
    ]);
    return [globalCluster, ...clusters].map((arn) => direct(`rds:${action}`, arn));
  };

/** Parameter and option groups that a modification names, by the member and the kind of resource. */
const GROUPS: Readonly<Record<string, string>> = {
  DBClusterParameterGroupName: 'cluster-pg',
  DBInstanceParameterGroupName: 'pg',
  OptionGroupName: 'og',
};

const modifiedCluster: Operation = (call) => [
  onNamed(call, 'ModifyDBCluster', 'DBClusterIdentifier', 'cluster'),
  ...Object.entries(GROUPS).flatMap(([member, kind]) => {
    const name = text(call, member);
    return name === undefined ? [] : [direct('rds:ModifyDBCluster', arnIn(call, 'rds', `${kind}:${name}`))];
  }),
];

/**
 * The copy of an encrypted snapshot is encrypted by a grant of whoever copies; tags that come along are tags that are given.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-copy-snapshot.html
 */
const copiedSnapshot: Operation = (call, inventory) => {
  const snapshot = (member: string) =>
    arnOr(text(call, member) ?? '', (name) => arnIn(call, 'rds', `cluster-snapshot:${name}`));
  const [source, target] = [
    snapshot('SourceDBClusterSnapshotIdentifier'),
    snapshot('TargetDBClusterSnapshotIdentifier'),
  ];
  const tags = isTrue(call, 'CopyTags') || 'Tags.Tag.1.Key' in call.parameters;
  const given = text(call, 'KmsKeyId');
  const key = given === undefined ? inventory.keyOf(source) : inventory.keyArn(call.region, given);
  const requirements: Requirement[] = [source, target].map((arn) => direct('rds:CopyDBClusterSnapshot', arn));
  if (tags) requirements.push(implied('rds:AddTagsToResource', target));
  return [
    ...requirements,
    ...keyUse(call, inventory, key, { via: 'rds', actions: ['CreateGrant', 'DescribeKey'] }),
  ];
};

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonrds.html */
export const RDS: Operations = {
  DescribeGlobalClusters: described('DescribeGlobalClusters', 'GlobalClusterIdentifier', 'global-cluster'),
  DescribeDBClusters: described('DescribeDBClusters', 'DBClusterIdentifier', 'cluster'),
  DescribeDBInstances: described('DescribeDBInstances', 'DBInstanceIdentifier', 'db'),
  DescribeDBClusterSnapshots: described(
    'DescribeDBClusterSnapshots',
    'DBClusterSnapshotIdentifier',
    'cluster-snapshot',
  ),
  FailoverGlobalCluster: moved('FailoverGlobalCluster'),
  SwitchoverGlobalCluster: moved('SwitchoverGlobalCluster'),
  ModifyDBCluster: modifiedCluster,
  CopyDBClusterSnapshot: copiedSnapshot,
};

/**
 * What signing in to a database with an IAM token asks; no API, but decided as one.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/UsingWithRDS.IAMDBAuth.IAMPolicy.html
 */
export const RDS_DB: Operations = {
  connect: (call) => [direct('rds-db:connect', text(call, 'resource') ?? '')],
};
