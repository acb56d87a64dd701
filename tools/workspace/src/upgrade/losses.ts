import { verbOf, type ResourceChange, type StackPlan, type Verb } from '@healthcare-dr/delivery';

/** What becomes of a resource that does not stay what and where it is, in the word of the upgrade notes. */
const WORDS: Readonly<Partial<Record<Verb, string>>> = {
  destroy: 'destroyed',
  forget: 'forgotten',
  move: 'moved',
  replace: 'replaced',
};

/** What plans take away or put elsewhere, a line each, as the upgrade notes announce it: `<stack> <address>: replaced`. */
export const lossesOf = (plans: readonly Pick<StackPlan, 'stack' | 'changes'>[]): string[] => [
  ...new Set(
    plans.flatMap(({ stack, changes }) =>
      changes.flatMap((change) => {
        const word = wordOf(change);
        return word === undefined ? [] : [`${stack} ${change.address}: ${word}`];
      }),
    ),
  ),
];

/** What is moved may be changed in place as well. */
function wordOf(change: ResourceChange): string | undefined {
  const verb = verbOf(change);
  return verb === 'update' && change.previousAddress !== undefined ? WORDS.move : WORDS[verb];
}
