import type { Severity } from '@healthcare-dr/notifications/contract';
import type { Environment } from '@healthcare-dr/topology';
import type { Naming } from '@healthcare-dr/platform';
import { events, eventsOf } from './event-patterns';
import { movesThatTakeDataOut } from './moves-that-take-data-out';

/** Something in the trail that somebody is told of. */
export interface WatchedEvent {
  /** The name of filter, metric and alarm. */
  readonly what: string;
  readonly severity: Severity;
  readonly text: string;
  /** In the language of metric filters over JSON. */
  readonly pattern: string;
  /**
   * How many in five minutes are nothing to tell of.
   * @default 0
   */
  readonly tolerated?: number;
}

/**
 * What is looked for in each trail: the monitoring list of the CIS AWS Foundations Benchmark (1.4: 4.1 to 4.15), and beside it
 * what would take away backups, the standby, or what clients and controllers go by, or take data out.
 *
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html
 */
export function watchedEvents({ audit }: Environment['alarms'], naming: Naming): readonly WatchedEvent[] {
  return [
    {
      what: 'unauthorized-calls',
      severity: 'ticket',
      text: `More than ${audit.unauthorizedCalls} calls in five minutes were refused: somebody tries what they may not do, or a role lacks something.`,
      pattern: '{ ($.errorCode = "*UnauthorizedOperation") || ($.errorCode = "AccessDenied*") }',
      tolerated: audit.unauthorizedCalls,
    },
    {
      what: 'sign-in-without-mfa',
      severity: 'page',
      text: 'Somebody has signed in to the console without a second factor.',
      pattern:
        '{ ($.eventName = ConsoleLogin) && ($.additionalEventData.MFAUsed != Yes) && ($.userIdentity.type = IAMUser) && ($.responseElements.ConsoleLogin = Success) }',
    },
    {
      what: 'root-use',
      severity: 'page',
      text: 'The root user of the account was used.',
      pattern:
        '{ ($.userIdentity.type = Root) && ($.userIdentity.invokedBy NOT EXISTS) && ($.eventType != AwsServiceEvent) }',
    },
    {
      what: 'iam-changes',
      severity: 'ticket',
      text: 'What somebody may do has changed: a policy of IAM was made, changed, attached, detached or deleted.',
      pattern: events(
        'DeleteGroupPolicy',
        'DeleteRolePolicy',
        'DeleteUserPolicy',
        'PutGroupPolicy',
        'PutRolePolicy',
        'PutUserPolicy',
        'CreatePolicy',
        'DeletePolicy',
        'CreatePolicyVersion',
        'DeletePolicyVersion',
        'AttachRolePolicy',
        'DetachRolePolicy',
        'AttachUserPolicy',
        'DetachUserPolicy',
        'AttachGroupPolicy',
        'DetachGroupPolicy',
      ),
    },
    {
      what: 'trail-changes',
      severity: 'page',
      text: 'A trail was changed, stopped or deleted: what happens next may be on no record.',
      pattern: events(
        'CreateTrail',
        'UpdateTrail',
        'DeleteTrail',
        'StartLogging',
        'StopLogging',
        'PutEventSelectors',
      ),
    },
    {
      what: 'failed-sign-ins',
      severity: 'ticket',
      text: `More than ${audit.failedSignIns} sign-ins to the console failed in five minutes.`,
      pattern: '{ ($.eventName = ConsoleLogin) && ($.errorMessage = "Failed authentication") }',
      tolerated: audit.failedSignIns,
    },
    {
      what: 'key-disabling',
      severity: 'page',
      text: 'A key was disabled or is to be deleted: what it encrypts can soon be read by nobody.',
      pattern: eventsOf('kms', 'DisableKey', 'ScheduleKeyDeletion'),
    },
    {
      what: 'bucket-policy-changes',
      severity: 'ticket',
      text: 'Who may reach a bucket, or what it replicates or deletes, has changed.',
      pattern: eventsOf(
        's3',
        'PutBucketAcl',
        'PutBucketPolicy',
        'PutBucketCors',
        'PutBucketLifecycle',
        'PutBucketReplication',
        'DeleteBucketPolicy',
        'DeleteBucketCors',
        'DeleteBucketLifecycle',
        'DeleteBucketReplication',
      ),
    },
    {
      what: 'config-changes',
      severity: 'ticket',
      text: 'The recording of AWS Config was changed or stopped.',
      pattern: eventsOf(
        'config',
        'StopConfigurationRecorder',
        'DeleteDeliveryChannel',
        'PutDeliveryChannel',
        'PutConfigurationRecorder',
      ),
    },
    {
      what: 'security-group-changes',
      severity: 'ticket',
      text: 'Who may reach what in the network has changed: a security group was made, changed or deleted.',
      pattern: events(
        'AuthorizeSecurityGroupIngress',
        'AuthorizeSecurityGroupEgress',
        'RevokeSecurityGroupIngress',
        'RevokeSecurityGroupEgress',
        'CreateSecurityGroup',
        'DeleteSecurityGroup',
      ),
    },
    {
      what: 'network-acl-changes',
      severity: 'ticket',
      text: 'A network ACL was made, changed or deleted.',
      pattern: events(
        'CreateNetworkAcl',
        'CreateNetworkAclEntry',
        'DeleteNetworkAcl',
        'DeleteNetworkAclEntry',
        'ReplaceNetworkAclEntry',
        'ReplaceNetworkAclAssociation',
      ),
    },
    {
      what: 'gateway-changes',
      severity: 'ticket',
      text: 'A way into or out of the network has changed: a gateway was made, attached, detached or deleted.',
      pattern: events(
        'CreateCustomerGateway',
        'DeleteCustomerGateway',
        'AttachInternetGateway',
        'CreateInternetGateway',
        'DeleteInternetGateway',
        'DetachInternetGateway',
      ),
    },
    {
      what: 'route-changes',
      severity: 'ticket',
      text: 'Where traffic goes has changed: a route or a route table was made, changed or deleted.',
      pattern: eventsOf(
        'ec2',
        'CreateRoute',
        'CreateRouteTable',
        'ReplaceRoute',
        'ReplaceRouteTableAssociation',
        'DeleteRouteTable',
        'DeleteRoute',
        'DisassociateRouteTable',
      ),
    },
    {
      what: 'vpc-changes',
      severity: 'ticket',
      text: 'A VPC or its peering was made, changed or deleted.',
      pattern: events(
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
    },
    {
      what: 'organization-changes',
      severity: 'ticket',
      text: 'The place of the account in its organization, or what the organization lets it do, has changed.',
      pattern: eventsOf(
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
    },
    {
      what: 'backup-changes',
      severity: 'page',
      text: 'A recovery point, a vault or what protects it was deleted or changed.',
      pattern: eventsOf(
        'backup',
        'DeleteRecoveryPoint',
        'DeleteBackupVault',
        'DeleteBackupVaultLockConfiguration',
        'DeleteBackupVaultAccessPolicy',
        'PutBackupVaultAccessPolicy',
        'PutBackupVaultLockConfiguration',
        'DeleteBackupVaultNotifications',
        'DeleteBackupPlan',
        'DeleteBackupSelection',
        'DisassociateRecoveryPoint',
      ),
    },
    {
      what: 'standby-changes',
      severity: 'page',
      text: 'A global database failover or switchover was requested, or a cluster was removed from the global database or deleted. If no failover is under way, find out who did it.',
      pattern: eventsOf(
        'rds',
        'FailoverGlobalCluster',
        'SwitchoverGlobalCluster',
        'RemoveFromGlobalCluster',
        'DeleteGlobalCluster',
        'DeleteDBCluster',
        'PromoteReadReplicaDBCluster',
      ),
    },
    {
      what: 'health-check-changes',
      severity: 'page',
      // Recorded in us-east-1 alone; a trail over all Regions brings it here.
      text: 'A health check of Route 53 was changed or deleted. One that is disabled counts as healthy, one that is inverted lies: clients and failover controller believe it. If nothing was deployed, find out who did it, and ask drctl readiness.',
      pattern: eventsOf('route53', 'UpdateHealthCheck', 'DeleteHealthCheck'),
    },
    ...movesThatTakeDataOut(naming),
  ];
}
