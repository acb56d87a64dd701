import { DynamoDBClient, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { DescribeGlobalClustersCommand, RDSClient } from '@aws-sdk/client-rds';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';

/** A function that makes a call of each of three services, and says what it was told of those that fail. */
const configuration = {
  region: 'eu-west-1',
  endpoint: process.argv[2] ?? '',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  maxAttempts: 1,
};

const told = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => 'it succeeded',
    (error: Error & { readonly CancellationReasons?: unknown }) => ({
      name: error.name,
      message: error.message,
      reasons: error.CancellationReasons,
    }),
  );

void Promise.all([
  told(new RDSClient(configuration).send(new DescribeGlobalClustersCommand({}))),
  told(new SSMClient(configuration).send(new GetParameterCommand({ Name: 'none' }))),
  told(new DynamoDBClient(configuration).send(new TransactWriteItemsCommand({ TransactItems: [] }))),
]).then((answers) => process.stdout.write(JSON.stringify(answers)));
