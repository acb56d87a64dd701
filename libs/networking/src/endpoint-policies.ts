import { NAME_PREFIX } from '@healthcare-dr/platform';

/** Whose traffic an endpoint carries. */
export interface EndpointPolicyScope {
  readonly accountId: string;
  readonly region: string;
  readonly suffix: string;
}

/** One statement of an endpoint policy. An endpoint's principal is a filter, not a grant: IAM still has to allow the call. */
export interface EndpointPolicyStatement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Principal: '*';
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** An endpoint policy document. What it does not allow, the endpoint refuses to carry. */
export interface EndpointPolicy {
  readonly Version: '2012-10-17';
  readonly Statement: readonly EndpointPolicyStatement[];
}

const OBJECT_ACCESS = [
  's3:AbortMultipartUpload',
  's3:DeleteObject',
  's3:GetBucketLocation',
  's3:GetObject',
  's3:GetObjectAttributes',
  's3:GetObjectTagging',
  's3:GetObjectVersion',
  's3:ListBucket',
  's3:ListBucketMultipartUploads',
  's3:ListBucketVersions',
  's3:ListMultipartUploadParts',
  's3:PutObject',
  's3:PutObjectTagging',
];

const ITEM_ACCESS = [
  'dynamodb:BatchGetItem',
  'dynamodb:BatchWriteItem',
  'dynamodb:ConditionCheckItem',
  'dynamodb:DeleteItem',
  'dynamodb:DescribeTable',
  'dynamodb:GetItem',
  'dynamodb:PutItem',
  'dynamodb:Query',
  'dynamodb:Scan',
  'dynamodb:UpdateItem',
];

/**
 * Objects in this environment's buckets of the Region, by this account's principals, and image layers from the bucket of
 * ECR, which belongs to AWS and is read through presigned URLs of AWS's own principal. A copy to a stranger's bucket, or
 * with a stranger's credentials, goes nowhere.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html#ecr-minimum-s3-perms
 */
export function s3EndpointPolicy({ accountId, region, suffix }: EndpointPolicyScope): EndpointPolicy {
  const buckets = `arn:aws:s3:::${NAME_PREFIX}-*-${accountId}-${region}-${suffix}`;
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'OwnBuckets',
        Effect: 'Allow',
        Principal: '*',
        Action: OBJECT_ACCESS,
        Resource: [buckets, `${buckets}/*`],
        Condition: { StringEquals: { 'aws:PrincipalAccount': accountId, 'aws:ResourceAccount': accountId } },
      },
      {
        Sid: 'EcrImageLayers',
        Effect: 'Allow',
        Principal: '*',
        Action: 's3:GetObject',
        Resource: `arn:aws:s3:::prod-${region}-starport-layer-bucket/*`,
      },
    ],
  };
}

/** Items in this environment's tables of the Region, by this account's principals. */
export function dynamodbEndpointPolicy({ accountId, region, suffix }: EndpointPolicyScope): EndpointPolicy {
  const tables = `arn:aws:dynamodb:${region}:${accountId}:table/${NAME_PREFIX}-*-${suffix}`;
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'OwnTables',
        Effect: 'Allow',
        Principal: '*',
        Action: ITEM_ACCESS,
        Resource: [tables, `${tables}/index/*`],
        Condition: { StringEquals: { 'aws:PrincipalAccount': accountId } },
      },
    ],
  };
}

/**
 * Whatever IAM allows this account's principals, and nothing for anybody else's credentials. Which actions a workload may
 * call is said once, in its role.
 */
export function interfaceEndpointPolicy({ accountId }: EndpointPolicyScope): EndpointPolicy {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'OwnPrincipals',
        Effect: 'Allow',
        Principal: '*',
        Action: '*',
        Resource: '*',
        Condition: { StringEquals: { 'aws:PrincipalAccount': accountId } },
      },
    ],
  };
}
