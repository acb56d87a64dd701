import {
  ApplicationAutoScalingClient,
  RegisterScalableTargetCommand,
} from '@aws-sdk/client-application-auto-scaling';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  CreateClusterCommand,
  CreateServiceCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
} from '@aws-sdk/client-ecs';
import { CreateAliasCommand, CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import {
  CreateDBClusterCommand,
  CreateDBClusterSnapshotCommand,
  CreateDBInstanceCommand,
  CreateGlobalClusterCommand,
  RDSClient,
} from '@aws-sdk/client-rds';
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { FUNCTION_VARIABLES } from '@healthcare-dr/failover-controller/function-variables';
import type { LocalAws } from '@healthcare-dr/local-aws';

const { GLOBAL_CLUSTER_ID, JOURNAL_TABLE, ECS_CLUSTER, ECS_SERVICE } = FUNCTION_VARIABLES;
const [DR, PRIMARY] = [FUNCTION_VARIABLES.AWS_REGION, FUNCTION_VARIABLES.PEER_REGION];
const WATCH = FUNCTION_VARIABLES.BACKUP_TOPIC_ARN.split(':')[3] ?? '';
const CLUSTER = FUNCTION_VARIABLES.OWN_CLUSTER_ARN.split(':').at(-1) ?? '';
const ENGINE = { Engine: 'aurora-postgresql', EngineVersion: '15.10' };

/** How an administrator's clients are made. */
export const administrator = (aws: LocalAws, region: string) => ({
  region,
  endpoint: aws.endpoint,
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
});

type Administrator = ReturnType<typeof administrator>;

/** What of the environment the controller's policy and its calls name. */
export interface ControllerEnvironment {
  readonly dataKeyArn: string;
  readonly notificationsKeyArn: string;
  readonly watchKeyArn: string;
  /** An encrypted snapshot of the primary cluster that the controller may copy. */
  readonly snapshotArn: string;
}

/** Makes all that the controller of dr touches: on customer keys, as the stacks make it. */
export async function makeControllerEnvironment(aws: LocalAws): Promise<ControllerEnvironment> {
  const [dr, primary, watch] = [DR, PRIMARY, WATCH].map((region) => administrator(aws, region)) as [
    Administrator,
    Administrator,
    Administrator,
  ];
  const key = async (given: Administrator, purpose: string) => {
    const kms = new KMSClient(given);
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
    await kms.send(
      new CreateAliasCommand({
        AliasName: `alias/healthcare-${purpose}-dev`,
        TargetKeyId: KeyMetadata?.KeyId,
      }),
    );
    kms.destroy();
    return KeyMetadata?.Arn ?? '';
  };
  const [dataKeyArn, notificationsKeyArn, drDatabaseKey, databaseKey] = [
    await key(dr, 'data'),
    await key(dr, 'notifications'),
    await key(dr, 'database'),
    await key(primary, 'database'),
  ];
  const watchKeyArn = await key(watch, 'watch');
  await new DynamoDBClient(dr).send(
    new CreateTableCommand({
      TableName: JOURNAL_TABLE,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
      ],
      SSESpecification: { Enabled: true, SSEType: 'KMS', KMSMasterKeyId: dataKeyArn },
    }),
  );
  for (const [given, topicArn, KmsMasterKeyId] of [
    [dr, FUNCTION_VARIABLES.TOPIC_ARN, notificationsKeyArn],
    [watch, FUNCTION_VARIABLES.BACKUP_TOPIC_ARN, watchKeyArn],
  ] as const)
    await new SNSClient(given).send(
      new CreateTopicCommand({ Name: topicArn.split(':').at(-1), Attributes: { KmsMasterKeyId } }),
    );
  for (const Name of [FUNCTION_VARIABLES.POLICY_PARAMETER, FUNCTION_VARIABLES.HOLD_PARAMETER])
    await new SSMClient(dr).send(new PutParameterCommand({ Name, Value: '{}', Type: 'String' }));
  await makeService(dr);
  const snapshotArn = await makeDatabase(primary, dr, databaseKey, drDatabaseKey);
  return { dataKeyArn, notificationsKeyArn, watchKeyArn, snapshotArn };
}

async function makeService(dr: Administrator): Promise<void> {
  const ecs = new ECSClient(dr);
  await ecs.send(new CreateClusterCommand({ clusterName: ECS_CLUSTER }));
  await ecs.send(
    new RegisterTaskDefinitionCommand({
      family: ECS_SERVICE,
      containerDefinitions: [{ name: ECS_SERVICE, image: 'public.ecr.aws/x/y:1', memory: 128 }],
    }),
  );
  await ecs.send(
    new CreateServiceCommand({
      cluster: ECS_CLUSTER,
      serviceName: ECS_SERVICE,
      taskDefinition: ECS_SERVICE,
      desiredCount: 1,
    }),
  );
  await new ApplicationAutoScalingClient(dr).send(
    new RegisterScalableTargetCommand({
      ServiceNamespace: 'ecs',
      ScalableDimension: 'ecs:service:DesiredCount',
      ResourceId: `service/${ECS_CLUSTER}/${ECS_SERVICE}`,
      MinCapacity: 1,
      MaxCapacity: 100,
    }),
  );
}

async function makeDatabase(
  primary: Administrator,
  dr: Administrator,
  primaryKey: string,
  drKey: string,
): Promise<string> {
  const [writer, reader] = [new RDSClient(primary), new RDSClient(dr)];
  await writer.send(
    new CreateGlobalClusterCommand({
      ...ENGINE,
      GlobalClusterIdentifier: GLOBAL_CLUSTER_ID,
      StorageEncrypted: true,
    }),
  );
  for (const [client, KmsKeyId, credentials] of [
    [writer, primaryKey, { MasterUsername: 'master', MasterUserPassword: 'a-password-of-no-use' }],
    // Signed for the Region of the writer, as an encrypted secondary must be.
    [reader, drKey, { PreSignedUrl: 'https://example.com/' }],
  ] as const) {
    await client.send(
      new CreateDBClusterCommand({
        ...ENGINE,
        ...credentials,
        DBClusterIdentifier: CLUSTER,
        GlobalClusterIdentifier: GLOBAL_CLUSTER_ID,
        StorageEncrypted: true,
        KmsKeyId,
        ServerlessV2ScalingConfiguration: { MinCapacity: 0.5, MaxCapacity: 128 },
      }),
    );
    await client.send(
      new CreateDBInstanceCommand({
        DBInstanceIdentifier: 'healthcare-aurora-1-dev',
        DBClusterIdentifier: CLUSTER,
        DBInstanceClass: 'db.serverless',
        Engine: ENGINE.Engine,
      }),
    );
  }
  const { DBClusterSnapshot } = await writer.send(
    new CreateDBClusterSnapshotCommand({
      DBClusterIdentifier: CLUSTER,
      DBClusterSnapshotIdentifier: 'healthcare-failover-source-dev',
    }),
  );
  return DBClusterSnapshot?.DBClusterSnapshotArn ?? '';
}
