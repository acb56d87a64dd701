import { runIdentity } from '../deploy/identity';
import type { DeliverySession } from '../deploy/session';
import type { SynthesizedStack } from '../stacks/synthesized-stack';
import type { GatePolicy } from './gate';
import { stackOwners } from './owners';
import { planStacks, type PlanRequest } from './plan-stacks';
import { summarize, type PlanSummary } from './summary';

/** Which stacks of an environment are planned, and what for. */
export interface SummarizePlansOptions extends Pick<PlanRequest, 'selected' | 'parallel' | 'purpose'> {
  readonly session: DeliverySession;
  readonly stacks: readonly SynthesizedStack[];
  readonly policy: GatePolicy;
  /** What each stack costs more or less than at a base, in USD a month. @default - nothing is said of it */
  readonly costs?: ReadonlyMap<string, number>;
}

/** Plans stacks and sums up what would change. Reads only: it locks nothing and writes no record. */
export async function summarizePlans(options: SummarizePlansOptions): Promise<PlanSummary> {
  const { session, stacks, policy, costs } = options;
  const { workspaceRoot, variables, environment } = session.options;
  const terraform = await session.terraform();
  const reports = await planStacks(
    { ...options, lockFile: session.lockFile },
    {
      parameters: session.parameters,
      recordsOf: (stack) => session.recordsOf(stack),
      rootOf: (stack) => session.rootOf(stack, terraform, { loud: false }),
      writer: () => session.writer(),
    },
  );
  const { commit } = await runIdentity(workspaceRoot, variables, '');
  const ownerOf = stackOwners(workspaceRoot);
  return summarize({
    environment: environment.suffix,
    commit,
    stacks,
    reports,
    policy,
    ownerOf,
    ...(costs === undefined ? {} : { costs }),
  });
}
