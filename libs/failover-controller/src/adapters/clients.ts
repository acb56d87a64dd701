import { ApplicationAutoScalingClient } from '@aws-sdk/client-application-auto-scaling';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { RDSClient } from '@aws-sdk/client-rds';
import { SNSClient } from '@aws-sdk/client-sns';
import { SSMClient } from '@aws-sdk/client-ssm';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { credentialsFrom, type Variables } from './credentials';

/** How long a call may take: in all never longer than `CALL_BOUND_MS` of the controller's limits. */
export interface CallLimits {
  /** For the connection, in milliseconds. */
  readonly connectionTimeoutMs: number;
  /** For one attempt, from the request to the last byte of its answer, in milliseconds. */
  readonly requestTimeoutMs: number;
  /** The first one included. */
  readonly maxAttempts: number;
  /** For all attempts and the pauses between them, in milliseconds. */
  readonly limitMs: number;
}

/** Calls that may be made twice: reads, and writes that say the same again. */
export const REPEATABLE: CallLimits = {
  connectionTimeoutMs: 1_000,
  requestTimeoutMs: 2_500,
  maxAttempts: 2,
  limitMs: 6_000,
};

/** Calls to a Region that may be dark: one attempt, so that a lost Region costs a round no more than this. */
export const PEER: CallLimits = {
  connectionTimeoutMs: 1_000,
  requestTimeoutMs: 3_000,
  maxAttempts: 1,
  limitMs: 4_000,
};

/**
 * Calls that change something and are never repeated by the SDK: after a time-out nobody knows whether they had their effect,
 * and only the next observation may tell.
 */
export const ONCE: CallLimits = {
  connectionTimeoutMs: 1_000,
  requestTimeoutMs: 5_000,
  maxAttempts: 1,
  limitMs: 6_000,
};

/** A client and the limits of its calls. */
export interface Bounded<Client> {
  readonly client: Client;
  readonly limitMs: number;
}

type ClientConfiguration = NonNullable<ConstructorParameters<typeof RDSClient>[0]>;

/** The configuration that all clients share: explicit time-outs, bounded attempts, no look for credentials elsewhere. */
export function configuration(region: string, variables: Variables, limits: CallLimits) {
  return {
    region,
    credentials: credentialsFrom(variables),
    maxAttempts: limits.maxAttempts,
    requestHandler: new NodeHttpHandler({
      connectionTimeout: limits.connectionTimeoutMs,
      requestTimeout: limits.requestTimeoutMs,
      // Without it the SDK only warns of a request that takes longer.
      throwOnRequestTimeout: true,
    }),
  } satisfies ClientConfiguration;
}

/** All clients of the controller, made once for each execution environment. */
export interface Clients {
  readonly ownRds: { readonly read: Bounded<RDSClient>; readonly act: Bounded<RDSClient> };
  readonly peerRds: { readonly read: Bounded<RDSClient>; readonly act: Bounded<RDSClient> };
  readonly cloudWatch: Bounded<CloudWatchClient>;
  readonly peerCloudWatch: Bounded<CloudWatchClient>;
  readonly ssm: Bounded<SSMClient>;
  /** One attempt: a conditional write that is repeated after a time-out would fail on its own effect. */
  readonly dynamoDb: { readonly read: Bounded<DynamoDBClient>; readonly write: Bounded<DynamoDBClient> };
  readonly sns: Bounded<SNSClient>;
  /** In the watch Region: one attempt, so that its loss costs a run no more than this. */
  readonly watch: { readonly sns: Bounded<SNSClient>; readonly cloudWatch: Bounded<CloudWatchClient> };
  readonly autoScaling: Bounded<ApplicationAutoScalingClient>;
}

/** Where the controller works: its own Region, the other one of the pair, and the one outside it. */
export interface ClientRegions {
  readonly region: string;
  readonly peerRegion: string;
  readonly watchRegion: string;
}

/** Makes the clients; nothing is connected yet. */
export function makeClients(
  { region, peerRegion, watchRegion }: ClientRegions,
  variables: Variables,
): Clients {
  const make = <Client>(
    Class: new (given: ReturnType<typeof configuration>) => Client,
    limits: CallLimits,
    where = region,
  ): Bounded<Client> => ({
    client: new Class(configuration(where, variables, limits)),
    limitMs: limits.limitMs,
  });
  return {
    ownRds: { read: make(RDSClient, REPEATABLE), act: make(RDSClient, ONCE) },
    peerRds: { read: make(RDSClient, PEER, peerRegion), act: make(RDSClient, ONCE, peerRegion) },
    cloudWatch: make(CloudWatchClient, REPEATABLE),
    peerCloudWatch: make(CloudWatchClient, PEER, peerRegion),
    ssm: make(SSMClient, REPEATABLE),
    dynamoDb: { read: make(DynamoDBClient, REPEATABLE), write: make(DynamoDBClient, ONCE) },
    sns: make(SNSClient, REPEATABLE),
    watch: {
      sns: make(SNSClient, PEER, watchRegion),
      cloudWatch: make(CloudWatchClient, PEER, watchRegion),
    },
    autoScaling: make(ApplicationAutoScalingClient, REPEATABLE),
  };
}

/** Every client, for those who wrap them all. */
export const allClients = (clients: Clients) => [
  clients.ownRds.read.client,
  clients.ownRds.act.client,
  clients.peerRds.read.client,
  clients.peerRds.act.client,
  clients.cloudWatch.client,
  clients.peerCloudWatch.client,
  clients.ssm.client,
  clients.dynamoDb.read.client,
  clients.dynamoDb.write.client,
  clients.sns.client,
  clients.watch.sns.client,
  clients.watch.cloudWatch.client,
  clients.autoScaling.client,
];
