import { TierStack } from '@healthcare-dr/platform';
import { dataBucketName } from '@healthcare-dr/s3-replication/contract';
import type { Construct } from 'constructs';
import type { AccessLogBucket } from './access-log-bucket';
import { bucketPolicy, encryptionStatements, transportStatements } from './bucket-policy';
import { dataLifecycle } from './lifecycle';
import { PrivateBucket } from './private-bucket';

/** Props of {@link DataBucket}. */
export interface DataBucketProps {
  /** The Region's key for data. */
  readonly dataKeyArn: string;
  /** The Region's bucket for access logs. */
  readonly accessLogs: AccessLogBucket;
}

/** The bucket that holds the patient data of one Region. */
export class DataBucket extends PrivateBucket {
  constructor(scope: Construct, id: string, { dataKeyArn, accessLogs }: DataBucketProps) {
    const bucketName = dataBucketName(TierStack.of(scope).naming);
    super(scope, id, {
      bucketName,
      encryption: { algorithm: 'aws:kms', kmsKeyArn: dataKeyArn },
      policy: bucketPolicy(
        ...transportStatements(bucketName),
        ...encryptionStatements(bucketName, dataKeyArn),
      ),
      lifecycleRules: dataLifecycle(),
      accessLogs,
      eventBridgeEnabled: true,
    });
  }
}
