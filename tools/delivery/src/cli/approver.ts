import { InputError, readInput, type Terminal } from '@healthcare-dr/cli-kit';
import { approveAll, approveDigests, type Approver } from '../deploy/approval';
import { approveSummary, formatWave } from '../deploy/render';
import { parseSummary, type PlanSummary } from '../plan/summary';

/** How approval is given. */
export interface ApprovalOptions {
  /** The environment's suffix. */
  readonly environment: string;
  /** Whether anything has to be approved: in production, or where it is asked for. An approval that is given asks for it. */
  readonly required: boolean;
  /** Digests of waves. */
  readonly digests: readonly string[];
  /** A file with a reviewed summary. @default - none */
  readonly summaryFile?: string;
}

/**
 * Who approves the waves of a deployment: the given digests, the given summary, else whoever sits at the terminal.
 *
 * @throws InputError if the summary cannot be read, or is of another environment
 */
export function approverFor(
  { environment, required, digests, summaryFile }: ApprovalOptions,
  terminal: Terminal,
): Approver {
  if (!required && digests.length === 0 && summaryFile === undefined) return approveAll;
  const describe = (plans: Parameters<typeof formatWave>[0], digest: string) =>
    `${formatWave(plans, digest)}\nIf it is right: npm run deploy -- --approve ${digest}`;
  const given =
    summaryFile === undefined
      ? approveDigests(digests, describe)
      : approveSummary(reviewedSummary(summaryFile, environment), describe);
  return async (plans) => {
    const decision = await given(plans);
    if (decision.approved) return decision;
    terminal.note(decision.message);
    if (!terminal.canAsk) return decision;
    const answer = await terminal.question('Type yes to apply this wave, anything else to leave it: ');
    return answer.trim() === 'yes' ? { approved: true } : decision;
  };
}

function reviewedSummary(file: string, environment: string): PlanSummary {
  const summary = parseSummary(readInput(file), file);
  if (summary.environment === environment) return summary;
  throw new InputError({
    problem: `${file} is the summary of environment '${summary.environment}', and '${environment}' would be deployed. Nothing was done.`,
    allowed: `a summary of '${environment}'`,
    fix: `write it: npm run plan:summary -- --environment ${environment} --out ${file}.`,
  });
}
