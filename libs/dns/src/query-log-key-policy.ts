import { accountStatements, GLOBAL_SERVICES_REGION, type KeyPolicy } from '@healthcare-dr/platform';

/** Whose log group the key encrypts. */
export interface QueryLogKeyPolicyProps {
  readonly accountId: string;
  readonly logGroupArn: string;
}

/**
 * The policy of the key of the query logs: the account administers it and uses it through CloudWatch Logs, which may use it for
 * this one log group.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
export function queryLogKeyPolicy({ accountId, logGroupArn }: QueryLogKeyPolicyProps): KeyPolicy {
  return {
    Version: '2012-10-17',
    Statement: [
      ...accountStatements({ accountId, region: GLOBAL_SERVICES_REGION, viaServices: ['logs'] }),
      {
        Sid: 'CloudWatchLogs',
        Effect: 'Allow',
        Principal: { Service: [`logs.${GLOBAL_SERVICES_REGION}.amazonaws.com`] },
        Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
        Resource: '*',
        Condition: { ArnEquals: { 'kms:EncryptionContext:aws:logs:arn': logGroupArn } },
      },
    ],
  };
}
