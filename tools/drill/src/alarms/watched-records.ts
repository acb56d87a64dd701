import type { AlarmScope } from './alarm-input';
import { recordsOfMovesThatTakeDataOut } from './records-of-moves-that-take-data-out';
import { call, calls, type WatchedRecords } from './trail-record';

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html */
const signIn = (MFAUsed: 'Yes' | 'No', ConsoleLogin: 'Success' | 'Failure', rest: object = {}) =>
  call('signin', 'ConsoleLogin', {
    eventType: 'AwsConsoleSignIn',
    additionalEventData: { MFAUsed, MobileVersion: 'No' },
    responseElements: { ConsoleLogin },
    ...(ConsoleLogin === 'Failure' ? { errorMessage: 'Failed authentication' } : {}),
    ...rest,
  });

/**
 * The monitoring list of the CIS AWS Foundations Benchmark (1.4: 4.1 to 4.15), as records that a trail would have; and what would
 * take away backups or the standby.
 *
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html
 */
export function watchedRecords({
  environment,
  naming,
}: Pick<AlarmScope, 'environment' | 'naming'>): WatchedRecords[] {
  const { audit } = environment.alarms;
  return [
    {
      what: 'unauthorized-calls',
      tolerated: audit.unauthorizedCalls,
      counts: [
        call('ec2', 'RunInstances', { errorCode: 'Client.UnauthorizedOperation' }),
        call('s3', 'GetObject', { errorCode: 'AccessDenied' }),
        call('kms', 'Decrypt', { errorCode: 'AccessDeniedException' }),
      ],
      passesOver: [
        call('ec2', 'RunInstances'),
        call('rds', 'DescribeDBClusters', { errorCode: 'DBClusterNotFoundFault' }),
      ],
    },
    {
      what: 'sign-in-without-mfa',
      counts: [signIn('No', 'Success')],
      passesOver: [
        signIn('Yes', 'Success'),
        signIn('No', 'Failure'),
        // Whoever comes by federation has a second factor elsewhere, and CloudTrail says nothing of it.
        signIn('No', 'Success', { userIdentity: { type: 'AssumedRole' }, additionalEventData: {} }),
      ],
    },
    {
      what: 'root-use',
      counts: [
        call('iam', 'CreateAccessKey', { userIdentity: { type: 'Root' } }),
        signIn('Yes', 'Success', { userIdentity: { type: 'Root' } }),
      ],
      passesOver: [
        call('iam', 'CreateAccessKey'),
        call('kms', 'Decrypt', { userIdentity: { type: 'Root', invokedBy: 'backup.amazonaws.com' } }),
        call('kms', 'RotateKey', { userIdentity: { type: 'Root' }, eventType: 'AwsServiceEvent' }),
      ],
    },
    {
      what: 'iam-changes',
      counts: calls(
        'iam',
        ...['User', 'Role', 'Group'].flatMap((who) => [
          `Put${who}Policy`,
          `Delete${who}Policy`,
          `Attach${who}Policy`,
          `Detach${who}Policy`,
        ]),
        ...['CreatePolicy', 'DeletePolicy', 'CreatePolicyVersion', 'DeletePolicyVersion'],
      ),
      passesOver: calls('iam', 'GetRolePolicy', 'ListPolicies', 'CreateRole'),
    },
    {
      what: 'trail-changes',
      counts: calls(
        'cloudtrail',
        'CreateTrail',
        'UpdateTrail',
        'DeleteTrail',
        'StartLogging',
        'StopLogging',
        'PutEventSelectors',
      ),
      passesOver: calls('cloudtrail', 'GetTrailStatus', 'LookupEvents'),
    },
    {
      what: 'failed-sign-ins',
      tolerated: audit.failedSignIns,
      counts: [signIn('No', 'Failure'), signIn('Yes', 'Failure')],
      passesOver: [
        signIn('Yes', 'Success'),
        call('iam', 'GetUser', { errorMessage: 'Failed authentication' }),
      ],
    },
    {
      what: 'key-disabling',
      counts: calls('kms', 'DisableKey', 'ScheduleKeyDeletion'),
      passesOver: [...calls('kms', 'EnableKey', 'CancelKeyDeletion', 'Decrypt'), call('acm', 'DisableKey')],
    },
    {
      what: 'bucket-policy-changes',
      counts: calls(
        's3',
        ...['Policy', 'Cors', 'Lifecycle', 'Replication'].flatMap((of) => [
          `PutBucket${of}`,
          `DeleteBucket${of}`,
        ]),
        'PutBucketAcl',
      ),
      passesOver: [...calls('s3', 'GetBucketPolicy', 'PutObject'), call('glacier', 'PutBucketPolicy')],
    },
    {
      what: 'config-changes',
      counts: calls(
        'config',
        'StopConfigurationRecorder',
        'DeleteDeliveryChannel',
        'PutDeliveryChannel',
        'PutConfigurationRecorder',
      ),
      passesOver: calls('config', 'DescribeConfigurationRecorders', 'StartConfigurationRecorder'),
    },
    {
      what: 'security-group-changes',
      counts: calls(
        'ec2',
        ...['Authorize', 'Revoke'].flatMap((verb) =>
          ['Ingress', 'Egress'].map((way) => `${verb}SecurityGroup${way}`),
        ),
        'CreateSecurityGroup',
        'DeleteSecurityGroup',
      ),
      passesOver: calls('ec2', 'DescribeSecurityGroups', 'DescribeSecurityGroupRules'),
    },
    {
      what: 'network-acl-changes',
      counts: calls(
        'ec2',
        'CreateNetworkAcl',
        'CreateNetworkAclEntry',
        'DeleteNetworkAcl',
        'DeleteNetworkAclEntry',
        'ReplaceNetworkAclEntry',
        'ReplaceNetworkAclAssociation',
      ),
      passesOver: calls('ec2', 'DescribeNetworkAcls'),
    },
    {
      what: 'gateway-changes',
      counts: calls(
        'ec2',
        'CreateCustomerGateway',
        'DeleteCustomerGateway',
        'AttachInternetGateway',
        'CreateInternetGateway',
        'DeleteInternetGateway',
        'DetachInternetGateway',
      ),
      passesOver: calls('ec2', 'DescribeInternetGateways'),
    },
    {
      what: 'route-changes',
      counts: calls(
        'ec2',
        'CreateRoute',
        'CreateRouteTable',
        'ReplaceRoute',
        'ReplaceRouteTableAssociation',
        'DeleteRouteTable',
        'DeleteRoute',
        'DisassociateRouteTable',
      ),
      // API Gateway has a CreateRoute of its own, which moves no packet.
      passesOver: [...calls('ec2', 'DescribeRouteTables'), call('apigateway', 'CreateRoute')],
    },
    {
      what: 'vpc-changes',
      counts: calls(
        'ec2',
        'CreateVpc',
        'DeleteVpc',
        'ModifyVpcAttribute',
        'AcceptVpcPeeringConnection',
        'CreateVpcPeeringConnection',
        'DeleteVpcPeeringConnection',
        'RejectVpcPeeringConnection',
        'AttachClassicLinkVpc',
        'DetachClassicLinkVpc',
        'DisableVpcClassicLink',
        'EnableVpcClassicLink',
      ),
      passesOver: calls('ec2', 'DescribeVpcs', 'CreateVpcEndpoint'),
    },
    {
      what: 'organization-changes',
      counts: calls(
        'organizations',
        'AcceptHandshake',
        'AttachPolicy',
        'CreateAccount',
        'CreateOrganizationalUnit',
        'CreatePolicy',
        'DeclineHandshake',
        'DeleteOrganization',
        'DeleteOrganizationalUnit',
        'DeletePolicy',
        'DetachPolicy',
        'DisablePolicyType',
        'EnablePolicyType',
        'InviteAccountToOrganization',
        'LeaveOrganization',
        'MoveAccount',
        'RemoveAccountFromOrganization',
        'UpdatePolicy',
        'UpdateOrganizationalUnit',
      ),
      passesOver: [...calls('organizations', 'DescribeOrganization'), call('iam', 'CreatePolicy')],
    },
    {
      what: 'backup-changes',
      counts: calls(
        'backup',
        'DeleteRecoveryPoint',
        'DisassociateRecoveryPoint',
        'DeleteBackupVault',
        'DeleteBackupVaultLockConfiguration',
        'DeleteBackupVaultAccessPolicy',
        'PutBackupVaultAccessPolicy',
        'PutBackupVaultLockConfiguration',
        'DeleteBackupVaultNotifications',
        'DeleteBackupPlan',
        'DeleteBackupSelection',
      ),
      passesOver: calls('backup', 'StartBackupJob', 'DescribeRecoveryPoint'),
    },
    {
      what: 'standby-changes',
      counts: calls(
        'rds',
        'FailoverGlobalCluster',
        'SwitchoverGlobalCluster',
        'RemoveFromGlobalCluster',
        'DeleteGlobalCluster',
        'DeleteDBCluster',
        'PromoteReadReplicaDBCluster',
      ),
      passesOver: calls('rds', 'DescribeGlobalClusters', 'ModifyDBCluster'),
    },
    ...recordsOfMovesThatTakeDataOut(naming),
    {
      what: 'health-check-changes',
      counts: calls('route53', 'UpdateHealthCheck', 'DeleteHealthCheck'),
      passesOver: calls('route53', 'CreateHealthCheck', 'GetHealthCheckStatus', 'ChangeResourceRecordSets'),
    },
  ];
}
