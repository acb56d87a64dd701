import {
  PAGING_RDS_EVENTS,
  SEVERITY_FIELD,
  severityPrefix,
  type Severity,
} from '@healthcare-dr/notifications/contract';

/** A condition on one property: a value, or the beginning of one. */
export type PropertyRule = string | { readonly prefix: string };

/** What a subscription lets through, of the operators of SNS those that are used here. */
export interface FilterPolicy {
  /** One of these must match; each names properties that all must. */
  readonly $or: readonly Readonly<
    Record<string, readonly PropertyRule[] | Readonly<Record<string, PropertyRule[]>>>
  >[];
}

/**
 * Lets through what pages: alarms whose description says so, messages that say it themselves, and the RDS events that page.
 * A message that returns to OK goes through too, so that what was opened is closed.
 */
const PAGES: FilterPolicy = {
  $or: [
    { AlarmDescription: [{ prefix: severityPrefix('page') }] },
    { [SEVERITY_FIELD]: ['page'] },
    // As EventBridge publishes it, where a rule leads here without transforming it.
    { detail: { EventID: [...PAGING_RDS_EVENTS] } },
  ],
};

/**
 * The filter policy of a subscription, over the body of messages; none for tickets, which get everything. SNS drops a message
 * whose body is no JSON, such as AWS Backup's, wherever a policy looks into bodies, so any filter there would lose messages.
 */
export function filterPolicy(severity: Severity): FilterPolicy | undefined {
  return severity === 'page' ? PAGES : undefined;
}
