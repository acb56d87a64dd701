import { Cloudtrail } from '@cdktf/provider-aws/lib/cloudtrail';
import { controllerFunctionArn } from '@healthcare-dr/failover-lambda/contract';
import { trailArn, trailName } from '@healthcare-dr/observability/contract';
import { suppress, TierStack } from '@healthcare-dr/platform';
import { bucketArn, dataBucketName, trailBucketName } from '@healthcare-dr/s3-replication/contract';
import { Construct } from 'constructs';
import { TrailLogs } from './trail-logs';

/** Props of {@link Trail}. */
export interface TrailProps {
  /** The Region's key for logs. */
  readonly logsKeyArn: string;
}

/**
 * Who did what, in every Region of the account, and who read or wrote which object with patient data: 45 CFR 164.312(b).
 *
 * Both Regions have one, over all Regions, each with a bucket, a key and a log group of its own. IAM, sign-ins and Route 53 are
 * recorded in us-east-1 and reach multi-Region trails alone; a trail of dr over dr alone would miss who took over the account
 * while the primary Region, and its trail with it, is lost. That the two record the same in quiet times is the price.
 */
export class Trail extends Construct {
  readonly logs: TrailLogs;

  constructor(scope: Construct, id: string, { logsKeyArn }: TrailProps) {
    super(scope, id);
    const stack = TierStack.of(this);
    const { naming } = stack;
    const name = trailName(naming);
    this.logs = new TrailLogs(this, 'logs', { trailArn: trailArn(naming), logsKeyArn });
    const trail = new Cloudtrail(this, 'trail', {
      name,
      // It stands, policy and all, before this stack is deployed: the s3-replication tier makes it.
      s3BucketName: trailBucketName(naming),
      kmsKeyId: logsKeyArn,
      enableLogging: true,
      isMultiRegionTrail: true,
      includeGlobalServiceEvents: true,
      enableLogFileValidation: true,
      cloudWatchLogsGroupArn: `${this.logs.group.arn}:*`,
      cloudWatchLogsRoleArn: this.logs.role.arn,
      eventSelector: [
        {
          readWriteType: 'All',
          includeManagementEvents: true,
          dataResource: [
            { type: 'AWS::S3::Object', values: recordedBuckets(stack) },
            // Who ordered what: a call of the controller is a data event, with the caller's identity and the request id that
            // the controller logs with the order.
            { type: 'AWS::Lambda::Function', values: [controllerFunctionArn(naming)] },
          ],
        },
      ],
      tags: { Name: name },
      dependsOn: [this.logs.attachment],
      ...(stack.ephemeral ? {} : { lifecycle: { preventDestroy: true } }),
    });
    suppress(trail, {
      check: 'trail-sns',
      reason:
        'A message for each log file, every five minutes, tells nobody anything; what matters is told by alarms on the log group.',
      owner: 'operations',
    });
  }
}

/**
 * The buckets whose every read and write is recorded: both, where the primary's trail sees them; in dr its own, so that the
 * record of what happens there while it serves does not depend on the other Region.
 */
function recordedBuckets(stack: TierStack): string[] {
  const sides = stack.role === 'primary' ? [stack.naming, stack.namingFor('dr')] : [stack.naming];
  // With the slash: without it S3 takes it for the beginning of other buckets' names too.
  return sides.map((naming) => `${bucketArn(dataBucketName(naming))}/`);
}
