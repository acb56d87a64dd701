import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { SqsQueuePolicy } from '@cdktf/provider-aws/lib/sqs-queue-policy';
import { Construct } from 'constructs';

/** Props of {@link DeadLetters}. */
export interface DeadLettersProps {
  readonly queueName: string;
  readonly queueArn: string;
  readonly kmsKeyArn: string;
  /** The rule and the topic that leave there what they could not deliver. */
  readonly ruleArn: string;
  readonly topicArn: string;
}

/** The most SQS keeps a message, in seconds: 14 days, a weekend and a holiday before somebody looks. */
const RETENTION_SECONDS = 14 * 24 * 60 * 60;

/** Where events end that the controller could not take: whatever calls it, nothing of it is lost in silence. */
export class DeadLetters extends Construct {
  readonly queueArn: string;
  /** Before it nobody but the controller's role may send to the queue. */
  readonly policy: SqsQueuePolicy;

  constructor(scope: Construct, id: string, props: DeadLettersProps) {
    super(scope, id);
    const { queueName, queueArn, kmsKeyArn, ruleArn, topicArn } = props;
    const queue = new SqsQueue(this, 'queue', {
      name: queueName,
      kmsMasterKeyId: kmsKeyArn,
      messageRetentionSeconds: RETENTION_SECONDS,
      tags: { Name: queueName },
    });
    this.queueArn = queue.arn;
    this.policy = new SqsQueuePolicy(this, 'policy', {
      queueUrl: queue.url,
      policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          sendBy('Schedule', 'events.amazonaws.com', ruleArn, queueArn),
          sendBy('Topic', 'sns.amazonaws.com', topicArn, queueArn),
          {
            Sid: 'RefusePlainHttp',
            Effect: 'Deny',
            Principal: '*',
            Action: 'sqs:*',
            Resource: queueArn,
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
        ],
      }),
    });
  }
}

const sendBy = (sid: string, service: string, sourceArn: string, queueArn: string) => ({
  Sid: sid,
  Effect: 'Allow',
  Principal: { Service: service },
  Action: 'sqs:SendMessage',
  Resource: queueArn,
  Condition: { ArnEquals: { 'aws:SourceArn': sourceArn } },
});
