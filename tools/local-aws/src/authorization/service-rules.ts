import { z } from 'zod';
import type { Rules, SignedRequest } from '../gateway/authorizer';
import type { AwsError } from '../gateway/aws-error';
import type { AccountFacts } from './account-facts';
import type { Account } from './facts';
import { refusalOf, type ServiceCall } from './service-calls';

/** Where a request asks, and what stands in the account. */
interface Asked {
  readonly region: string;
  readonly account: Account;
}

type Rule = (content: unknown, asked: Asked) => AwsError | undefined;

/** A rule over what a request says; what says something else is left to whoever answers it. */
const over =
  <Content>(
    schema: z.ZodType<Content>,
    rule: (content: Content, asked: Asked) => AwsError | undefined,
  ): Rule =>
  (content, asked) => {
    const { data, success } = schema.safeParse(content);
    return success ? rule(data, asked) : undefined;
  };

const logGroupSchema = z.object({
  logGroupName: z.string().optional(),
  resourceIdentifier: z.string().optional(),
  kmsKeyId: z.string().optional(),
});

/**
 * A log group on a key that CloudWatch Logs may not use.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
const logGroup = over(logGroupSchema, (group, { region, account }) => {
  const { logGroupName = '', resourceIdentifier, kmsKeyId } = group;
  if (kmsKeyId === undefined) return undefined;
  const arn = resourceIdentifier ?? `arn:aws:logs:${region}:${account.accountId}:log-group:${logGroupName}`;
  const refusal = firstRefusal(
    account,
    `logs.${region}.amazonaws.com`,
    ['kms:Encrypt', 'kms:Decrypt', 'kms:GenerateDataKey'].map((action) => ({
      action,
      resource: account.keyArn(region, kmsKeyId) ?? kmsKeyId,
      context: { 'kms:EncryptionContext:aws:logs:arn': arn, 'aws:SourceArn': arn },
    })),
  );
  if (refusal === undefined) return undefined;
  return {
    status: 400,
    code: 'AccessDeniedException',
    message: `The specified KMS key does not exist or is not allowed to be used with Arn '${arn}'`,
  };
});

const trailSchema = z.object({
  Name: z.string(),
  S3BucketName: z.string().optional(),
  S3KeyPrefix: z.string().optional(),
  KmsKeyId: z.string().optional(),
});

/**
 * A trail into a bucket, or on a key, that CloudTrail may not use.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
 */
const trail = over(trailSchema, (asked, { region, account }) => {
  const { Name, S3BucketName: bucket, S3KeyPrefix: prefix, KmsKeyId: key } = asked;
  const arn = Name.startsWith('arn:')
    ? Name
    : `arn:aws:cloudtrail:${region}:${account.accountId}:trail/${Name}`;
  const context = { 'aws:SourceArn': arn, 'aws:SourceAccount': account.accountId };
  const service = 'cloudtrail.amazonaws.com';
  if (bucket !== undefined) {
    const objects = [bucket, prefix, 'AWSLogs', account.accountId, '*'].filter(Boolean).join('/');
    const refusal = firstRefusal(account, service, [
      { action: 's3:GetBucketAcl', resource: `arn:aws:s3:::${bucket}`, context },
      {
        action: 's3:PutObject',
        resource: `arn:aws:s3:::${objects}`,
        context: { ...context, 's3:x-amz-acl': 'bucket-owner-full-control' },
      },
    ]);
    if (refusal !== undefined)
      return {
        status: 400,
        code: 'InsufficientS3BucketPolicyException',
        message: `Incorrect S3 bucket policy is detected for bucket: ${bucket}`,
      };
  }
  if (key === undefined || key === '') return undefined;
  const resource = account.keyArn(region, key) ?? key;
  const refusal = firstRefusal(account, service, [
    {
      action: 'kms:GenerateDataKey',
      resource,
      context: { ...context, 'kms:EncryptionContext:aws:cloudtrail:arn': arn },
    },
    { action: 'kms:DescribeKey', resource, context },
  ]);
  if (refusal === undefined) return undefined;
  return {
    status: 400,
    code: 'InsufficientEncryptionPolicyException',
    message: `Insufficient permissions to access S3 bucket ${bucket ?? ''} or KMS key ${resource}.`,
  };
});

const firstRefusal = (
  account: Account,
  service: string,
  calls: readonly Omit<ServiceCall, 'service'>[],
): string | undefined => {
  for (const call of calls) {
    const refusal = refusalOf({ ...call, service }, account);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
};

/** By target, in lower case: what a service looks at before it takes what it is to write to, or to encrypt with. */
const RULES: ReadonlyMap<string, Rule> = new Map([
  ['logs_20140328.createloggroup', logGroup],
  ['logs_20140328.associatekmskey', logGroup],
  ['com.amazonaws.cloudtrail.v20131101.cloudtrail_20131101.createtrail', trail],
  ['com.amazonaws.cloudtrail.v20131101.cloudtrail_20131101.updatetrail', trail],
]);

const ruleOf = (target: unknown): Rule | undefined => RULES.get(String(target).toLowerCase());

function contentOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** Refuses, whoever asks, what a service refuses because it may not use a bucket or key that it is given. moto asks nothing of either. */
export class ServiceRules implements Rules {
  constructor(private readonly facts: Pick<AccountFacts, 'decide'>) {}

  /** Whether requests to a target (`Logs_20140328.CreateLogGroup`) are looked at. */
  concerns(target: unknown): boolean {
    return ruleOf(target) !== undefined;
  }

  async refusalOf({ scope: { region }, head, body }: SignedRequest): Promise<AwsError | undefined> {
    const rule = ruleOf(head.headers['x-amz-target']);
    if (rule === undefined || body === undefined) return undefined;
    const content = contentOf(body);
    return this.facts.decide(
      (account) => rule(content, { region, account }),
      (refusal) => refusal !== undefined,
    );
  }
}
