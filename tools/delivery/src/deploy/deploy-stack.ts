import { join } from 'node:path';
import { temporaryFolder } from '@healthcare-dr/processes';
import { TerraformError, type TerraformRoot } from '@healthcare-dr/terraform';
import type { ParameterSource } from '../aws/parameters';
import { changesOf, digestOf } from '../plan/changes';
import { stopping, type GatePolicy } from '../plan/gate';
import { judge } from '../plan/judge';
import type { Writer } from '../plan/swapped-pair';
import {
  type DeploymentRecord,
  RECORD_VERSION,
  type RecordStore,
  type RunIdentity,
} from '@healthcare-dr/deployment-records';
import { changedInputs, readInputs, type StackInputs } from '../stacks/inputs';
import type { SynthesizedStack } from '../stacks/synthesized-stack';
import type { ApprovalDecision } from './approval';
import type { StackOutcome, StackPlan } from './outcome';

/** What Terraform does for a deployment. */
export type Deployable = Pick<TerraformRoot, 'init' | 'plan' | 'showPlan' | 'apply'>;

/** What deploying one stack needs of the world. */
export interface DeployPorts {
  readonly records: RecordStore;
  readonly parameters: ParameterSource;
  /** The stack as a Terraform root. */
  readonly root: Deployable;
  readonly now: () => Date;
  /** Runs work once there is room for another Terraform. */
  readonly turn: <T>(work: () => Promise<T>) => Promise<T>;
  /** Checks the types of the sources, once a run, before anything is applied. */
  readonly checkTypes: () => Promise<void>;
  /** Which side writes; asked only where something would be changed. */
  readonly writer: () => Promise<Writer>;
  /** Waits for the decision on the wave of the stack. */
  readonly decide: (plan: StackPlan) => Promise<ApprovalDecision>;
  /** Names what a run that broke off has made and no state knows; called if the record says that one did. */
  readonly reportOrphans: (record: DeploymentRecord) => Promise<void>;
  readonly note: (text: string) => void;
}

/** How one stack is deployed. */
export interface DeployRequest {
  readonly stack: SynthesizedStack;
  /** Absolute path of the committed lock file of providers. */
  readonly lockFile: string;
  readonly run: RunIdentity;
  readonly policy: GatePolicy;
  /** Plans and applies although the record says that it stands. */
  readonly refresh: boolean;
  /** Aborted: nothing is begun any more. */
  readonly signal: AbortSignal;
}

/**
 * Brings one stack to what it was synthesized to. A record that says so costs one read; else it is planned, judged, decided on and
 * applied, with a record before and after.
 *
 * @throws what Terraform or AWS throws while nothing has been applied yet; from then on the outcome says it, and so does the record
 */
export async function deployStack(request: DeployRequest, ports: DeployPorts): Promise<StackOutcome> {
  const { stack, lockFile, policy, refresh, signal } = request;
  const { records, parameters, root, note } = ports;
  const [read, found] = await Promise.all([
    records.read(stack.name),
    readInputs(stack, lockFile, parameters),
  ]);
  const record = read?.record;
  if (!refresh && record?.status === 'succeeded' && record.hash === found.hash)
    return { status: 'unchanged' };
  signal.throwIfAborted();
  const because = reasonsOf(record, found, refresh);
  note(`${stack.name}: ${because.join(', ')}`);
  if (record?.status === 'applying' || record?.status === 'destroying') await ports.reportOrphans(record);
  if (found.absent.length > 0) {
    const message = `it reads what nobody has published: ${found.absent.join(', ')}`;
    return { status: 'failed', message };
  }
  await ports.checkTypes();
  const folder = await temporaryFolder('healthcare-plan-');
  const planFile = join(folder.path, 'plan');
  try {
    const plan = await ports.turn(async () => {
      signal.throwIfAborted();
      await root.init({ backend: true });
      await root.plan({ out: planFile });
      const changes = changesOf(await root.showPlan(planFile));
      const findings = await judge(stack.name, changes, { policy, writer: ports.writer });
      return { stack: stack.name, digest: digestOf(changes), changes, findings };
    });
    const stops = stopping(plan.findings, policy);
    if (stops.length > 0) return { status: 'refused', plan, findings: stops };
    const decision: ApprovalDecision =
      plan.changes.length === 0 ? { approved: true } : await ports.decide(plan);
    if (!decision.approved) return { status: 'approval-required', plan, message: decision.message };
    return await ports.turn(() =>
      apply(request, ports, { plan, planFile, found, because, etag: read?.etag }),
    );
  } finally {
    await folder.remove();
  }
}

interface Approved {
  readonly plan: StackPlan;
  readonly planFile: string;
  readonly found: StackInputs;
  readonly because: readonly string[];
  readonly etag: string | undefined;
}

async function apply(
  { stack, run, signal }: DeployRequest,
  { records, parameters, root, now }: DeployPorts,
  { plan, planFile, found, because, etag }: Approved,
): Promise<StackOutcome> {
  signal.throwIfAborted();
  const applying: DeploymentRecord = {
    schemaVersion: RECORD_VERSION,
    stack: stack.name,
    environment: stack.environment,
    status: 'applying',
    hash: found.hash,
    inputs: found.inputs,
    dependsOn: [...stack.dependsOn],
    planDigest: plan.digest,
    startedAt: now().toISOString(),
    finishedAt: null,
    run,
  };
  const finish = (status: DeploymentRecord['status'], expected: string | undefined, error?: string) =>
    records.write(
      {
        ...applying,
        status,
        finishedAt: now().toISOString(),
        ...(error === undefined ? {} : { error }),
      },
      expected,
    );
  if (plan.changes.length === 0) {
    await finish('succeeded', etag);
    return { status: 'deployed', plan, because };
  }
  const written = await records.write(applying, etag);
  try {
    await root.apply({ planFile });
  } catch (error) {
    const message = error instanceof TerraformError ? error.summary : String(error);
    const status = error instanceof TerraformError && error.result.interrupted ? 'interrupted' : 'failed';
    await finish(status, written, message);
    return { status, message };
  } finally {
    // What it published is another now, whatever became of it.
    parameters.forget();
  }
  await finish('succeeded', written);
  return { status: 'deployed', plan, because };
}

function reasonsOf(record: DeploymentRecord | undefined, found: StackInputs, refresh: boolean): string[] {
  if (record === undefined) return ['never deployed'];
  if (record.status !== 'succeeded') {
    const since = record.finishedAt ?? record.startedAt;
    return [`the last run left it ${record.status} (${since}, ${record.run.by})`];
  }
  const changed = changedInputs(record.inputs, found.inputs);
  if (changed.length > 0) return changed.map((name) => `${name} changed`);
  return refresh ? ['refresh'] : [];
}
