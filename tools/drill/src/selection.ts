import type { SynthesizedFile } from '@healthcare-dr/nx-cdktf';
import { UserError } from '@healthcare-dr/topology';

/** A stack that is left out of the drill, and why. */
export interface LeftOutStack {
  /** `<role>-<tier>`. */
  readonly name: string;
  readonly reason: string;
}

/** The stacks of an environment, as far as they are drilled or not. */
export interface StackSelection {
  readonly drilled: readonly SynthesizedFile[];
  readonly leftOut: readonly LeftOutStack[];
}

/** The tiers that the drill itself works on: it fails the database over, reads alarms, and follows traffic and replication. */
const NEEDED_TIERS = [
  'aurora',
  'compute',
  'dns',
  'failover-lambda',
  'notifications',
  'observability',
  's3-replication',
];

const tierOf = ({ name, role }: SynthesizedFile) => name.slice(role.length + 1);
const fileOf = (stack: SynthesizedFile) => `apps/${stack.role}/${tierOf(stack)}/stack.ts`;

/**
 * Which stacks are drilled: all, but those that declare `notDrilled`.
 *
 * @throws UserError if what is left cannot be drilled: the drill itself needs the tier, its other side is drilled, or a stack that
 *   is drilled reads its contract
 */
export function selectStacks(stacks: readonly SynthesizedFile[]): StackSelection {
  const leftOut = stacks.flatMap((stack) => (stack.notDrilled === undefined ? [] : [stack]));
  const drilled = stacks.filter(({ notDrilled }) => notDrilled === undefined);
  for (const stack of leftOut) {
    const [tier, file] = [tierOf(stack), fileOf(stack)];
    if (NEEDED_TIERS.includes(tier)) {
      throw new UserError({
        problem: `${file} declares notDrilled, and the drill cannot do without the tier '${tier}'.`,
        allowed: `tiers other than ${NEEDED_TIERS.join(', ')}`,
        fix: `take notDrilled out of ${file}, and let the local AWS play what it lacks: tools/local-aws/python/extensions.`,
      });
    }
    const peer = drilled.find((other) => tierOf(other) === tier);
    if (peer !== undefined) {
      throw new UserError({
        problem: `${file} declares notDrilled, and ${fileOf(peer)} does not.`,
        allowed: 'notDrilled on both sides of a tier, or on neither',
        fix: `write the same into ${fileOf(peer)}.`,
      });
    }
    const reader = drilled.find(({ reads }) => reads.includes(stack.name));
    if (reader !== undefined) {
      throw new UserError({
        problem: `${fileOf(reader)} reads the contract of '${tier}', which nobody publishes in the drill: ${file} declares notDrilled.`,
        allowed: 'stacks that read no contract of a tier that is not drilled',
        fix: `declare notDrilled in ${fileOf(reader)} too, or let the local AWS play what '${tier}' needs: tools/local-aws/python/extensions.`,
      });
    }
  }
  return {
    drilled,
    leftOut: leftOut.map(({ name, notDrilled }) => ({ name, reason: notDrilled?.reason ?? '' })),
  };
}
