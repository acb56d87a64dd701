import { ValidationError, type TierStack } from '@healthcare-dr/platform';
import { Construct } from 'constructs';
import { ReplicationLagAlarm } from './replication-lag';

/** What the tier is given on either side of the pair; what only one side needs belongs to that side's arm. */
export type ObservabilityProps = { readonly role: 'primary' } | { readonly role: 'dr' };

/** The observability tier of one Region: the alarm on the replication lag of the database. */
export class Observability extends Construct {
  /**
   * @throws ValidationError if the props are those of the other side of the pair
   */
  constructor(stack: TierStack, id: string, props: ObservabilityProps) {
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
    new ReplicationLagAlarm(this, 'replication-lag', { stack });
  }
}
