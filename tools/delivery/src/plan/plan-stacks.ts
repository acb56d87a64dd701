import { join } from 'node:path';
import { temporaryFolder } from '@healthcare-dr/processes';
import { TerraformError, type TerraformRoot } from '@healthcare-dr/terraform';
import { UserError } from '@healthcare-dr/topology';
import type { ParameterSource } from '../aws/parameters';
import type { StackPlan } from '../deploy/outcome';
import type { RecordStore } from '@healthcare-dr/deployment-records';
import { changedInputs, readInputs } from '../stacks/inputs';
import { predecessors } from '../stacks/order';
import { roleOf, type SynthesizedStack } from '../stacks/synthesized-stack';
import { Turns } from '../turns';
import { changesOf, digestOf, driftOf } from './changes';
import type { GatePolicy } from './gate';
import { judge } from './judge';
import type { Writer } from './swapped-pair';

/** What is known of one stack before anything is done. */
export type StackReport =
  /** Its record says that this very thing stands. */
  | { readonly status: 'unchanged' }
  /** It was never deployed, or was destroyed: nothing of it can drift. */
  | { readonly status: 'not-deployed' }
  | {
      readonly status: 'planned';
      readonly plan: StackPlan;
      readonly because: readonly string[];
      /** Stacks before it that change too: once they are applied, its plan may be another. */
      readonly after: readonly string[];
    }
  /** It reads what these stacks have not published yet. */
  | { readonly status: 'blocked'; readonly before: readonly string[]; readonly absent: readonly string[] }
  | { readonly status: 'failed'; readonly message: string };

/** What planning needs of the world; nothing of it writes, and no state is locked. */
export interface PlanPorts {
  readonly parameters: ParameterSource;
  readonly recordsOf: (stack: SynthesizedStack) => Pick<RecordStore, 'read'>;
  readonly rootOf: (stack: SynthesizedStack) => Pick<TerraformRoot, 'init' | 'plan' | 'showPlan'>;
  /** Which side writes; asked only where a deployment would change something. */
  readonly writer: () => Promise<Writer>;
}

/** What to plan, and how. */
export interface PlanRequest {
  readonly stacks: readonly SynthesizedStack[];
  readonly selected: ReadonlySet<string>;
  readonly lockFile: string;
  readonly policy: Pick<GatePolicy, 'production' | 'maxDestroyed'>;
  readonly parallel: number;
  /**
   * What is planned: `changes` of stacks whose record says that they do not stand, or for every stack the `drift` of the real world
   * from what was applied.
   */
  readonly purpose: 'changes' | 'drift';
}

/** Plans the selected stacks, each for itself; one that cannot be planned says so and does not hinder the others. */
export async function planStacks(
  request: PlanRequest,
  ports: PlanPorts,
): Promise<ReadonlyMap<string, StackReport>> {
  const { stacks, selected, parallel } = request;
  const turns = new Turns(parallel);
  const chosen = stacks.filter(({ name }) => selected.has(name));
  const reports = new Map(
    await Promise.all(
      chosen.map(
        async (stack) => [stack.name, await turns.take(() => reportOn(stack, request, ports))] as const,
      ),
    ),
  );
  const before = predecessors(stacks);
  const pending = (name: string) => ['planned', 'blocked'].includes(reports.get(name)?.status ?? '');
  return new Map(
    [...reports].map(([name, report]) => [
      name,
      report.status === 'planned'
        ? { ...report, after: [...(before.get(name) ?? [])].filter(pending).sort() }
        : report,
    ]),
  );
}

async function reportOn(
  stack: SynthesizedStack,
  { lockFile, policy, purpose, stacks }: PlanRequest,
  { parameters, recordsOf, rootOf, writer }: PlanPorts,
): Promise<StackReport> {
  try {
    const [read, found] = await Promise.all([
      recordsOf(stack).read(stack.name),
      readInputs(stack, lockFile, parameters),
    ]);
    const record = read?.record;
    const stands = record?.status === 'succeeded' && record.hash === found.hash;
    if (purpose === 'changes' && stands) return { status: 'unchanged' };
    if (purpose === 'drift' && (record === undefined || record.status === 'destroyed'))
      return { status: 'not-deployed' };
    if (found.absent.length > 0)
      return { status: 'blocked', before: publishersOf(found.absent, stack, stacks), absent: found.absent };
    const folder = await temporaryFolder('healthcare-plan-');
    try {
      const file = join(folder.path, 'plan');
      const root = rootOf(stack);
      await root.init({ backend: true });
      // What is not deployed yet is no drift: then only what the world has done to the state counts.
      const refreshOnly = purpose === 'drift' && !stands;
      await root.plan({ out: file, lock: false, refreshOnly });
      const shown = await root.showPlan(file);
      const changes = refreshOnly ? driftOf(shown) : changesOf(shown);
      if (purpose === 'drift' && changes.length === 0) return { status: 'unchanged' };
      return {
        status: 'planned',
        plan: {
          stack: stack.name,
          digest: digestOf(changes),
          changes,
          // Drift is what the world did: who writes while it is looked at makes it no worse.
          findings: await judge(stack.name, changes, {
            policy,
            writer: purpose === 'drift' ? () => Promise.resolve('primary') : writer,
          }),
        },
        because:
          record === undefined
            ? ['never deployed']
            : record.status === 'succeeded'
              ? changedInputs(record.inputs, found.inputs)
              : [`the last run left it ${record.status}`],
        after: [],
      };
    } finally {
      await folder.remove();
    }
  } catch (error) {
    if (error instanceof UserError || error instanceof TerraformError)
      return { status: 'failed', message: error.message };
    return { status: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}

/** The stacks that publish parameters: their names say the tier, and the Region the side, unless the tier's primary stack does for both. */
function publishersOf(
  absent: readonly string[],
  reader: SynthesizedStack,
  stacks: readonly SynthesizedStack[],
): string[] {
  const publishers = absent.flatMap((parameter) => {
    const [region = '', name = ''] = parameter.split(':');
    const tier = name.split('/')[3] ?? '';
    const side = stacks.find((stack) => stack.state.region === region)?.role ?? roleOf(reader.name);
    return side === undefined ? [] : [`${side}-${tier}`];
  });
  return [...new Set(publishers)].sort();
}
