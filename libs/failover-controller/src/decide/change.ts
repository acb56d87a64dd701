import type { Incident, Journal, JournalEntry } from '../domain/journal';
import { HANDLED_REQUESTS, OUTBOX_LIMIT } from '../domain/limits';
import { type NotificationSpec, notificationOf } from '../domain/messages';
import type { Notification } from '../domain/notification';
import type { JournalEvent, Reason } from '../domain/protocol';
import type { Site } from '../domain/site';

/** What is written in one transaction: the next state, what the history says of it, and whom it is told (the outbox). */
export interface Change {
  readonly journal: Journal;
  readonly entries: readonly JournalEntry[];
}

/** What is written down of a change. */
export interface HistoryRecord {
  readonly event: JournalEvent;
  readonly reason: Reason;
  readonly details?: JournalEntry['details'];
  /** Left out where nobody needs to know. */
  readonly notification?: NotificationSpec;
}

/** A topic that cannot be reached must not fill the journal: the oldest tickets give way first. */
function cap(outbox: readonly Notification[]): readonly Notification[] {
  if (outbox.length <= OUTBOX_LIMIT) return outbox;
  const spare = outbox.findIndex(({ severity }) => severity === 'ticket');
  return cap(outbox.toSpliced(Math.max(spare, 0), 1));
}

/** Several alerts on signals can be in one write: each is told from the others by its signal. */
const keyOf = ({ event, reason }: HistoryRecord): string =>
  reason.code === 'alert' ? `${event}/${reason.alert.replace('/', '-')}` : event;

/** The journal as it will stand, with the record of why. `next.version` stays what was read: the port raises it. */
export function change(site: Site, at: number, next: Journal, record: HistoryRecord): Change {
  const { event, reason, details = {}, notification } = record;
  const { incident } = next;
  const outbox = notification
    ? cap([
        ...next.outbox,
        notificationOf(
          site,
          `${next.version + 1}/${keyOf(record)}`,
          { event, reason, notification },
          incident,
        ),
      ])
    : next.outbox;
  return {
    journal: { ...next, outbox },
    entries: [{ at, incidentId: incident?.id, event, reason, details }],
  };
}

/** The next state without a record of it: counters. */
export const changeSilently = (journal: Journal): Change => ({ journal, entries: [] });

export const withIncident = (journal: Journal, incident: Incident, patch: Partial<Incident>): Journal => ({
  ...journal,
  incident: { ...incident, ...patch },
});

export const withRequest = (journal: Journal, requestId: string): Journal => ({
  ...journal,
  handledRequests: [...journal.handledRequests, requestId].slice(-HANDLED_REQUESTS),
});
