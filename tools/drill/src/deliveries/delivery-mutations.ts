import { KMSClient } from '@aws-sdk/client-kms';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { GetTopicAttributesCommand, SNSClient } from '@aws-sdk/client-sns';
import { clientConfiguration } from '@healthcare-dr/drctl/bootstrap';
import type { LocalAws } from '@healthcare-dr/local-aws';
import type { Region } from '@healthcare-dr/topology';
import {
  withBucketPolicy,
  withKeyPolicy,
  withSourceArn,
  withStatement,
  withTopicPolicy,
} from '../mutations/mutated-policy';
import type { Mutation } from '../mutations/mutations';
import { eventAssertions, objectAssertion, type ReplicatedBucket } from './delivery-assertions';

const EVENTS = 'events.amazonaws.com';

/** What is broken on purpose of what services do on their own behalf. */
export interface DeliverySite {
  readonly aws: Pick<LocalAws, 'events' | 'objects' | 'environment'>;
  readonly region: Region;
  /** Another Region, to be mistaken for it. */
  readonly otherRegion: Region;
  readonly topicArn: string;
  /** A rule that leads to the topic. */
  readonly topicRule: string;
  readonly functionName: string;
  /** The schedule that calls the function. */
  readonly scheduleRule: string;
  readonly bucket: ReplicatedBucket;
}

/** Policies under which nothing arrives any more, while every plan is as empty as before. */
export function deliveryMutations(site: DeliverySite): Mutation[] {
  const { aws, region, otherRegion, topicArn, topicRule, functionName, scheduleRule, bucket } = site;
  const configuration = clientConfiguration(aws.environment, region);
  const events = () => eventAssertions(aws, region);
  return [
    {
      id: 'topic-policy-denies-publish',
      what: 'a topic whose policy denies to publish',
      complaint: {
        id: `event-delivered/${topicRule}/${region}`,
        names: ['sns:Publish', topicArn, 'explicit deny'],
      },
      look: () =>
        using(new SNSClient(configuration), (client) =>
          withTopicPolicy(
            client,
            topicArn,
            withStatement({
              Sid: 'NoMessages',
              Effect: 'Deny',
              Principal: '*',
              Action: 'sns:Publish',
              Resource: topicArn,
            }),
            events,
          ),
        ),
    },
    {
      id: 'key-policy-denies-messages',
      what: 'a key of messages whose policy denies its use',
      complaint: {
        id: `event-delivered/${topicRule}/${region}`,
        names: ['kms:GenerateDataKey', 'explicit deny'],
      },
      look: () =>
        using(new KMSClient(configuration), async (client) => {
          const { Attributes } = await using(new SNSClient(configuration), (sns) =>
            sns.send(new GetTopicAttributesCommand({ TopicArn: topicArn })),
          );
          return withKeyPolicy(
            client,
            Attributes?.['KmsMasterKeyId'] ?? '',
            withStatement({
              Sid: 'NoUse',
              Effect: 'Deny',
              Principal: '*',
              Action: 'kms:GenerateDataKey',
              Resource: '*',
            }),
            events,
          );
        }),
    },
    {
      id: 'arn-with-wrong-region',
      what: `a function that admits a schedule of ${otherRegion}`,
      complaint: {
        id: `event-delivered/${scheduleRule}/${region}`,
        names: [EVENTS, 'lambda:InvokeFunction'],
      },
      look: () =>
        using(new LambdaClient(configuration), (client) =>
          withSourceArn(client, functionName, EVENTS, (arn) => arn.replace(region, otherRegion), events),
        ),
    },
    {
      id: 'bucket-policy-denies-replication',
      what: 'a bucket whose policy denies replicas',
      complaint: { id: `object-replicated/${bucket.name}`, names: ['s3:ReplicateObject', 'explicit deny'] },
      look: () =>
        using(
          new S3Client({
            ...clientConfiguration(aws.environment, bucket.replica.region),
            forcePathStyle: true,
          }),
          (client) =>
            withBucketPolicy(
              client,
              bucket.replica.name,
              withStatement({
                Sid: 'NoReplicas',
                Effect: 'Deny',
                Principal: '*',
                Action: 's3:ReplicateObject',
                Resource: `arn:aws:s3:::${bucket.replica.name}/*`,
              }),
              async () => [await objectAssertion(aws, bucket)],
            ),
        ),
    },
  ];
}

async function using<Client extends { destroy(): void }, T>(
  client: Client,
  use: (client: Client) => Promise<T>,
): Promise<T> {
  try {
    return await use(client);
  } finally {
    client.destroy();
  }
}
