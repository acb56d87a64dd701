import type { TierStack } from '@healthcare-dr/platform';
import { dataBucketName } from '@healthcare-dr/s3-replication/contract';
import type { Construct } from 'constructs';
import type { AccessLogBucket } from './access-log-bucket';
import { bucketPolicy, encryptionStatements, transportStatements } from './bucket-policy';
import { dataLifecycle } from './lifecycle';
import { PrivateBucket } from './private-bucket';

/** What a {@link DataBucket} is made from. */
export interface DataBucketProps {
  /** The Region's key for data. */
  readonly dataKeyArn: string;
  /** The Region's bucket for access logs. */
  readonly accessLogs: AccessLogBucket;
}

/** The bucket that holds the patient data of one Region. */
export class DataBucket extends PrivateBucket {
  constructor(scope: Construct, id: string, stack: TierStack, { dataKeyArn, accessLogs }: DataBucketProps) {
    const bucketName = dataBucketName(stack.naming);
    super(scope, id, stack, {
      bucketName,
      encryption: { algorithm: 'aws:kms', kmsKeyArn: dataKeyArn },
      policy: bucketPolicy(
        ...transportStatements(bucketName),
        ...encryptionStatements(bucketName, dataKeyArn),
      ),
      lifecycleRules: dataLifecycle(),
      accessLogs,
      tellsEventBridge: true,
    });
  }
}
