import type { Environment, Role } from '@healthcare-dr/topology';
import type { Construct } from 'constructs';
import type { Contract } from './contract';
import { TierStack } from './stack';

/** That a stack is left out of the drill. */
export interface NotDrilled {
  /** For whoever reads the report: what cannot be played, and how it is proven instead. */
  readonly reason: string;
}

/** What `apps/<role>/<tier>/stack.ts` says of its stack. */
export interface StackSpec<R extends Role = Role> {
  /** The side of the pair. The only place where it is said: the type of the stack carries it to the tier's construct. */
  readonly role: R;
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
  /**
   * Stacks, by name, that must stand before this one is deployed although it reads nothing of them: their names are computed,
   * but AWS wants the thing itself to be there, such as a topic before its subscription. An order of deployment alone, so a
   * dr stack may come after a primary one and still plan and apply without it.
   * @default - none
   */
  readonly after?: readonly string[];
  /**
   * Why the drill leaves this stack out: the local AWS cannot play one of its resource types. Said on both sides of the tier, and
   * shown in every report of the drill. A stack that is drilled cannot read its contract.
   * @default - it is drilled
   */
  readonly notDrilled?: NotDrilled;
  /** Fills the stack. Pure: the same environment gives the same bytes. */
  build(stack: TierStack<R>, environment: Environment): void;
}

/** A stack that can be made for any environment. Importing one does nothing. */
export interface StackDefinition {
  /** `<role>-<tier>`: the Nx project, the folder in `cdktf.out/stacks` and the state's key. */
  readonly name: string;
  readonly role: Role;
  readonly tier: string;
  readonly reads: readonly Contract[];
  readonly readsDr: readonly Contract[];
  readonly after: readonly string[];
  /** Why the drill leaves it out; `undefined` if it does not. */
  readonly notDrilled: NotDrilled | undefined;
  /** The names of the stacks that are deployed before this one, and destroyed after it. */
  readonly dependsOn: readonly string[];
  /** Makes the stack for one environment. */
  create(scope: Construct, environment: Environment): TierStack;
}

/** The names of the stacks that publish what a stack reads. */
export function stacksRead(stack: Pick<StackDefinition, 'role' | 'reads' | 'readsDr'>): string[] {
  const names = [
    ...stack.reads.map(({ tier }) => `${stack.role}-${tier}`),
    ...stack.readsDr.map(({ tier }) => `dr-${tier}`),
  ];
  return [...new Set(names)];
}

/** The names of the stacks that must stand before a stack: those that publish what it reads, and those it comes after. */
export function stacksBefore(stack: Pick<StackDefinition, 'role' | 'reads' | 'readsDr' | 'after'>): string[] {
  return [...new Set([...stacksRead(stack), ...stack.after])];
}

/** Defines the stack of one tier in one Region; the default export of every `stack.ts`. */
export function defineStack<R extends Role>(spec: StackSpec<R>): StackDefinition {
  const { role, tier, reads = [], readsDr = [], after = [], notDrilled } = spec;
  const name = `${role}-${tier}`;
  return {
    name,
    role,
    tier,
    reads,
    readsDr,
    after,
    notDrilled,
    dependsOn: stacksBefore({ role, reads, readsDr, after }),
    create(scope, environment) {
      const stack = new TierStack(scope, name, { environment, role, tier, reads, readsDr });
      spec.build(stack, environment);
      return stack;
    },
  };
}
