import type { Environment, Role } from '@healthcare-dr/topology';
import type { Construct } from 'constructs';
import type { Contract } from './contract';
import { TierStack } from './stack';

/** What `apps/<role>/<tier>/stack.ts` says of its stack. */
export interface StackSpec {
  readonly role: Role;
  readonly tier: string;
  /**
   * The contracts the stack reads in its own Region; their tiers are deployed before it.
   * @default - none
   */
  readonly reads?: readonly Contract[];
  /**
   * The contracts a primary stack reads in the dr Region; their dr stacks are deployed before it.
   * @default - none
   */
  readonly readsDr?: readonly Contract[];
  /** Fills the stack. Pure: the same environment gives the same bytes. */
  build(stack: TierStack, environment: Environment): void;
}

/** A stack that can be made for any environment. Importing one does nothing. */
export interface StackDefinition {
  /** `<role>-<tier>`: the Nx project, the folder in `cdktf.out/stacks` and the state's key. */
  readonly name: string;
  readonly role: Role;
  readonly tier: string;
  readonly reads: readonly Contract[];
  readonly readsDr: readonly Contract[];
  /** The names of the stacks that publish what this one reads: they are deployed before it, and destroyed after it. */
  readonly dependsOn: readonly string[];
  /** Makes the stack for one environment. */
  create(scope: Construct, environment: Environment): TierStack;
}

/** The names of the stacks that publish what a stack reads. */
export function stacksReadBy(stack: Pick<StackDefinition, 'role' | 'reads' | 'readsDr'>): string[] {
  return [
    ...stack.reads.map(({ tier }) => `${stack.role}-${tier}`),
    ...stack.readsDr.map(({ tier }) => `dr-${tier}`),
  ];
}

/** Defines the stack of one tier in one Region; the default export of every `stack.ts`. */
export function defineStack(spec: StackSpec): StackDefinition {
  const { role, tier, reads = [], readsDr = [] } = spec;
  return {
    name: `${role}-${tier}`,
    role,
    tier,
    reads,
    readsDr,
    dependsOn: stacksReadBy({ role, reads, readsDr }),
    create(scope, environment) {
      const stack = new TierStack(scope, { environment, role, tier, reads, readsDr });
      spec.build(stack, environment);
      return stack;
    },
  };
}
