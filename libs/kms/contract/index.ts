import { defineContract } from '@healthcare-dr/platform';

/**
 * The Region's customer keys, by purpose.
 *
 * | key | encrypts |
 * |---|---|
 * | `dataKeyArn` | S3 objects, DynamoDB, Lambda environments, parameters |
 * | `databaseKeyArn` | Aurora storage, Performance Insights, the master secret |
 * | `logsKeyArn` | CloudWatch log groups, trails |
 * | `notificationsKeyArn` | SNS topics, SQS queues |
 * | `backupKeyArn` | recovery points |
 */
export const kmsContract = defineContract('kms', {
  dataKeyArn: 'string',
  databaseKeyArn: 'string',
  logsKeyArn: 'string',
  notificationsKeyArn: 'string',
  backupKeyArn: 'string',
});
