import type { Suppression } from '@healthcare-dr/platform';
import { UserError } from '@healthcare-dr/topology';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

/** A day, such as `2027-11-30`. Days compare as texts do. */
const day = z.string().refine((text) => {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === text;
}, 'is no day; allowed: year-month-day, such as 2027-11-30');

const approvalSchema = z.strictObject({
  check: z.string().min(1),
  tier: z.string().min(1),
  approver: z.string().min(1),
  expires: day,
  /** Where the decision is recorded. */
  ticket: z.string().min(1).optional(),
});

/** Who accepts what the resources of a tier are excused from, and until when. Reason and owner stand beside the resource. */
export type Approval = z.infer<typeof approvalSchema>;

/** What exceptions are held to. */
export interface ExceptionRegister {
  readonly approvals: readonly Approval[];
  /** The day on which the audit is made: `2026-11-30`. */
  readonly today: string;
}

/**
 * Reads the register of exceptions.
 *
 * @throws UserError if it cannot be read, or an entry is incomplete or stands twice
 */
export function readApprovals(file: string): Approval[] {
  const problem = (text: string) =>
    new UserError({
      problem: `${file} ${text}`,
      allowed:
        'a list of check, tier, approver, expires (year-month-day) and, if there is one, ticket; each check of a tier once',
      fix: 'correct the entry; the exception of a resource is its suppress call.',
    });
  let content: unknown;
  try {
    content = parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw problem(`cannot be read: ${error instanceof Error ? error.message : String(error)}.`);
  }
  const parsed = z.array(approvalSchema).safeParse(content);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw problem(`is no register of exceptions: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}.`);
  }
  const ids = parsed.data.map(approvalId);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw problem(`has ${twice} twice.`);
  return parsed.data;
}

/** What an approval is for: `kms-rotation of kms`. */
export const approvalId = ({ check, tier }: Pick<Approval, 'check' | 'tier'>): string =>
  `${check} of ${tier}`;

/** A suppression, and who accepts it until when. */
export type ApprovedSuppression = Suppression & Omit<Approval, 'check' | 'tier'>;

/** An exception on the day of the audit: as it was approved, or why it does not hold, in words. */
export function holdToApproval(
  suppression: Suppression,
  approval: Approval | undefined,
  today: string,
): ApprovedSuppression | string {
  if (approval === undefined) return 'its exception has no approval in tools/compliance/exceptions.yaml';
  const { approver, expires, ticket } = approval;
  if (approver === suppression.owner) return `its exception is approved by its own owner, ${approver}`;
  if (today > expires) return `its exception expired on ${expires}; ${approver} has to approve it again`;
  return { ...suppression, approver, ...(ticket !== undefined && { ticket }), expires };
}
