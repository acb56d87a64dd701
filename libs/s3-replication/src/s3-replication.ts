import { TierStack, type PropsFor } from '@healthcare-dr/platform';
import { dataBucketName } from '@healthcare-dr/s3-replication/contract';
import { topologyOf, type Role } from '@healthcare-dr/topology';
import { Construct } from 'constructs';
import { AccessLogBucket } from './access-log-bucket';
import { DataBucket } from './data-bucket';
import { Replication } from './replication';
import type { ReplicationEnd } from './replication-role';
import { TrailBucket } from './trail-bucket';

/** What the tier needs from others, on either side. */
interface BothSides {
  /** The Region's key for data, from the contract of the kms tier. */
  readonly dataKeyArn: string;
  /** The Region's key for logs, from the same contract. */
  readonly logsKeyArn: string;
}

/** Props of {@link S3Replication}; what only one side needs belongs to that side's arm. */
export type S3ReplicationProps =
  | (BothSides & {
      readonly role: 'primary';
      /** The dr Region's key for data, from the contract of its kms tier. */
      readonly drDataKeyArn: string;
    })
  | (BothSides & { readonly role: 'dr' });

/**
 * A Region's buckets, for data, for access logs and, where the environment has trails, for the trail's log files; on the primary
 * side also what joins the two data buckets, in both directions. The dr side never needs the primary: its buckets stand by themselves, and whoever writes to them after a failover
 * writes to a bucket that replicates back as soon as there is something to replicate to.
 */
export class S3Replication<R extends Role> extends Construct {
  constructor(scope: TierStack<R>, id: string, props: PropsFor<R, S3ReplicationProps>) {
    super(scope, id);
    const stack = TierStack.of(this);
    const side = scope.withRole<S3ReplicationProps>(props);
    const accessLogs = new AccessLogBucket(this, 'access-logs');
    const data = new DataBucket(this, 'data', { dataKeyArn: side.dataKeyArn, accessLogs });
    if (stack.environment.trail.enabled) {
      new TrailBucket(this, 'trail', { logsKeyArn: side.logsKeyArn, accessLogs });
    }
    if (side.role === 'primary') this.#join(stack, data, side);
  }

  #join(
    stack: TierStack,
    data: DataBucket,
    { dataKeyArn, drDataKeyArn }: { readonly dataKeyArn: string; readonly drDataKeyArn: string },
  ): void {
    const end = (role: Role, keyArn: string): ReplicationEnd => ({
      region: topologyOf(stack.environment, role).region,
      bucketName: dataBucketName(stack.namingFor(role)),
      dataKeyArn: keyArn,
    });
    const primary = end('primary', dataKeyArn);
    const dr = end('dr', drDataKeyArn);
    // The dr bucket is versioned before this stack is deployed: it comes after dr-s3-replication.
    const dependsOn = [data.versioning];
    new Replication(this, 'to-dr', {
      from: 'primary',
      source: primary,
      destination: dr,
      dependsOn,
    });
    new Replication(this, 'from-dr', {
      from: 'dr',
      source: dr,
      destination: primary,
      provider: stack.drProvider,
      dependsOn,
    });
  }
}
