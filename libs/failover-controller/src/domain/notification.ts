import type { JournalEvent } from './protocol';

/** A message to whoever is on call: `page` wakes somebody, `ticket` can wait for the morning. */
export interface Notification {
  /** The same for a message that is sent again after a crash. */
  readonly id: string;
  readonly severity: 'page' | 'ticket';
  /** What happened; `undefined` in an outbox that a deployment without codes has left. */
  readonly event: JournalEvent | undefined;
  readonly incidentId: string | undefined;
  /** For people, as `body`. At most 100 characters of ASCII, as SNS wants it. */
  readonly subject: string;
  readonly body: string;
}
