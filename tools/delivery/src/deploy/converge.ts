import { InterruptedError } from '@healthcare-dr/processes';
import { TerraformError } from '@healthcare-dr/terraform';
import { UserError } from '@healthcare-dr/topology';
import { predecessors, wavesOf } from '../stacks/order';
import type { SynthesizedStack } from '../stacks/synthesized-stack';
import { Turns } from '../turns';
import { WaveApprovals, type Approver } from './approval';
import { deployStack, type DeployPorts, type DeployRequest } from './deploy-stack';
import { stands, type StackOutcome } from './outcome';

/** What a deployment of many stacks needs of the world. */
export interface ConvergePorts extends Omit<
  DeployPorts,
  'root' | 'records' | 'turn' | 'decide' | 'reportOrphans'
> {
  readonly recordsOf: (stack: SynthesizedStack) => DeployPorts['records'];
  readonly rootOf: (stack: SynthesizedStack) => DeployPorts['root'];
  readonly reportOrphansOf: (stack: SynthesizedStack) => DeployPorts['reportOrphans'];
  readonly approver: Approver;
  /** Called as soon as a stack's outcome is known. */
  readonly settled: (stack: string, outcome: StackOutcome) => void;
}

/** What to deploy, and how. */
export interface ConvergeRequest extends Omit<DeployRequest, 'stack'> {
  /** Every stack of the environment: what is not selected still orders what is. */
  readonly stacks: readonly SynthesizedStack[];
  readonly selected: ReadonlySet<string>;
  /** How many Terraform processes run at a time. */
  readonly parallel: number;
}

/**
 * Brings the selected stacks to what they were synthesized to, each after all selected ones before it. What stands costs one read;
 * what comes after a stack that does not stand is skipped and says so; everything else goes on. Run again, it does what is left.
 *
 * @returns what became of each selected stack
 */
export async function converge(
  request: ConvergeRequest,
  ports: ConvergePorts,
): Promise<ReadonlyMap<string, StackOutcome>> {
  const { stacks, selected, parallel } = request;
  const before = predecessors(stacks);
  const chosen = stacks.filter(({ name }) => selected.has(name));
  const approvals = new WaveApprovals(wavesOf(stacks, selected), ports.approver);
  const turns = new Turns(parallel);
  const running = new Map<string, Promise<StackOutcome>>();
  // The values that all of them read, in as few calls as there can be.
  const prefetch = chosen.flatMap(({ reads }) => reads);
  for (const region of new Set(prefetch.map((read) => read.region))) {
    const names = prefetch.filter((read) => read.region === region).map(({ name }) => name);
    // Each stack asks for its own again, and is told what went wrong.
    await ports.parameters.values(region, [...new Set(names)]).catch(() => undefined);
  }
  const outcomeOf = async (stack: SynthesizedStack): Promise<StackOutcome> => {
    const waited = await Promise.all(
      [...(before.get(stack.name) ?? [])].map(async (name) => ({ name, outcome: await running.get(name) })),
    );
    const missing = waited.filter(({ outcome }) => outcome !== undefined && !stands(outcome));
    if (missing.length > 0) return { status: 'skipped', because: causesOf(missing) };
    try {
      return await deployStack(
        { ...request, stack },
        {
          ...ports,
          records: ports.recordsOf(stack),
          root: ports.rootOf(stack),
          reportOrphans: ports.reportOrphansOf(stack),
          turn: (work) => turns.take(work),
          decide: (plan) => approvals.decide(plan),
        },
      );
    } catch (error) {
      return outcomeOfError(error, request.signal);
    }
  };
  // In the order of waves, so that whatever waits finds what it waits for.
  const byName = new Map(chosen.map((stack) => [stack.name, stack]));
  for (const name of wavesOf(stacks, selected).flat()) {
    const stack = byName.get(name);
    if (stack === undefined) continue;
    running.set(
      name,
      outcomeOf(stack).then((outcome) => {
        approvals.pass(name);
        ports.settled(name, outcome);
        return outcome;
      }),
    );
  }
  return new Map(
    await Promise.all([...running].map(async ([name, outcome]) => [name, await outcome] as const)),
  );
}

/** The stacks that failed, and not those that were skipped for them. */
function causesOf(
  missing: readonly { readonly name: string; readonly outcome: StackOutcome | undefined }[],
): string[] {
  const causes = missing.flatMap(({ name, outcome }) =>
    outcome?.status === 'skipped' ? outcome.because : [name],
  );
  return [...new Set(causes)].sort();
}

function outcomeOfError(error: unknown, signal: AbortSignal): StackOutcome {
  const interrupted =
    signal.aborted ||
    error instanceof InterruptedError ||
    (error instanceof TerraformError && error.result.interrupted);
  if (interrupted) return { status: 'interrupted', message: 'interrupted before anything was applied' };
  // What Terraform said stands above already.
  if (error instanceof TerraformError) return { status: 'failed', message: error.summary };
  if (error instanceof UserError) return { status: 'failed', message: error.message };
  return {
    status: 'failed',
    message: error instanceof Error ? (error.stack ?? error.message) : String(error),
  };
}
