import { MAX_DESTROYED } from '../plan/gate';
import type { Role } from '@healthcare-dr/topology';
import { wavesOf } from '../stacks/order';
import { selectStacks } from '../stacks/selection';
import type { SynthesizedStack } from '../stacks/synthesized-stack';
import type { Approver } from './approval';
import { converge } from './converge';
import { runIdentity } from './identity';
import type { StackOutcome } from './outcome';
import { lockLocations } from '@healthcare-dr/deployment-records';
import type { DeliverySession } from './session';
import { typeCheck } from './type-check';

/** How many Terraform processes run at a time by default. */
export const DEFAULT_PARALLEL = 4;

/** How the stacks of an environment are deployed. */
export interface DeployEnvironmentOptions {
  readonly session: DeliverySession;
  /** Every stack that is known; what is not selected still orders what is. */
  readonly stacks: readonly SynthesizedStack[];
  /** @default - both sides */
  readonly role?: Role;
  /** @default - every stack of the side */
  readonly only?: readonly string[];
  /** @default false */
  readonly refresh?: boolean;
  /** Names of findings of the gate that somebody answers for. @default - none */
  readonly allow?: readonly string[];
  /** @default MAX_DESTROYED */
  readonly maxDestroyed?: number;
  /** @default DEFAULT_PARALLEL */
  readonly parallel?: number;
  /** Whether types are checked before anything is applied. @default true */
  readonly checkTypes?: boolean;
  readonly approver: Approver;
  /** What the lock says is being done. */
  readonly command: string;
  readonly settled: (stack: string, outcome: StackOutcome) => void;
}

/** Brings an environment, or the selected part of it, to what was synthesized, under its lock. */
export async function deployEnvironment(
  options: DeployEnvironmentOptions,
): Promise<ReadonlyMap<string, StackOutcome>> {
  const { session, stacks, role, approver, command, settled } = options;
  const { workspaceRoot, variables, note } = session.options;
  const selected = selectStacks(stacks, {
    ...(role === undefined ? {} : { role }),
    ...(options.only === undefined ? {} : { only: options.only }),
  });
  const chosen = stacks.filter(({ name }) => selected.has(name));
  const [first] = wavesOf(stacks, selected);
  if (first === undefined) return new Map();
  const locations = lockLocations(
    session.options.environment,
    chosen.every((stack) => stack.role === 'dr'),
  );
  const by = await session.caller(locations[0]?.region ?? '');
  const [terraform, run] = await Promise.all([
    session.terraform(),
    runIdentity(workspaceRoot, variables, by),
  ]);
  return session.locked(locations, command, by, () =>
    converge(
      {
        stacks,
        selected,
        lockFile: session.lockFile,
        run,
        refresh: options.refresh ?? false,
        policy: {
          production: session.production,
          maxDestroyed: options.maxDestroyed ?? MAX_DESTROYED,
          allowed: new Set(options.allow ?? []),
        },
        parallel: options.parallel ?? DEFAULT_PARALLEL,
        signal: session.signal,
      },
      {
        parameters: session.parameters,
        recordsOf: (stack) => session.recordsOf(stack),
        rootOf: (stack) => session.rootOf(stack, terraform),
        reportOrphansOf: (stack) => async (record) => {
          await session.reportOrphans(stack, session.rootOf(stack, terraform, { loud: false }), record);
        },
        now: () => new Date(),
        writer: () => session.writer(),
        checkTypes: options.checkTypes === false ? () => Promise.resolve() : typeCheck(workspaceRoot, note),
        approver,
        note,
        settled,
      },
    ),
  );
}
