import type { JournalEvent } from '@healthcare-dr/failover-controller';
import type { Recording } from '../failover/facts';

/** Something that happened in a situation, for a reader. */
export interface SituationEvent {
  /** Virtual time, in milliseconds since the epoch. */
  readonly at: number;
  readonly what: string;
  readonly more: string;
}

/** Journal, alarms, notifications and the global database in one line of time. */
export function eventsOf({ history, alarms, messages, writers }: Recording): SituationEvent[] {
  return [
    ...history.map(({ at, title, text }) => ({ at, what: `journal: ${title}`, more: text })),
    ...alarms.map(({ at, alarmName, to, reason }) => ({
      at,
      what: `alarm ${alarmName}: ${to}`,
      more: reason,
    })),
    ...messages.map(({ at, severity, subject }) => ({
      at,
      what: `notification (${severity})`,
      more: subject,
    })),
    ...writers.map(({ at, writer, operation }) => ({
      at,
      what: 'global database',
      more: `${writer ?? 'nobody'} writes${operation === '' ? '' : `, ${operation}`}`,
    })),
  ].sort((a, b) => a.at - b.at);
}

/** What the controller did that clients notice. */
const STEPS: ReadonlySet<string> = new Set<JournalEvent>([
  'failover-suspected',
  'promotion-requested',
  'writer-moved',
  'traffic-routed-to-dr',
  'traffic-routed-to-primary',
]);

/** The steps of both controllers in a situation that clients notice, in the order of time. */
export function stepsOf({ history, home, from, to }: Recording): Recording['history'] {
  return [...history, ...home.history]
    .filter(({ event, at }) => event !== undefined && STEPS.has(event) && at >= from && at <= to)
    .toSorted((a, b) => a.at - b.at);
}
