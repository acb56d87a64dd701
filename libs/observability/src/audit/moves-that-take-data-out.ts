import { masterSecretName } from '@healthcare-dr/aurora/contract';
import {
  controllerFunctionName,
  holdParameterName,
  policyParameterName,
} from '@healthcare-dr/failover-lambda/contract';
import type { Naming } from '@healthcare-dr/platform';
import { events, eventsAbout, eventsOf } from './event-patterns';
import type { WatchedEvent } from './watched-event';

/**
 * What somebody does who is already in the account and wants the data out of it, or wants nobody to see it: each is one call, most of
 * them are undone as fast as they are done, and a deployment makes few of them once an environment stands.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference.html for where the names come from
 */
export const movesThatTakeDataOut = (naming: Naming): readonly WatchedEvent[] => [
  {
    what: 'data-exports',
    severity: 'page',
    text: 'A snapshot was shared with another account, or a database or table was exported.',
    pattern: events(
      'ModifyDBClusterSnapshotAttribute',
      'ModifyDBSnapshotAttribute',
      'ModifySnapshotAttribute',
      'StartExportTask',
      'ExportTableToPointInTime',
    ),
  },
  {
    what: 'key-policy-changes',
    severity: 'page',
    text: 'Who may use a key has changed: its policy was written, or it was replicated.',
    pattern: eventsOf('kms', 'PutKeyPolicy', 'ReplicateKey'),
  },
  {
    what: 'master-secret-reads',
    severity: 'ticket',
    text: 'The master credentials of the database were read, and not by the migration. A plan of the stack that wrote them reads them too.',
    pattern:
      `{ ($.eventSource = secretsmanager.amazonaws.com) && ($.eventName = "*GetSecretValue") && ($.requestParameters.secretId = "*${masterSecretName(naming)}*") && ` +
      // A user has no session: of a field that is missing, != is not documented.
      `(($.userIdentity.sessionContext.sessionIssuer.userName NOT EXISTS) || ($.userIdentity.sessionContext.sessionIssuer.userName != "*-ecs-migration-start-*")) }`,
  },
  {
    what: 'credential-changes',
    severity: 'page',
    text: 'Somebody was given a lasting way in: an access key, a user, a password for the console, or one factor less.',
    pattern: eventsOf(
      'iam',
      'CreateAccessKey',
      'UpdateAccessKey',
      'CreateUser',
      'CreateLoginProfile',
      'UpdateLoginProfile',
      'AddUserToGroup',
      'DeactivateMFADevice',
    ),
  },
  {
    what: 'trust-changes',
    severity: 'page',
    text: 'Who may take a role, or what bounds it, has changed.',
    pattern: eventsOf(
      'iam',
      'UpdateAssumeRolePolicy',
      'CreateOpenIDConnectProvider',
      'AddClientIDToOpenIDConnectProvider',
      'CreateSAMLProvider',
      'UpdateSAMLProvider',
      'PutRolePermissionsBoundary',
      'DeleteRolePermissionsBoundary',
    ),
  },
  {
    what: 'bucket-protection-changes',
    severity: 'page',
    text: 'What protects a bucket has changed: its block of public access, versions, encryption, owner or Object Lock.',
    pattern: eventsOf(
      's3',
      'PutBucketPublicAccessBlock',
      'DeleteBucketPublicAccessBlock',
      'PutAccountPublicAccessBlock',
      'DeleteAccountPublicAccessBlock',
      'PutBucketVersioning',
      'PutBucketEncryption',
      'DeleteBucketEncryption',
      'PutBucketOwnershipControls',
      'PutBucketObjectLockConfiguration',
      'DeleteBucket',
    ),
  },
  {
    what: 'record-changes',
    severity: 'page',
    text: 'What is recorded or told was taken away: flow logs, a log group, its key or filter, an alarm.',
    pattern: events(
      'DeleteFlowLogs',
      'DeleteLogGroup',
      'DisassociateKmsKey',
      'DeleteMetricFilter',
      'DeleteAlarms',
      'DisableAlarmActions',
    ),
  },
  {
    what: 'controller-changes',
    severity: 'ticket',
    text: 'The code, the settings or the permissions of the failover controller have changed.',
    pattern: eventsAbout(
      'lambda',
      'functionName',
      controllerFunctionName(naming),
      'UpdateFunctionCode',
      'UpdateFunctionConfiguration',
      'AddPermission',
      'RemovePermission',
      'PutFunctionConcurrency',
      'DeleteFunction',
    ),
  },
  {
    what: 'controller-orders',
    severity: 'ticket',
    text: 'The policy or the hold switch of the failover controller was written: the record says by whom.',
    pattern:
      '{ ($.eventSource = ssm.amazonaws.com) && (($.eventName = PutParameter) || ($.eventName = "DeleteParameter*")) && ' +
      `(($.requestParameters.name = "${policyParameterName(naming)}") || ($.requestParameters.name = "${holdParameterName(naming)}")) }`,
  },
];
