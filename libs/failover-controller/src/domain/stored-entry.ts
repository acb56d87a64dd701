import { formatEvent, formatReason } from './format';
import type { JournalEntry } from './journal';
import { isJournalEvent, type JournalEvent, type Reason } from './protocol';

/** A line of the history as its item holds it. */
export interface StoredEntry {
  readonly at: number;
  readonly incidentId: string | undefined;
  /** A code; of version 1 of the protocol its words. */
  readonly event: string;
  /** For people. */
  readonly reason: string;
  /** The reason as JSON; `undefined` in what version 1 has written. */
  readonly reasonData: string | undefined;
  readonly details: string | undefined;
}

/** A line of the history, whichever version wrote it. */
export interface HistoryLine extends Pick<JournalEntry, 'at' | 'incidentId' | 'details'> {
  /** `undefined` if a version wrote it that this program does not know. */
  readonly event: JournalEvent | undefined;
  readonly reason: Reason | undefined;
  /** For people: what happened, and why. */
  readonly title: string;
  readonly text: string;
}

/** The words of version 1 that are not those of the code. */
const EVENTS_1: Readonly<Record<string, JournalEvent>> = {
  'failover asked for': 'failover-requested',
  'consent needed': 'approval-required',
  'consent given': 'approved',
  'operation seen': 'operation-observed',
  'promotion in vain': 'promotion-failed',
  'switchover in vain': 'switchover-call-failed',
  'failback in vain': 'failback-call-failed',
  'traffic to be engaged': 'traffic-to-dr-requested',
  'traffic to be released': 'traffic-to-primary-requested',
  'traffic engaged': 'traffic-routed-to-dr',
  'traffic released': 'traffic-routed-to-primary',
  'traffic in vain': 'traffic-switch-failed',
  'acu raised': 'capacity-raised',
  'capacity (tasks) in vain': 'tasks-raise-failed',
  'capacity (acu) in vain': 'capacity-raise-failed',
  'snapshot in vain': 'snapshot-copy-failed',
  'snapshot given up': 'snapshot-abandoned',
  'controller blind': 'controller-degraded',
  'controller sees again': 'controller-recovered',
  'hold is on': 'controller-paused',
  'hold is off': 'controller-resumed',
};

/** The code of an event that was written as a code, or in the words of version 1. */
function eventOf(text: string): JournalEvent | undefined {
  const code = EVENTS_1[text] ?? text.replaceAll(' ', '-');
  return isJournalEvent(code) ? code : undefined;
}

/** Reads a line of the history of this version or an older one; what is not known is shown as it stands. */
export function readStoredEntry({
  at,
  incidentId,
  event: text,
  reason: prose,
  reasonData,
  details = '{}',
}: StoredEntry): HistoryLine {
  const event = eventOf(text);
  const reason = reasonData === undefined ? undefined : (JSON.parse(reasonData) as Reason);
  return {
    at,
    incidentId,
    details: JSON.parse(details) as JournalEntry['details'],
    event,
    reason,
    title: event === undefined ? text : formatEvent(event),
    // A newer version's reason may be of a code that only its own prose says.
    text: prose === '' && reason !== undefined ? formatReason(reason) : prose,
  };
}
