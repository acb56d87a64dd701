import { ValidationError, type TierStack } from '@healthcare-dr/platform';
import { Construct } from 'constructs';

/** What the tier is given on either side of the pair; what only one side needs belongs to that side's arm. */
export type ComputeProps = { readonly role: 'primary' } | { readonly role: 'dr' };

/** The compute tier of one Region. It holds no resource so far. */
export class Compute extends Construct {
  /**
   * @throws ValidationError if the props are those of the other side of the pair
   */
  constructor(stack: TierStack, id: string, props: ComputeProps) {
    super(stack, id);
    if (props.role !== stack.role) {
      throw new ValidationError(
        {
          problem: `The role is '${props.role}' in a stack of the ${stack.role} Region.`,
          allowed: stack.role,
          fix: `correct it in apps/${stack.role}/${stack.tier}/stack.ts.`,
        },
        this,
      );
    }
  }
}
