import type { Incident } from './journal';
import type { Notification } from './notification';
import type { Site } from './site';

/** The pages that a message may point to, by what they are for. */
export const RUNBOOKS = {
  failover: 'docs/runbooks/disaster-failover.md',
  switchover: 'docs/runbooks/planned-switchover.md',
  failback: 'docs/runbooks/failback.md',
  hold: 'docs/runbooks/hold.md',
  controller: 'docs/runbooks/controller-unavailable.md',
} as const;

/** What a message points to a page for. */
export type Runbook = keyof typeof RUNBOOKS;

/** What is told of a change, besides what happened and why. */
export interface Notice {
  readonly severity: Notification['severity'];
  readonly runbook: Runbook;
  /** What happens next, or what is to be done. */
  readonly next: string;
}

const SUBJECT_LENGTH = 100;

/** SNS takes printable ASCII only. */
const ascii = (text: string): string => text.replace(/[^\x20-\x7e]/g, '?');

/** `healthcare-dr dev: promotion requested (failover-20260102T030405Z-7)`, cut to what SNS takes. */
export const subjectOf = (site: Site, event: string, incident: Incident | undefined): string =>
  ascii(`healthcare-dr ${site.environment}: ${event}${incident ? ` (${incident.id})` : ''}`).slice(
    0,
    SUBJECT_LENGTH,
  );

/** The message of one change of the journal. The same change gives the same id, so that it can be sent again. */
export function notificationOf(
  site: Site,
  version: number,
  event: string,
  reason: string,
  notice: Notice,
  incident: Incident | undefined,
): Notification {
  const lines = [
    `What happened: ${event}: ${reason}`,
    `What is next: ${notice.next}`,
    `Runbook: ${RUNBOOKS[notice.runbook]}`,
    `Incident: ${incident ? `${incident.id}, ${incident.kind} of ${incident.sourceClusterArn} to ${incident.targetClusterArn}, ${incident.phase}` : 'none'}`,
    `Controller: ${site.environment}, ${site.role}, ${site.region}; global cluster ${site.globalClusterId}`,
  ];
  return {
    id: `${site.environment}/${site.role}/${version}/${event.replaceAll(' ', '-')}`,
    severity: notice.severity,
    subject: subjectOf(site, event, incident),
    body: lines.join('\n'),
  };
}

/** `20260102T030405Z`. */
const compactTime = (at: number): string =>
  `${new Date(at).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;

/** An incident's id, unique in its Region: nothing else is written with this version. */
export const incidentIdOf = (kind: Incident['kind'], at: number, version: number): string =>
  `${kind}-${compactTime(at)}-${version}`;
