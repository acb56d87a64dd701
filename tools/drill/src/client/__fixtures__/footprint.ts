import { RegisterTaskDefinitionCommand, ECSClient } from '@aws-sdk/client-ecs';
import {
  CreateTargetGroupCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2';
import {
  CreateDBClusterCommand,
  CreateDBInstanceCommand,
  CreateGlobalClusterCommand,
  DescribeDBClustersCommand,
  DescribeGlobalClustersCommand,
  RDSClient,
} from '@aws-sdk/client-rds';
import {
  CreateBucketCommand,
  PutBucketReplicationCommand,
  PutBucketVersioningCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { clusterName, globalClusterName, instanceName } from '@healthcare-dr/aurora/contract';
import { ecsServiceName, migrationFamily } from '@healthcare-dr/compute/contract';
import { createRole, createServiceRole, putRolePolicy } from '@healthcare-dr/local-aws/fixtures';
import { namingOf } from '@healthcare-dr/platform';
import { dataBucketName } from '@healthcare-dr/s3-replication/contract';
import { peerOf, ROLES, topologyOf, type Environment, type Role } from '@healthcare-dr/topology';

const ENGINE = { Engine: 'aurora-postgresql', EngineVersion: '15.10' };
const REPLICATION_ROLE = 'replication';
const MASTER = { username: 'clusteradmin', password: 'a-long-enough-password' };

/** Of what Terraform makes, as much as the service needs: databases, buckets, roles, a secret, task definitions and target groups. */
export class Footprint {
  constructor(
    private readonly environment: Environment,
    private readonly endpoint: string,
  ) {}

  rds(role: Role): RDSClient {
    return new RDSClient(this.#configuration(role));
  }

  async make(): Promise<void> {
    for (const role of ROLES) await this.#makeDatabase(role);
    for (const role of ROLES) await this.#makeService(role);
    await this.#replicateDocuments();
  }

  /** Both ways, as the s3-replication tier does, without its key. */
  async #replicateDocuments(): Promise<void> {
    const { environment, endpoint } = this;
    const arnOf = (role: Role) => `arn:aws:s3:::${dataBucketName(namingOf(environment, role))}`;
    const Role = `arn:aws:iam::${environment.accountId}:role/${REPLICATION_ROLE}`;
    await createServiceRole(
      endpoint,
      REPLICATION_ROLE,
      's3.amazonaws.com',
      { Action: ['s3:GetReplicationConfiguration', 's3:ListBucket'], Resource: ROLES.map(arnOf) },
      {
        Action: [
          's3:GetObjectVersionForReplication',
          's3:GetObjectVersionAcl',
          's3:GetObjectVersionTagging',
          's3:ReplicateObject',
          's3:ReplicateTags',
        ],
        Resource: ROLES.map((role) => `${arnOf(role)}/*`),
      },
    );
    for (const role of ROLES) {
      await new S3Client(this.#configuration(role)).send(
        new PutBucketReplicationCommand({
          Bucket: dataBucketName(namingOf(environment, role)),
          ReplicationConfiguration: {
            Role,
            Rules: [
              {
                ID: 'documents',
                Status: 'Enabled',
                Priority: 1,
                Filter: { Prefix: '' },
                DeleteMarkerReplication: { Status: 'Disabled' },
                Destination: { Bucket: arnOf(peerOf(role)) },
              },
            ],
          },
        }),
      );
    }
  }

  #configuration(role: Role) {
    return {
      region: topologyOf(this.environment, role).region,
      endpoint: this.endpoint,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      maxAttempts: 1,
    };
  }

  async #makeDatabase(role: Role): Promise<void> {
    const naming = namingOf(this.environment, role);
    const client = this.rds(role);
    const DatabaseName = this.environment.database.databaseName;
    const GlobalClusterIdentifier = globalClusterName(naming);
    if (role === 'primary')
      await client.send(new CreateGlobalClusterCommand({ ...ENGINE, GlobalClusterIdentifier, DatabaseName }));
    const master = {
      DatabaseName,
      MasterUsername: MASTER.username,
      MasterUserPassword: MASTER.password,
    };
    const DBClusterIdentifier = clusterName(naming);
    await client.send(
      new CreateDBClusterCommand({
        ...ENGINE,
        DBClusterIdentifier,
        GlobalClusterIdentifier,
        EnableIAMDatabaseAuthentication: true,
        ...(role === 'primary' ? master : {}),
      }),
    );
    await client.send(
      new CreateDBInstanceCommand({
        DBInstanceIdentifier: instanceName(naming, 1),
        DBClusterIdentifier,
        Engine: ENGINE.Engine,
        DBInstanceClass: 'db.serverless',
      }),
    );
  }

  async #makeService(role: Role): Promise<void> {
    const { environment, endpoint } = this;
    const naming = namingOf(environment, role);
    const configuration = this.#configuration(role);
    const { region } = configuration;
    const { accountId, service, database } = environment;
    const bucket = dataBucketName(naming);
    const { DBClusters: [cluster] = [] } = await this.rds(role).send(new DescribeDBClustersCommand({}));
    const { GlobalClusters: [global] = [] } = await this.rds('dr').send(
      new DescribeGlobalClustersCommand({}),
    );
    await new S3Client(configuration).send(
      new CreateBucketCommand({
        Bucket: bucket,
        CreateBucketConfiguration: { LocationConstraint: region as 'eu-west-1' },
      }),
    );
    await new S3Client(configuration).send(
      new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: 'Enabled' } }),
    );
    const { ARN: secret } = await new SecretsManagerClient(configuration).send(
      new CreateSecretCommand({ Name: `master-${region}`, SecretString: JSON.stringify(MASTER) }),
    );
    const [task, execution] = [`task-${region}`, `execution-${region}`];
    for (const name of [task, execution]) await createRole(endpoint, name, accountId);
    await putRolePolicy(
      endpoint,
      task,
      { Action: ['s3:GetObject', 's3:PutObject'], Resource: `arn:aws:s3:::${bucket}/*` },
      { Action: 's3:ListBucket', Resource: `arn:aws:s3:::${bucket}` },
      {
        Action: 'rds-db:connect',
        Resource: naming.arn(
          'rds-db',
          `dbuser:${cluster?.DbClusterResourceId ?? ''}/${service.databaseUser}`,
        ),
      },
    );
    await putRolePolicy(endpoint, execution, { Action: 'secretsmanager:GetSecretValue', Resource: secret });
    const variables = {
      AWS_REGION: region,
      DATABASE_HOST: global?.Endpoint ?? '',
      DATABASE_READER_HOST: cluster?.ReaderEndpoint ?? '',
      DATABASE_PORT: '5432',
      DATABASE_NAME: database.databaseName,
      DATABASE_IAM_USER: service.databaseUser,
      DATABASE_SSLMODE: 'verify-full',
      DATABASE_CA_FILE: '/etc/ssl/rds.pem',
      DATABASE_DNS_TTL_SECONDS: '5',
      DOCUMENTS_BUCKET: bucket,
      PORT: '8443',
    };
    const secrets = ['username', 'password'].map((key) => ({
      name: `DATABASE_${key.toUpperCase()}`,
      valueFrom: `${secret}:${key}::`,
    }));
    const ecs = new ECSClient(configuration);
    for (const [family, given] of [
      [ecsServiceName(naming), []],
      [migrationFamily(naming), secrets],
    ] as const)
      await ecs.send(
        new RegisterTaskDefinitionCommand({
          family,
          taskRoleArn: `arn:aws:iam::${accountId}:role/${task}`,
          executionRoleArn: `arn:aws:iam::${accountId}:role/${execution}`,
          containerDefinitions: [
            {
              name: 'container',
              image: 'records:1',
              memory: 1024,
              environment: Object.entries(variables).map(([name, value]) => ({ name, value })),
              secrets: [...given],
            },
          ],
        }),
      );
    const { Vpcs: [vpc] = [] } = await new EC2Client(configuration).send(new DescribeVpcsCommand({}));
    await new ElasticLoadBalancingV2Client(configuration).send(
      new CreateTargetGroupCommand({
        Name: 'service',
        Protocol: 'HTTPS',
        Port: 8443,
        VpcId: vpc?.VpcId,
        HealthCheckPath: '/readyz',
        HealthCheckIntervalSeconds: 10,
        HealthyThresholdCount: 2,
        UnhealthyThresholdCount: 2,
      }),
    );
  }
}
