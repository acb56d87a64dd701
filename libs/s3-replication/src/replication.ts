import { S3BucketReplicationConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-replication-configuration';
import { TierStack } from '@healthcare-dr/platform';
import {
  bucketArn,
  REPLICATION_TIME_MINUTES,
  replicationRuleId,
} from '@healthcare-dr/s3-replication/contract';
import type { Role } from '@healthcare-dr/topology';
import type { ITerraformDependable, TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { ReplicationRole, type ReplicationEnd } from './replication-role';

/** Props of {@link Replication}. */
export interface ReplicationProps {
  /** The side that is replicated from. */
  readonly from: Role;
  readonly source: ReplicationEnd;
  readonly destination: ReplicationEnd;
  /**
   * The provider of the Region that is replicated from.
   * @default - the stack's own
   */
  readonly provider?: TerraformProvider;
  /** What must stand first: S3 replicates between versioned buckets only. */
  readonly dependsOn: readonly ITerraformDependable[];
}

/** One direction of replication between the data buckets: everything, within 15 minutes, deletions and changes of tags included. */
export class Replication extends Construct {
  constructor(scope: Construct, id: string, props: ReplicationProps) {
    super(scope, id);
    const { from, source, destination, provider } = props;
    const naming = TierStack.of(this).namingFor(from);
    const role = new ReplicationRole(this, 'role', { naming, source, destination });
    new S3BucketReplicationConfigurationA(this, 'configuration', {
      ...(provider === undefined ? {} : { provider }),
      bucket: source.bucketName,
      role: role.arn,
      rule: [
        {
          id: replicationRuleId(from),
          status: 'Enabled',
          priority: 1,
          // By prefix, not by tag: S3 replicates no delete marker under a rule that looks at tags.
          filter: { prefix: '' },
          deleteMarkerReplication: { status: 'Enabled' },
          sourceSelectionCriteria: {
            // Both buckets hold nothing but objects encrypted with KMS, which S3 leaves out unless told otherwise.
            sseKmsEncryptedObjects: { status: 'Enabled' },
            // What is changed on a replica (its tags) goes back to where it came from.
            replicaModifications: { status: 'Enabled' },
          },
          destination: {
            bucket: bucketArn(destination.bucketName),
            encryptionConfiguration: { replicaKmsKeyId: destination.dataKeyArn },
            replicationTime: { status: 'Enabled', time: { minutes: REPLICATION_TIME_MINUTES } },
            metrics: { status: 'Enabled', eventThreshold: { minutes: REPLICATION_TIME_MINUTES } },
          },
        },
      ],
      // S3 would begin with a role that may do nothing yet, and mark the first objects as failed.
      dependsOn: [role.attachment, ...props.dependsOn],
    });
  }
}
