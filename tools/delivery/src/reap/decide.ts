/** An environment of a pull request that stands in the account. */
export interface PullRequestEnvironment {
  /** `pr<number>`. */
  readonly suffix: string;
  /** The number of its pull request. */
  readonly number: number;
  /** When it was deployed last, or made. */
  readonly lastDeployed: Date;
}

/** What GitHub says of a pull request; undefined if it knows none of that number. */
export type PullRequest = { readonly open: boolean; readonly labels: readonly string[] } | undefined;

/** What becomes of an environment, and why. */
export interface ReapDecision {
  readonly suffix: string;
  readonly reap: boolean;
  readonly because: 'closed' | 'unlabelled' | 'expired' | 'in-use' | 'unknown-pull-request';
}

/** The label by which a pull request has an environment. */
export const ENVIRONMENT_LABEL = 'environment';

/**
 * Whether an environment goes: its pull request is closed or has lost the label, or it was deployed too long ago. One whose pull request GitHub
 * does not know stays, for a token that may not see it looks the same.
 */
export function decide(
  { suffix, lastDeployed }: PullRequestEnvironment,
  pullRequest: PullRequest,
  { now, maxAgeHours }: { readonly now: Date; readonly maxAgeHours: number },
): ReapDecision {
  if (pullRequest === undefined) return { suffix, reap: false, because: 'unknown-pull-request' };
  if (!pullRequest.open) return { suffix, reap: true, because: 'closed' };
  if (!pullRequest.labels.includes(ENVIRONMENT_LABEL)) return { suffix, reap: true, because: 'unlabelled' };
  const ageHours = (now.getTime() - lastDeployed.getTime()) / 3_600_000;
  if (ageHours > maxAgeHours) return { suffix, reap: true, because: 'expired' };
  return { suffix, reap: false, because: 'in-use' };
}
