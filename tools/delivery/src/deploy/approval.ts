import { sha256 } from '../stacks/inputs';
import type { StackPlan } from './outcome';

/** What somebody said of the plans of a wave. */
export type ApprovalDecision =
  { readonly approved: true } | { readonly approved: false; readonly message: string };

/** Decides on the plans of one wave: all that would be applied at the same time, sorted by stack. */
export type Approver = (plans: readonly StackPlan[]) => Promise<ApprovalDecision>;

/** The digest that a wave is approved by: SHA-256 over the digests of its plans. A plan without changes asks nobody. */
export function waveDigest(plans: readonly Pick<StackPlan, 'stack' | 'digest'>[]): string {
  const lines = plans.map(({ stack, digest }) => `${stack} ${digest}`).sort();
  return sha256(lines.join('\n'));
}

/** Approves everything: for environments that may be destroyed whole. */
export const approveAll: Approver = () => Promise.resolve({ approved: true });

/**
 * Approves the waves whose digests are given, in full or by their first twelve digits or more.
 *
 * @param describe - says what a wave would do that is not approved, and how to approve it
 */
export function approveDigests(
  given: readonly string[],
  describe: (plans: readonly StackPlan[], digest: string) => string,
): Approver {
  return (plans) => {
    const digest = waveDigest(plans);
    const approved = given.some((text) => text.length >= SHORTEST_DIGEST && digest.startsWith(text));
    return Promise.resolve(approved ? { approved } : { approved, message: describe(plans, digest) });
  };
}

/** How much of a digest names it. */
export const SHORTEST_DIGEST = 12;

/** Where the stacks of each wave meet: none goes on before all are planned and somebody has looked at what they do together. */
export class WaveApprovals {
  readonly #waves = new Map<string, WaveMeeting>();

  /** @param waves - the stacks of each wave */
  constructor(waves: readonly (readonly string[])[], approver: Approver) {
    for (const wave of waves) {
      const meeting = new WaveMeeting(wave, approver);
      for (const stack of wave) this.#waves.set(stack, meeting);
    }
  }

  /** Waits for the decision on the wave that a plan is part of. */
  decide(plan: StackPlan): Promise<ApprovalDecision> {
    return this.#meeting(plan.stack).come(plan.stack, plan);
  }

  /** Says that a stack has nothing to be decided on: it stands, was skipped or failed. May be said after a decision. */
  pass(stack: string): void {
    void this.#meeting(stack).come(stack, undefined);
  }

  #meeting(stack: string): WaveMeeting {
    const meeting = this.#waves.get(stack);
    if (meeting === undefined) throw new Error(`'${stack}' is in no wave.`);
    return meeting;
  }
}

class WaveMeeting {
  readonly #missing: Set<string>;
  readonly #plans: StackPlan[] = [];
  readonly #decision: Promise<ApprovalDecision>;
  #settle: (decision: ApprovalDecision | PromiseLike<ApprovalDecision>) => void = () => undefined;

  constructor(
    members: readonly string[],
    private readonly approver: Approver,
  ) {
    this.#missing = new Set(members);
    this.#decision = new Promise((resolve) => (this.#settle = resolve));
  }

  come(stack: string, plan: StackPlan | undefined): Promise<ApprovalDecision> {
    if (!this.#missing.delete(stack)) return this.#decision;
    if (plan !== undefined) this.#plans.push(plan);
    if (this.#missing.size === 0) {
      const plans = this.#plans.sort((a, b) => (a.stack < b.stack ? -1 : 1));
      this.#settle(plans.length === 0 ? { approved: true } : this.approver(plans));
    }
    return this.#decision;
  }
}
