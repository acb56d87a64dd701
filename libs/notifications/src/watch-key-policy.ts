import { accountStatements, type KeyPolicy } from '@healthcare-dr/platform';

/** Where the key of the watch Region stands. */
export interface WatchKeyPolicyProps {
  readonly accountId: string;
  readonly region: string;
}

/**
 * The policy of the key of the topic in the watch Region: the account administers it and uses it through SNS, as the controllers do by their
 * roles; alarms of the account use it in the name of CloudWatch.
 *
 * https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
export function watchKeyPolicy({ accountId, region }: WatchKeyPolicyProps): KeyPolicy {
  return {
    Version: '2012-10-17',
    Statement: [
      ...accountStatements({ accountId, region, viaServices: ['sns'] }),
      {
        Sid: 'CloudWatchAlarms',
        Effect: 'Allow',
        Principal: { Service: ['cloudwatch.amazonaws.com'] },
        Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        Resource: '*',
        Condition: { StringEquals: { 'aws:SourceAccount': accountId } },
      },
    ],
  };
}
