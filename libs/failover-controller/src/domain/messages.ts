import type { Incident } from './journal';
import type { Notification } from './notification';
import { formatEvent, formatNextStep, formatReason } from './format';
import type { JournalEvent, NextStep, Reason } from './protocol';
import type { Site } from './site';

/** The pages that a message may point to, by what they are for. */
export const RUNBOOKS = {
  failover: 'docs/runbooks/disaster-failover.md',
  switchover: 'docs/runbooks/planned-switchover.md',
  failback: 'docs/runbooks/failback.md',
  hold: 'docs/runbooks/hold.md',
  controller: 'docs/runbooks/controller-unavailable.md',
  service: 'docs/runbooks/service-degradation.md',
  database: 'docs/runbooks/database-degradation.md',
} as const;

/** What a message points to a page for. */
export type Runbook = keyof typeof RUNBOOKS;

/** The notification of a change, besides what happened and why. */
export interface NotificationSpec {
  readonly severity: Notification['severity'];
  readonly runbook: Runbook;
  /** What happens next, or what is to be done. */
  readonly next: NextStep;
}

const SUBJECT_LENGTH = 100;

/** SNS takes printable ASCII only. */
const ascii = (text: string): string => text.replace(/[^\x20-\x7e]/g, '?');

/** `healthcare-dr dev: promotion requested (failover-20260102T030405Z-7)`, cut to what SNS takes. */
export const formatSubject = (site: Site, event: JournalEvent, incident: Incident | undefined): string =>
  ascii(
    `healthcare-dr ${site.environment}: ${formatEvent(event)}${incident ? ` (${incident.id})` : ''}`,
  ).slice(0, SUBJECT_LENGTH);

/** What happened, and what it is told with. */
export interface Told {
  readonly event: JournalEvent;
  readonly reason: Reason;
  readonly notification: NotificationSpec;
}

/**
 * The notification of one change of the journal. The same change gives the same id, so that it can be sent again.
 *
 * @param key - what of the id tells this change from the others of this controller: the journal's version
 */
export function notificationOf(
  site: Site,
  key: string,
  { event, reason, notification: { severity, runbook, next } }: Told,
  incident: Incident | undefined,
): Notification {
  const lines = [
    `What happened: ${formatEvent(event)}: ${formatReason(reason)}`,
    `What is next: ${formatNextStep(next)}`,
    `Runbook: ${RUNBOOKS[runbook]}`,
    `Incident: ${incident ? `${incident.id}, ${incident.kind} of ${incident.sourceClusterArn} to ${incident.targetClusterArn}, ${incident.phase}` : 'none'}`,
    `Controller: ${site.environment}, ${site.role}, ${site.region}; global cluster ${site.globalClusterId}`,
  ];
  return {
    id: `${site.environment}/${site.role}/${key}`,
    severity,
    event,
    incidentId: incident?.id,
    subject: formatSubject(site, event, incident),
    body: lines.join('\n'),
  };
}

/** `20260102T030405Z`. */
const compactTime = (at: number): string =>
  `${new Date(at).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;

/** An incident's id, unique in its Region: nothing else is written with this version. */
export const incidentIdOf = (kind: Incident['kind'], at: number, version: number): string =>
  `${kind}-${compactTime(at)}-${version}`;
