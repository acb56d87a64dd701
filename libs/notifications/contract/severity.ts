import { UserError } from '@healthcare-dr/topology';

/** How soon somebody must look: `page` wakes a person up, `ticket` waits until they are at work. */
export const SEVERITIES = ['page', 'ticket'] as const;

/** How soon somebody must look. */
export type Severity = (typeof SEVERITIES)[number];

/** The field in which a message of our own, such as the controller's or one that a rule transforms, says its severity. */
export const SEVERITY_FIELD = 'severity';

/** The longest description an alarm can have, in characters (cloudwatch PutMetricAlarm). */
const MAX_DESCRIPTION_LENGTH = 1024;

/** How the description of an alarm of this severity begins, which is what subscriptions look at. */
export const severityPrefix = (severity: Severity): string => `[${severity}] `;

/**
 * The description of an alarm: it says its severity, what is wrong, and what to do about it.
 *
 * @param text - what is wrong, as a sentence for whoever was woken up; no patient data
 * @param runbook - the path or URL of what to do about it
 * @throws UserError if one of them is empty, or if CloudWatch would refuse the length
 */
export function describeAlarm(severity: Severity, text: string, runbook: string): string {
  const description = `${severityPrefix(severity)}${text.trim()} Runbook: ${runbook.trim()}`;
  if (text.trim() === '' || runbook.trim() === '') {
    throw new UserError({
      problem: `An alarm has ${text.trim() === '' ? 'no text' : `the text '${text.trim()}' and no runbook`}.`,
      fix: 'say what is wrong and where it says what to do: who is woken up has nothing else to go by.',
    });
  }
  if (description.length > MAX_DESCRIPTION_LENGTH) {
    throw new UserError({
      problem: `The description of an alarm has ${description.length} characters: ${description.slice(0, 80)}…`,
      allowed: `at most ${MAX_DESCRIPTION_LENGTH}`,
      fix: 'move what is longer into the runbook.',
    });
  }
  return description;
}

/**
 * RDS events that page although RDS knows nothing of severities: 0391 says that the old primary of a global database could
 * not be fenced in time, so two writers may be alive.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_Events.Messages.html
 */
export const PAGING_RDS_EVENTS: readonly string[] = ['RDS-EVENT-0391'];
