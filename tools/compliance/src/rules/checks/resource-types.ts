import declared from './resource-types.json';
import { check, type Check } from '../check';
import { findingOf } from '../judge';

/** The types that hold no data or are looked at through another one, and why; each reason stands for the types below it. */
const DECLARED = new Map(
  Object.entries(declared).flatMap(([reason, types]) => types.map((type) => [type, reason] as const)),
);

/** Why a type of resource needs no control of its own; `undefined` if nobody said so. */
export const reasonOf = (type: string): string | undefined => DECLARED.get(type);

/** The types that are declared, for the spec that holds the list to what exists. */
export const DECLARED_TYPES: readonly string[] = [...DECLARED.keys()];

/**
 * Every type of resource is looked at by a control or declared to hold no data. Without it a store that no control knows, without
 * any encryption, would pass.
 */
export const resourceTypesCheck = (others: readonly Check[]): Check =>
  check('resource-types-known', (model) => {
    const examined = new Set(
      others.flatMap(({ evaluate }) => evaluate(model).map(({ address }) => address.split('.')[0])),
    );
    return model.resources.map((resource) => {
      const { type } = resource;
      const known = examined.has(type) ? 'a control looks at its type' : DECLARED.get(type);
      return findingOf(
        resource,
        known === undefined
          ? `is of a type that no control looks at: give ${type} a check in tools/compliance/src/rules/checks, or declare in resource-types.json why it holds no data`
          : undefined,
        { reads: [], note: `${type}: ${known ?? 'no control looks at it, and nothing is declared of it'}` },
      );
    });
  });
