import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { notificationTopicArn, SEVERITY_FIELD } from '@healthcare-dr/notifications/contract';
import { TierStack } from '@healthcare-dr/platform';
import { trailBucketName } from '@healthcare-dr/s3-replication/contract';
import { Construct } from 'constructs';
import { RUNBOOKS } from '../runbooks';

/** Tells at once of a file of the trail that somebody deletes: the lock keeps the version, and this says who wanted it gone. */
export class DeletedLogFiles extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const stack = TierStack.of(this);
    const { naming } = stack;
    const name = naming.name('resource', 'trail-deletions');
    const rule = new CloudwatchEventRule(this, 'rule', {
      name,
      description: `Log files that somebody deletes from ${trailBucketName(naming)}`,
      eventPattern: JSON.stringify({
        source: ['aws.s3'],
        'detail-type': ['Object Deleted'],
        // What expires by the lifecycle has another reason.
        detail: { bucket: { name: [trailBucketName(naming)] }, reason: ['DeleteObject'] },
      }),
      tags: { Name: name },
    });
    new CloudwatchEventTarget(this, 'target', {
      rule: rule.name,
      targetId: 'notifications',
      arn: notificationTopicArn(naming),
      inputTransformer: {
        inputPaths: { bucket: '$.detail.bucket.name', key: '$.detail.object.key', who: '$.detail.requester' },
        // The topic's subscribers go by the severity at the top.
        inputTemplate: JSON.stringify({
          [SEVERITY_FIELD]: 'page',
          text: 'A file of the trail was deleted: <key> of <bucket>, by <who>.',
          runbook: RUNBOOKS.security,
        }),
      },
    });
  }
}
