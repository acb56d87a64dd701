import { notificationTopicArn, SEVERITY_FIELD } from '@healthcare-dr/notifications/contract';
import { TierStack } from '@healthcare-dr/platform';
import { addTopicRule } from '@healthcare-dr/platform/topic-rule';
import { trailBucketName } from '@healthcare-dr/s3-replication/contract';
import { Construct } from 'constructs';
import { RUNBOOKS } from '../runbooks';

/** Props of {@link DeletedLogFiles}. */
export interface DeletedLogFilesProps {
  /** The key of the Region's topic. */
  readonly topicKeyArn: string;
}

/** Tells at once of a file of the trail that somebody deletes: the lock keeps the version, and this says who wanted it gone. */
export class DeletedLogFiles extends Construct {
  constructor(scope: Construct, id: string, { topicKeyArn }: DeletedLogFilesProps) {
    super(scope, id);
    const { naming } = TierStack.of(this);
    const bucket = trailBucketName(naming);
    addTopicRule(this, 'rule', {
      what: 'trail-deletions',
      description: `Log files that somebody deletes from ${bucket}`,
      pattern: {
        source: ['aws.s3'],
        'detail-type': ['Object Deleted'],
        // What expires by the lifecycle has another reason.
        detail: { bucket: { name: [bucket] }, reason: ['DeleteObject'] },
      },
      topicArn: notificationTopicArn(naming),
      topicKeyArn,
      inputTransformer: {
        inputPaths: { bucket: '$.detail.bucket.name', key: '$.detail.object.key', who: '$.detail.requester' },
        // The topic's subscribers go by the severity at the top.
        inputTemplate: JSON.stringify({
          [SEVERITY_FIELD]: 'page',
          text: 'A file of the trail was deleted: <key> of <bucket>, by <who>.',
          runbook: RUNBOOKS.security,
        }),
      },
      // What stands has it: EventBridge knows one target by its id, and another address would be taken away after it was made.
      targetId: 'target',
    });
  }
}
