import { stands, type StackOutcome } from '../deploy/outcome';
import { stacksOf, type PlanSummary } from '../plan/summary';

/** What did not come to stand, and why. */
export const troubleOf = (outcomes: ReadonlyMap<string, StackOutcome>) =>
  [...outcomes].filter(([, outcome]) => !stands(outcome));

/** The stacks whose plans are not empty, with what each would change. */
export const changingOf = (summary: PlanSummary) =>
  stacksOf(summary)
    .filter(({ status }) => status !== 'unchanged')
    .map(({ stack, status, message, changes }) => ({
      stack,
      status,
      ...(message === undefined ? {} : { message }),
      changes: changes.map(({ address }) => address),
    }));
