import type { Context } from '../policy/context';
import { keyUse } from './key-use';
import {
  direct,
  text,
  type ApiCall,
  type Inventory,
  type Operation,
  type Operations,
  type Requirement,
} from './operation';

const bucketArn = (call: ApiCall): string => `arn:aws:s3:::${text(call, 'Bucket') ?? ''}`;
const objectArn = (call: ApiCall): string => `${bucketArn(call)}/${text(call, 'Key') ?? ''}`;

/** The condition keys of a request by the members that carry them. */
const REQUEST_KEYS: Readonly<Record<string, string>> = {
  ServerSideEncryption: 's3:x-amz-server-side-encryption',
  SSEKMSKeyId: 's3:x-amz-server-side-encryption-aws-kms-key-id',
  SSECustomerAlgorithm: 's3:x-amz-server-side-encryption-customer-algorithm',
  ACL: 's3:x-amz-acl',
  Prefix: 's3:prefix',
  Delimiter: 's3:delimiter',
};

const contextOf = (call: ApiCall): Context => ({
  // What every SDK speaks; a policy may ask for no more.
  's3:TlsVersion': '1.3',
  ...Object.fromEntries(
    Object.entries(REQUEST_KEYS).flatMap(([member, key]) => {
      const value = text(call, member);
      return value === undefined ? [] : [[key, value]];
    }),
  ),
});

/**
 * With a bucket key the encryption context is the bucket, not the object.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html
 */
const bucketKey = (call: ApiCall, inventory: Inventory, actions: readonly string[]): Requirement[] => {
  const bucket = bucketArn(call);
  return keyUse(call, inventory, inventory.keyOf(bucket), {
    via: 's3',
    actions,
    encryptionContext: { 'aws:s3:arn': bucket },
  });
};

const onObject =
  (action: string, keyActions: readonly string[] = []): Operation =>
  (call, inventory) => [
    direct(
      `s3:${text(call, 'VersionId') === undefined ? action : (VERSIONED[action] ?? action)}`,
      objectArn(call),
      contextOf(call),
    ),
    ...bucketKey(call, inventory, keyActions),
  ];

/** What the same operation is for one version of an object. */
const VERSIONED: Readonly<Record<string, string>> = {
  GetObject: 'GetObjectVersion',
  GetObjectTagging: 'GetObjectVersionTagging',
  DeleteObject: 'DeleteObjectVersion',
};

const onBucket =
  (action: string): Operation =>
  (call) => [direct(`s3:${action}`, bucketArn(call), contextOf(call))];

/**
 * A part of a multipart upload needs the key's decryption, because its data key was made when the upload began.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 */
export const S3: Operations = {
  GetObject: onObject('GetObject', ['Decrypt']),
  HeadObject: onObject('GetObject', ['Decrypt']),
  GetObjectTagging: onObject('GetObjectTagging'),
  PutObject: onObject('PutObject', ['GenerateDataKey']),
  PutObjectTagging: onObject('PutObjectTagging'),
  DeleteObject: onObject('DeleteObject'),
  CreateMultipartUpload: onObject('PutObject', ['GenerateDataKey']),
  UploadPart: onObject('PutObject', ['GenerateDataKey', 'Decrypt']),
  CompleteMultipartUpload: onObject('PutObject', ['Decrypt']),
  AbortMultipartUpload: onObject('AbortMultipartUpload'),
  ListParts: onObject('ListMultipartUploadParts'),
  ListObjects: onBucket('ListBucket'),
  ListObjectsV2: onBucket('ListBucket'),
  HeadBucket: onBucket('ListBucket'),
  ListObjectVersions: onBucket('ListBucketVersions'),
  ListMultipartUploads: onBucket('ListBucketMultipartUploads'),
  GetBucketLocation: onBucket('GetBucketLocation'),
};
