import { ACMClient } from '@aws-sdk/client-acm';
import { ApplicationAutoScalingClient } from '@aws-sdk/client-application-auto-scaling';
import { BackupClient } from '@aws-sdk/client-backup';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ECSClient } from '@aws-sdk/client-ecs';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { RDSClient } from '@aws-sdk/client-rds';
import { Route53Client } from '@aws-sdk/client-route-53';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SNSClient } from '@aws-sdk/client-sns';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import { proxyHandlerOptions } from '@healthcare-dr/cli-kit';
import { CONTROLLER_TIMEOUT_SECONDS } from '@healthcare-dr/failover-lambda/contract';
import { namingOf, type Naming } from '@healthcare-dr/platform';
import { ROLES, topologyOf, type Environment, type Region, type Role } from '@healthcare-dr/topology';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { clientConfiguration } from './bootstrap/clients';
import { hostedZoneCredentials, type SessionCredentials } from './hosted-zone-role';

/** Route 53's own API, whatever Regions the pair stands in. */
const ROUTE53_REGION: Region = 'us-east-1';

/** In milliseconds: a Region that is dark costs one of these and no more, as it is asked everything at once. */
const CONNECTION_TIMEOUT_MS = 2_000;
const REQUEST_TIMEOUT_MS = 4_000;

/** The controller answers once it has run, which takes up to its own time-out; the rest is for its start. */
const INVOCATION_TIMEOUT_MS = (CONTROLLER_TIMEOUT_SECONDS + 15) * 1000;

/** One side of the pair, and the APIs of its Region. */
export interface RegionClients {
  readonly role: Role;
  readonly region: Region;
  readonly naming: Naming;
  readonly acm: ACMClient;
  readonly autoScaling: ApplicationAutoScalingClient;
  readonly backup: BackupClient;
  readonly cloudWatch: CloudWatchClient;
  readonly dynamoDb: DynamoDBClient;
  readonly ecs: ECSClient;
  /** Makes one attempt and waits for the function. */
  readonly lambda: LambdaClient;
  readonly rds: RDSClient;
  readonly secretsManager: SecretsManagerClient;
  readonly sns: SNSClient;
  readonly ssm: SSMClient;
  readonly sts: STSClient;
}

/** Both sides of an environment as an operator reaches them. */
export interface Pair {
  readonly environment: Environment;
  readonly sides: Readonly<Record<Role, RegionClients>>;
  readonly route53: Route53Client;
  /** Route 53 as whoever may read the hosted zone: by its role, where it belongs to another account. */
  readonly hostedZoneRoute53: Route53Client;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Closes every connection, without which the process would wait for them. */
  destroy(): void;
}

/** Makes the clients; nothing is connected yet. */
export function makePair(environment: Environment, variables: NodeJS.ProcessEnv): Pair {
  const { make, destroy } = clientMaker(variables);
  const sideOf = (role: Role): RegionClients => {
    const { region } = topologyOf(environment, role);
    return {
      role,
      region,
      naming: namingOf(environment, role),
      acm: make(ACMClient, region),
      autoScaling: make(ApplicationAutoScalingClient, region),
      backup: make(BackupClient, region),
      cloudWatch: make(CloudWatchClient, region),
      dynamoDb: make(DynamoDBClient, region),
      ecs: make(ECSClient, region),
      lambda: make(LambdaClient, region, { requestTimeoutMs: INVOCATION_TIMEOUT_MS, maxAttempts: 1 }),
      rds: make(RDSClient, region),
      secretsManager: make(SecretsManagerClient, region),
      sns: make(SNSClient, region),
      ssm: make(SSMClient, region),
      sts: make(STSClient, region),
    };
  };
  const [primary, dr] = [sideOf(ROLES[0]), sideOf(ROLES[1])];
  return {
    environment,
    sides: { primary, dr },
    route53: make(Route53Client, ROUTE53_REGION),
    hostedZoneRoute53: make(Route53Client, ROUTE53_REGION, {
      credentials: hostedZoneCredentials(environment, make(STSClient, ROUTE53_REGION)),
    }),
    now: () => Date.now(),
    destroy,
  };
}

/** The bounds of a client's calls, and as whom it makes them. */
export interface ClientOptions {
  /** @default - four seconds */
  readonly requestTimeoutMs?: number;
  /** @default 2 */
  readonly maxAttempts?: number;
  /** @default - those of the variables, or where the SDK looks for them */
  readonly credentials?: (() => Promise<SessionCredentials>) | undefined;
}

/** Makes clients whose calls end within seconds, whatever a Region does, and closes them all together. */
export function clientMaker(variables: NodeJS.ProcessEnv) {
  const clients: { destroy(): void }[] = [];
  return {
    make<C extends { destroy(): void }>(
      Client: new (configuration: ReturnType<typeof boundedConfiguration>) => C,
      region: Region,
      limits?: ClientOptions,
    ): C {
      const client = new Client(boundedConfiguration(variables, region, limits));
      clients.push(client);
      return client;
    },
    destroy: () => {
      for (const client of clients) client.destroy();
    },
  };
}

function boundedConfiguration(
  variables: NodeJS.ProcessEnv,
  region: Region,
  { requestTimeoutMs = REQUEST_TIMEOUT_MS, maxAttempts = 2, credentials }: ClientOptions = {},
) {
  return {
    ...clientConfiguration(variables, region),
    ...(credentials === undefined ? {} : { credentials }),
    maxAttempts,
    requestHandler: new NodeHttpHandler({
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      requestTimeout: requestTimeoutMs,
      // Without it the SDK only warns of a request that takes longer.
      throwOnRequestTimeout: true,
      ...proxyHandlerOptions(variables),
    }),
  };
}
