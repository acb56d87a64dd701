import { TerraformError } from '@healthcare-dr/terraform';
import type { ParameterSource } from '../aws/parameters';
import { approveAll } from '../deploy/approval';
import { converge, type ConvergePorts, type ConvergeRequest } from '../deploy/converge';
import type { Deployable } from '../deploy/deploy-stack';
import type { StackOutcome } from '../deploy/outcome';
import { planStacks, type PlanPorts, type PlanRequest, type StackReport } from '../plan/plan-stacks';
import { type DeploymentRecord, RecordStore } from '@healthcare-dr/deployment-records';
import type { SynthesizedStack } from '../stacks/synthesized-stack';
import { MemoryStore } from '@healthcare-dr/deployment-records/memory-store';
import { creation, planJson } from './plans';

/** What Terraform is made to do with one stack. */
export interface FakeStack {
  /** What a plan shows. @default - one resource is created */
  plan?: string;
  /** @default - it succeeds */
  apply?: () => void | Promise<void>;
}

/** Deployments with a Terraform that does what a test says, and notes what it was asked. */
export class FakeDeployment {
  readonly store = new MemoryStore();
  readonly records = new RecordStore(this.store);
  readonly values = new Map<string, string>();
  readonly stacks: Record<string, FakeStack> = {};
  /** `plan <stack>` and `apply <stack>`, in order. */
  readonly calls: string[] = [];
  readonly notes: string[] = [];
  readonly orphanReports: DeploymentRecord[] = [];
  typeChecks = 0;

  readonly parameters: ParameterSource = {
    values: (region, names) =>
      Promise.resolve(
        new Map(
          names.flatMap((name) => {
            const value = this.values.get(`${region}:${name}`);
            return value === undefined ? [] : [[name, value] as const];
          }),
        ),
      ),
    forget: () => undefined,
  };

  /** Deploys what is selected, or everything. */
  async run(
    stacks: readonly SynthesizedStack[],
    lockFile: string,
    { ports = {}, ...given }: Partial<ConvergeRequest> & { ports?: Partial<ConvergePorts> } = {},
  ): Promise<Record<string, StackOutcome>> {
    const outcomes = await converge(
      {
        stacks,
        selected: new Set(stacks.map(({ name }) => name)),
        lockFile,
        run: { id: 'r', by: 'arn:aws:sts::111111111111:user/me', where: 'here', commit: null, dirty: true },
        policy: { production: false, maxDestroyed: 10, allowed: new Set() },
        refresh: false,
        parallel: 2,
        signal: new AbortController().signal,
        ...given,
      },
      {
        recordsOf: () => this.records,
        parameters: this.parameters,
        rootOf: (stack) => this.rootOf(stack),
        reportOrphansOf: () => (record) => {
          this.orphanReports.push(record);
          return Promise.resolve();
        },
        now: () => new Date(this.store.nowMs),
        writer: () => Promise.resolve('primary'),
        checkTypes: () => {
          this.typeChecks += 1;
          return Promise.resolve();
        },
        approver: approveAll,
        note: (text) => this.notes.push(text),
        settled: () => undefined,
        ...ports,
      },
    );
    return Object.fromEntries(outcomes);
  }

  /** What would change, as `npm run plan:summary` and `npm run plan:gate` see it. */
  async plan(
    stacks: readonly SynthesizedStack[],
    lockFile: string,
    {
      writer = () => Promise.resolve('primary'),
      ...given
    }: Partial<PlanRequest> & Partial<Pick<PlanPorts, 'writer'>> = {},
  ): Promise<Record<string, StackReport>> {
    const reports = await planStacks(
      {
        stacks,
        selected: new Set(stacks.map(({ name }) => name)),
        lockFile,
        policy: { production: true, maxDestroyed: 10 },
        parallel: 2,
        purpose: 'changes',
        ...given,
      },
      {
        parameters: this.parameters,
        recordsOf: () => this.records,
        rootOf: (stack) => this.rootOf(stack),
        writer,
      },
    );
    return Object.fromEntries(reports);
  }

  private rootOf({ name }: SynthesizedStack): Deployable {
    return {
      init: () => Promise.resolve(),
      plan: () => {
        this.calls.push(`plan ${name}`);
        return Promise.resolve({ changes: true, text: '' });
      },
      showPlan: () => Promise.resolve(this.stacks[name]?.plan ?? planJson(creation(`aws_vpc.${name}`))),
      apply: async () => {
        this.calls.push(`apply ${name}`);
        await this.stacks[name]?.apply?.();
      },
    };
  }

  /** The record of a stack. */
  async record(stack: string): Promise<DeploymentRecord | undefined> {
    return (await this.records.read(stack))?.record;
  }
}

/** What Terraform's end looks like that failed, or was interrupted. */
export function terraformError(interrupted = false): TerraformError {
  return new TerraformError('apply', 'a stack', {
    exitCode: 1,
    stdout: '',
    stderr: 'Error: it did not work',
    durationMs: 1,
    interrupted,
  });
}
