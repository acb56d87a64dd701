import { masterSecretName } from '@healthcare-dr/aurora/contract';
import {
  controllerFunctionName,
  holdParameterName,
  policyParameterName,
} from '@healthcare-dr/failover-lambda/contract';
import type { Naming } from '@healthcare-dr/platform';
import { call, calls, type WatchedRecords } from './trail-record';

/** By a role, as its sessions are recorded. */
const byRole = (userName: string) => ({
  userIdentity: { type: 'AssumedRole', sessionContext: { sessionIssuer: { type: 'Role', userName } } },
});

/** What takes data out, or hides who did, as records that a trail would have; names and ARNs are the environment's own. */
export function recordsOfMovesThatTakeDataOut(naming: Naming): WatchedRecords[] {
  const secretId = `${naming.arn('secretsmanager', 'secret')}:${masterSecretName(naming)}-AbCdEf`;
  const functionName = controllerFunctionName(naming);
  const about = (name: string) => ({ requestParameters: { functionName: name } });
  const parameter = (name: string) => ({ requestParameters: { name } });
  return [
    {
      what: 'data-exports',
      counts: [
        ...calls('rds', 'ModifyDBClusterSnapshotAttribute', 'ModifyDBSnapshotAttribute', 'StartExportTask'),
        call('ec2', 'ModifySnapshotAttribute'),
        call('dynamodb', 'ExportTableToPointInTime'),
      ],
      passesOver: calls('rds', 'CreateDBClusterSnapshot', 'DescribeExportTasks'),
    },
    {
      what: 'key-policy-changes',
      counts: calls('kms', 'PutKeyPolicy', 'ReplicateKey'),
      passesOver: calls('kms', 'GetKeyPolicy', 'CreateGrant'),
    },
    {
      what: 'master-secret-reads',
      counts: [
        call('secretsmanager', 'GetSecretValue', { requestParameters: { secretId } }),
        call('secretsmanager', 'BatchGetSecretValue', {
          requestParameters: { secretId: masterSecretName(naming) },
          ...byRole('administrator'),
        }),
      ],
      passesOver: [
        call('secretsmanager', 'GetSecretValue', {
          requestParameters: { secretId },
          ...byRole(naming.name('role', 'ecs-migration-start')),
        }),
        call('secretsmanager', 'GetSecretValue', {
          requestParameters: { secretId: 'somebody-elses' },
          ...byRole('administrator'),
        }),
        call('secretsmanager', 'DescribeSecret', { requestParameters: { secretId } }),
      ],
    },
    {
      what: 'credential-changes',
      counts: calls(
        'iam',
        'CreateAccessKey',
        'UpdateAccessKey',
        'CreateUser',
        'CreateLoginProfile',
        'UpdateLoginProfile',
        'AddUserToGroup',
        'DeactivateMFADevice',
      ),
      passesOver: calls('iam', 'ListAccessKeys', 'DeleteAccessKey', 'EnableMFADevice'),
    },
    {
      what: 'trust-changes',
      counts: calls(
        'iam',
        'UpdateAssumeRolePolicy',
        'CreateOpenIDConnectProvider',
        'AddClientIDToOpenIDConnectProvider',
        'CreateSAMLProvider',
        'UpdateSAMLProvider',
        'PutRolePermissionsBoundary',
        'DeleteRolePermissionsBoundary',
      ),
      passesOver: calls('iam', 'GetRole', 'ListOpenIDConnectProviders'),
    },
    {
      what: 'bucket-protection-changes',
      counts: calls(
        's3',
        ...['Bucket', 'Account'].flatMap((of) => [
          `Put${of}PublicAccessBlock`,
          `Delete${of}PublicAccessBlock`,
        ]),
        'PutBucketVersioning',
        'PutBucketEncryption',
        'DeleteBucketEncryption',
        'PutBucketOwnershipControls',
        'PutBucketObjectLockConfiguration',
        'DeleteBucket',
      ),
      passesOver: calls('s3', 'GetBucketVersioning', 'PutObject', 'CreateBucket'),
    },
    {
      what: 'record-changes',
      counts: [
        call('ec2', 'DeleteFlowLogs'),
        ...calls('logs', 'DeleteLogGroup', 'DisassociateKmsKey', 'DeleteMetricFilter'),
        ...calls('monitoring', 'DeleteAlarms', 'DisableAlarmActions'),
      ],
      passesOver: [
        ...calls('logs', 'CreateLogGroup', 'PutMetricFilter'),
        call('monitoring', 'PutMetricAlarm'),
      ],
    },
    {
      what: 'controller-changes',
      counts: [
        // Lambda appends the version of its API to the names of its events.
        ...calls(
          'lambda',
          'UpdateFunctionCode20150331v2',
          'UpdateFunctionConfiguration20150331v2',
          'AddPermission20150331v2',
          'RemovePermission20150331v2',
          'PutFunctionConcurrency20171031',
          'DeleteFunctionConcurrency20171031',
        ).map((record) => ({ ...record, ...about(functionName) })),
        call('lambda', 'DeleteFunction20150331', about(naming.arn('lambda', `function:${functionName}`))),
      ],
      passesOver: [
        ...calls('lambda', 'UpdateFunctionCode20150331v2', 'PutFunctionConcurrency20171031').map(
          (record) => ({ ...record, ...about('somebody-elses') }),
        ),
        call('lambda', 'GetFunction20150331v2', about(functionName)),
      ],
    },
    {
      what: 'controller-orders',
      counts: [
        call('ssm', 'PutParameter', parameter(policyParameterName(naming))),
        call('ssm', 'PutParameter', parameter(holdParameterName(naming))),
        call('ssm', 'DeleteParameter', parameter(holdParameterName(naming))),
      ],
      passesOver: [
        call('ssm', 'PutParameter', parameter('/somebody/elses')),
        call('ssm', 'GetParameter', parameter(policyParameterName(naming))),
      ],
    },
  ];
}
