import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Notification } from '../domain/notification';
import type { NotificationPort } from '../domain/ports';
import { PROTOCOL_VERSION } from '../domain/protocol';
import { call, within } from './call';
import type { Bounded } from './clients';

/** The most characters of a subject; SNS takes ASCII without line breaks. */
const MAX_SUBJECT = 100;

/** Who published it, so that a subscription of the controller itself can tell its own messages. */
export const SOURCE = 'failover-controller';

/** What the adapter needs. */
export interface NotificationAdapterProps {
  readonly sns: Bounded<SNSClient>;
  readonly topicArn: string;
}

/** A topic of SNS. The message is JSON, whose `severity` and `event` subscriptions look at. */
export function notificationAdapter({ sns, topicArn }: NotificationAdapterProps): NotificationPort {
  return {
    async publish(notification: Notification) {
      const { id, severity, event, incidentId, subject, body } = notification;
      const command = new PublishCommand({
        TopicArn: topicArn,
        Subject: subjectOf(subject),
        Message: JSON.stringify({
          source: SOURCE,
          protocolVersion: PROTOCOL_VERSION,
          severity,
          id,
          event,
          incidentId,
          subject,
          body,
        }),
        MessageAttributes: { severity: { DataType: 'String', StringValue: severity } },
      });
      await call('sns:Publish', within(sns.limitMs), (options) => sns.client.send(command, options));
    },
  };
}

/** SNS refuses a whole message for one character of its subject. */
function subjectOf(subject: string): string {
  const printable = subject.replaceAll(/[^\x20-\x7e]+/g, ' ').trim();
  return printable === '' ? 'Failover controller' : printable.slice(0, MAX_SUBJECT);
}
