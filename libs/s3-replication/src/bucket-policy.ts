import { bucketArn } from '@healthcare-dr/s3-replication/contract';

/** One statement of a bucket's policy. */
export interface BucketPolicyStatement {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal: '*' | { readonly Service: string };
  readonly Action: string;
  readonly Resource: string | readonly string[];
  readonly Condition: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** The policy of a bucket. */
export interface BucketPolicy {
  readonly Version: '2012-10-17';
  readonly Statement: readonly BucketPolicyStatement[];
}

/** The oldest TLS that is spoken with a bucket. */
const MIN_TLS_VERSION = '1.2';

/** What every bucket refuses: plain HTTP, and TLS that is known to be broken. */
export function transportStatements(bucketName: string): BucketPolicyStatement[] {
  const refuse = (sid: string, condition: BucketPolicyStatement['Condition']): BucketPolicyStatement => ({
    Sid: sid,
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: [bucketArn(bucketName), `${bucketArn(bucketName)}/*`],
    Condition: condition,
  });
  return [
    refuse('RefusePlainHttp', { Bool: { 'aws:SecureTransport': 'false' } }),
    refuse('RefuseOldTls', { NumericLessThan: { 's3:TlsVersion': MIN_TLS_VERSION } }),
  ];
}

const ALGORITHM = 's3:x-amz-server-side-encryption';
const KEY = 's3:x-amz-server-side-encryption-aws-kms-key-id';
const CUSTOMER_ALGORITHM = 's3:x-amz-server-side-encryption-customer-algorithm';

/**
 * What the data bucket refuses: an upload that asks for another encryption than the Region's data key.
 *
 * An upload that asks for nothing gets the bucket's default, which is that key. `StringNotEquals` alone also holds where the
 * header is missing (with or without `IfExists`), so each statement first asks for the header. Replicas arrive by
 * `s3:ReplicateObject`, which these statements do not name, encrypted with the key that the replication rule names.
 */
export function encryptionStatements(bucketName: string, dataKeyArn: string): BucketPolicyStatement[] {
  const refuse = (sid: string, condition: BucketPolicyStatement['Condition']): BucketPolicyStatement => ({
    Sid: sid,
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:PutObject',
    Resource: `${bucketArn(bucketName)}/*`,
    Condition: condition,
  });
  return [
    refuse('RefuseOtherEncryption', {
      Null: { [ALGORITHM]: 'false' },
      StringNotEquals: { [ALGORITHM]: 'aws:kms' },
    }),
    // Also where encryption by KMS is asked for and no key is named: S3 would take AWS's own key, aws/s3, which no replication
    // can read.
    refuse('RefuseOtherKey', { Null: { [ALGORITHM]: 'false' }, StringNotEquals: { [KEY]: dataKeyArn } }),
    // A key that only the client has: nobody else could read the object after a failover, and S3 would not replicate it.
    refuse('RefuseCustomerProvidedKeys', { Null: { [CUSTOMER_ALGORITHM]: 'false' } }),
  ];
}

/** A policy of these statements. */
export const bucketPolicy = (...statements: readonly BucketPolicyStatement[]): BucketPolicy => ({
  Version: '2012-10-17',
  Statement: statements,
});
