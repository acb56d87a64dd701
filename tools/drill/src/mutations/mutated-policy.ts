import { GetKeyPolicyCommand, type KMSClient, PutKeyPolicyCommand } from '@aws-sdk/client-kms';
import {
  AddPermissionCommand,
  GetPolicyCommand,
  type LambdaClient,
  RemovePermissionCommand,
} from '@aws-sdk/client-lambda';
import { GetBucketPolicyCommand, PutBucketPolicyCommand, type S3Client } from '@aws-sdk/client-s3';
import { GetTopicAttributesCommand, SetTopicAttributesCommand, type SNSClient } from '@aws-sdk/client-sns';
import { z } from 'zod';

const statementSchema = z.looseObject({
  Sid: z.string().optional(),
  Principal: z.unknown().optional(),
  Condition: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
});
const documentSchema = z.looseObject({ Statement: z.array(statementSchema) });

/** A policy, as it is written. */
export type WrittenPolicy = z.infer<typeof documentSchema>;

/** How a policy is changed. */
export type PolicyChange = (policy: WrittenPolicy) => WrittenPolicy;

function isOf(principal: unknown, service: string): boolean {
  const { Service } = z
    .looseObject({ Service: z.union([z.string(), z.array(z.string())]).optional() })
    .catch({})
    .parse(principal);
  return [Service].flat().includes(service);
}

/** Adds a statement to a policy. */
export const withStatement =
  (statement: Readonly<Record<string, unknown>>): PolicyChange =>
  (policy) => ({ ...policy, Statement: [...policy.Statement, statement] });

/** Looks at a world in which a policy is another, and makes it what it was. */
async function withPolicy<T>(
  read: () => Promise<string>,
  write: (document: string) => Promise<unknown>,
  change: PolicyChange,
  look: () => Promise<T>,
): Promise<T> {
  const document = await read();
  await write(JSON.stringify(change(documentSchema.parse(JSON.parse(document)))));
  try {
    return await look();
  } finally {
    await write(document);
  }
}

/** The policy of a topic. */
export const withTopicPolicy = <T>(
  client: SNSClient,
  TopicArn: string,
  change: PolicyChange,
  look: () => Promise<T>,
): Promise<T> =>
  withPolicy(
    async () => (await client.send(new GetTopicAttributesCommand({ TopicArn }))).Attributes?.['Policy'] ?? '',
    (AttributeValue) =>
      client.send(new SetTopicAttributesCommand({ TopicArn, AttributeName: 'Policy', AttributeValue })),
    change,
    look,
  );

/** The policy of a key. */
export const withKeyPolicy = <T>(
  client: KMSClient,
  KeyId: string,
  change: PolicyChange,
  look: () => Promise<T>,
): Promise<T> =>
  withPolicy(
    async () => (await client.send(new GetKeyPolicyCommand({ KeyId, PolicyName: 'default' }))).Policy ?? '',
    (Policy) => client.send(new PutKeyPolicyCommand({ KeyId, PolicyName: 'default', Policy })),
    change,
    look,
  );

/** The policy of a bucket. */
export const withBucketPolicy = <T>(
  client: S3Client,
  Bucket: string,
  change: PolicyChange,
  look: () => Promise<T>,
): Promise<T> =>
  withPolicy(
    async () => (await client.send(new GetBucketPolicyCommand({ Bucket }))).Policy ?? '',
    (Policy) => client.send(new PutBucketPolicyCommand({ Bucket, Policy })),
    change,
    look,
  );

/**
 * Looks at a world in which a service may call a function for another ARN than it does, and makes it what it was.
 *
 * @throws Error if the service may not call it for an ARN
 */
export async function withSourceArn<T>(
  client: LambdaClient,
  FunctionName: string,
  service: string,
  change: (sourceArn: string) => string,
  look: () => Promise<T>,
): Promise<T> {
  const { Policy = '' } = await client.send(new GetPolicyCommand({ FunctionName }));
  const statement = documentSchema
    .parse(JSON.parse(Policy))
    .Statement.find(({ Principal }) => isOf(Principal, service));
  // The names of condition keys are not case-sensitive, and Lambda writes them as AWS:SourceArn.
  const keys = Object.fromEntries(
    Object.values(statement?.Condition ?? {})
      .flatMap((each) => Object.entries(each))
      .map(([name, value]) => [name.toLowerCase(), value]),
  );
  const [SourceArn, SourceAccount] = [keys['aws:sourcearn'], keys['aws:sourceaccount']];
  const StatementId = statement?.Sid;
  if (StatementId === undefined || typeof SourceArn !== 'string')
    throw new Error(`${service} may not call ${FunctionName} for an ARN.`);
  const allow = async (sourceArn: string) => {
    await client.send(new RemovePermissionCommand({ FunctionName, StatementId }));
    await client.send(
      new AddPermissionCommand({
        FunctionName,
        StatementId,
        Action: 'lambda:InvokeFunction',
        Principal: service,
        SourceArn: sourceArn,
        ...(typeof SourceAccount === 'string' && { SourceAccount }),
      }),
    );
  };
  await allow(change(SourceArn));
  try {
    return await look();
  } finally {
    await allow(SourceArn);
  }
}
