import type { Side } from '../schedule';
import type { Told } from '../world/call';
import type { World } from '../world/world';

/** What one look said, for the confirmation. */
export interface Look {
  readonly told: Told;
  /** Whether it must have undone a confirmation: nothing kept the controller from writing down what it saw. */
  readonly counts: boolean;
}

/** Everything that the controller of a side was told, look by look, in order. */
export const looksOf = ({ invocations }: World, side: Side): readonly Look[] =>
  invocations
    .filter((invocation) => invocation.side === side)
    .flatMap((invocation) =>
      invocation.looks.map((told, index) => ({
        told,
        counts:
          // Only the first look of a run on the schedule is a round.
          index === 0 &&
          invocation.trigger.kind === 'schedule' &&
          !invocation.disturbed &&
          invocation.finished &&
          !invocation.dead &&
          told.sawGlobal &&
          !told.sawOperation,
      })),
    )
    .sort((one, another) => one.told.completeAt - another.told.completeAt);
