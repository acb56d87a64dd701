import type { Terminal } from '@healthcare-dr/cli-kit';
import { approveAll, approveDigests, type Approver } from '../deploy/approval';
import { approveSummary, formatWave } from '../deploy/render';
import { parseSummary } from '../plan/summary';
import { readInput } from './files';

/** How approval is given. */
export interface ApprovalOptions {
  /** Whether anything has to be approved: in production, or where it is asked for. */
  readonly required: boolean;
  /** Digests of waves. */
  readonly digests: readonly string[];
  /** A file with a reviewed summary. @default - none */
  readonly summaryFile?: string;
}

/**
 * Who approves the waves of a deployment: the given digests, the given summary, else whoever sits at the terminal.
 *
 * @throws UserError if the summary cannot be read
 */
export function approverFor(
  { required, digests, summaryFile }: ApprovalOptions,
  terminal: Terminal,
): Approver {
  if (!required) return approveAll;
  const describe = (plans: Parameters<typeof formatWave>[0], digest: string) =>
    `${formatWave(plans, digest)}\nIf it is right: npm run deploy -- --approve ${digest}`;
  const given =
    summaryFile === undefined
      ? approveDigests(digests, describe)
      : approveSummary(parseSummary(readInput(summaryFile), summaryFile), describe);
  return async (plans) => {
    const decision = await given(plans);
    if (decision.approved) return decision;
    terminal.note(decision.message);
    if (!terminal.canAsk) return decision;
    const answer = await terminal.question('Type yes to apply this wave, anything else to leave it: ');
    return answer.trim() === 'yes' ? { approved: true } : decision;
  };
}
