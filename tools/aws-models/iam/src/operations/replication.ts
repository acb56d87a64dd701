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

const bucketOf = (call: ApiCall, member: string): string => `arn:aws:s3:::${text(call, member) ?? ''}`;
const objectIn = (bucket: string, call: ApiCall): string => `${bucket}/${text(call, 'Key') ?? ''}`;

/** What S3 looks at before it replicates anything. */
const rules = (call: ApiCall): Requirement[] => {
  const source = bucketOf(call, 'Bucket');
  return [direct('s3:GetReplicationConfiguration', source), direct('s3:ListBucket', source)];
};

/** The use of a key in the Region of its bucket: with a bucket key the encryption context is the bucket. */
const use = (
  call: ApiCall,
  inventory: Inventory,
  {
    key,
    bucket,
    region,
    actions,
  }: Readonly<Record<'key' | 'bucket' | 'region', string>> & {
    readonly actions: readonly string[];
  },
): Requirement[] => {
  const reference = text(call, key);
  const keyArn = reference === undefined ? undefined : inventory.keyArn(region, reference);
  return keyUse({ ...call, region }, inventory, keyArn ?? reference, {
    via: 's3',
    actions,
    encryptionContext: { 'aws:s3:arn': bucketOf(call, bucket) },
  });
};

/** An object with all that belongs to it: `SourceKmsKeyId` and `ReplicaKmsKeyId` for one that is encrypted by KMS. */
const replicateObject: Operation = (call, inventory) => {
  const [source, destination] = [bucketOf(call, 'Bucket'), bucketOf(call, 'DestinationBucket')];
  const destinationRegion = text(call, 'DestinationRegion') ?? '';
  return [
    ...rules(call),
    direct('s3:GetObjectVersionForReplication', objectIn(source, call)),
    direct('s3:GetObjectVersionAcl', objectIn(source, call)),
    direct('s3:GetObjectVersionTagging', objectIn(source, call)),
    ...use(call, inventory, {
      key: 'SourceKmsKeyId',
      bucket: 'Bucket',
      region: call.region,
      actions: ['Decrypt'],
    }),
    direct('s3:ReplicateObject', objectIn(destination, call)),
    direct('s3:ReplicateTags', objectIn(destination, call)),
    ...use(call, inventory, {
      key: 'ReplicaKmsKeyId',
      bucket: 'DestinationBucket',
      region: destinationRegion,
      actions: ['GenerateDataKey', 'Encrypt'],
    }),
  ];
};

/**
 * What the replication of S3 requires of its role, by what is carried. The call is one of S3 itself, in the Region of the source.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html
 */
export const S3_REPLICATION: Operations = {
  ReplicateObject: replicateObject,
  ReplicateDelete: (call) => [
    ...rules(call),
    direct('s3:GetObjectVersionForReplication', objectIn(bucketOf(call, 'Bucket'), call)),
    direct('s3:ReplicateDelete', objectIn(bucketOf(call, 'DestinationBucket'), call)),
  ],
};
