import { UserError, type Role } from '@healthcare-dr/topology';
import { z } from 'zod';
import { formatMarkdown } from '../plan/render';
import { stacksOf, type PlanSummary } from '../plan/summary';
import type { IssueText } from './issues';

/** Issues that are wanted, by a key that stays the same, in a scope of their own. */
export interface WantedIssues {
  readonly scope: string;
  readonly wanted: ReadonlyMap<string, IssueText>;
}

/** One issue while anything of a side has drifted, else none. */
export function driftIssues(summary: PlanSummary, role: Role): WantedIssues {
  const { environment } = summary;
  const drifted = stacksOf(summary).filter(({ changes }) => changes.length > 0);
  const text: IssueText = {
    title: `Drift in ${environment}, ${role}: ${drifted.map(({ stack }) => stack).join(', ')}`.slice(
      0,
      LONGEST_TITLE,
    ),
    body: formatMarkdown(summary, {
      heading: `What is otherwise than it was applied in environment \`${environment}\`, ${role}`,
      notes: [
        `[reconcile-terraform](../blob/HEAD/docs/runbooks/reconcile-terraform.md) says what to do; \`npm run deploy -- --environment ${environment} --role ${role} --refresh\` repairs it. It closes itself once nothing is left.`,
      ],
    }),
  };
  return {
    scope: `drift:${environment}:${role}`,
    wanted: new Map(drifted.length === 0 ? [] : [['all', text]]),
  };
}

/** GitHub takes 256 characters. */
const LONGEST_TITLE = 250;

const readinessSchema = z.object({
  environment: z.string().regex(/^[a-z][a-z0-9]*$/),
  at: z.string(),
  standby: z.string(),
  region: z.string(),
  verdicts: z
    .array(
      z.object({
        id: z.string().regex(/^[a-z0-9-]+$/),
        title: z.string(),
        pass: z.boolean(),
        detail: z.string(),
        fix: z.string().optional(),
      }),
    )
    .min(1),
});

/**
 * One issue for each precondition of a failover that does not hold.
 *
 * @param text - what `drctl readiness --json` prints
 * @throws UserError if it is not that
 */
export function readinessIssues(text: string, source: string): WantedIssues {
  const result = readinessSchema.safeParse(json(text));
  if (!result.success) {
    throw new UserError({
      problem: `${source} holds no readiness that can be read here: ${result.error.issues[0]?.message ?? ''}.`,
      allowed: 'what npm run --silent drctl -- readiness --json prints',
      fix: 'make it anew.',
    });
  }
  const { environment, standby, region, verdicts } = result.data;
  const wanted = verdicts
    .filter(({ pass }) => !pass)
    .map(({ id, title, detail, fix = '' }): [string, IssueText] => [
      id,
      {
        title: `Not ready for a failover in ${environment}: ${id}`,
        body: `**Does not hold:** ${title} (${standby}, ${region})\n\n**Found:** ${detail}\n\n**Fix:** ${fix}\n\nIt closes itself once the precondition holds: \`npm run drctl -- --environment ${environment} readiness\`.`,
      },
    ]);
  return { scope: `readiness:${environment}`, wanted: new Map(wanted) };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
