import {
  readsOf,
  type EnvironmentModel,
  type Json,
  type Resource,
  type SynthesizedStack,
} from '@healthcare-dr/testing';
import type { Check, ControlFinding } from './check';

/** What is wrong; `undefined` if nothing is. */
export type Judgement = string | undefined;

/** Looks at one resource, in sight of all others. */
export type Judge = (resource: Resource, model: EnvironmentModel) => Judgement;

type Evaluate = Check['evaluate'];

/** The finding of one judgement, with all that it was made from. */
export function judged(resource: Resource, judge: () => Judgement): ControlFinding {
  const { result, reads } = readsOf(judge);
  return findingOf(resource, result, { reads });
}

/** The findings of one resource that has several parts to judge, such as rules or policies; reading them is evidence of each. */
export function judgedEach<Part>(
  resource: Resource,
  parts: () => readonly Part[],
  judge: (part: Part) => Judgement,
): ControlFinding[] {
  const { result, reads } = readsOf(parts);
  return result.map((part) => {
    const own = judged(resource, () => judge(part));
    return { ...own, evidence: { reads: [...reads, ...own.evidence.reads] } };
  });
}

/** A finding on a stack as a whole: something was looked for in it, and is not there. */
export function nothingFound(stack: SynthesizedStack, note: string): ControlFinding {
  return { stack: stack.name, address: stack.name, evidence: { reads: [], note } };
}

/** A finding on a resource. */
export function findingOf(
  resource: Resource,
  judgement: Judgement,
  evidence: ControlFinding['evidence'],
): ControlFinding {
  const where = { stack: resource.stack.name, address: resource.address, evidence };
  return judgement === undefined ? where : { ...where, violation: judgement };
}

/** Judges every resource of a type, or of several. */
export function onEach(types: string | readonly string[], judge: Judge): Evaluate {
  return onEachWhere(types, () => true, judge);
}

/** Judges every resource of a type that `applies`; the others are none of the control's business. */
export function onEachWhere(
  types: string | readonly string[],
  applies: (resource: Resource, model: EnvironmentModel) => boolean,
  judge: Judge,
): Evaluate {
  const wanted = typeof types === 'string' ? [types] : types;
  return (model) =>
    model.ofType(...wanted).flatMap((resource) =>
      judgedEach(
        resource,
        () => (applies(resource, model) ? [resource] : []),
        () => judge(resource, model),
      ),
    );
}

/** A tripwire: every stack is looked at, and a resource of one of these types is a violation. */
export function absent(types: readonly string[], advice: string): Evaluate {
  return (model) =>
    model.stacks.flatMap((stack) => {
      const found = model.resources.filter(
        (resource) => resource.stack === stack && types.includes(resource.type),
      );
      return found.length === 0
        ? [
            nothingFound(
              stack,
              `none of its ${stack.allResources.length} resources is of ${types.join(', ')}`,
            ),
          ]
        : found.map((resource) => judged(resource, () => `is a resource that must not exist: ${advice}`));
    });
}

/** A judge of one attribute: it must be this value, set explicitly. */
export function is(path: string, value: Exclude<Json, object>): Judge {
  return (resource) =>
    resource.at(path) === value ? undefined : `${path} is ${show(resource.at(path))}, not ${show(value)}`;
}

/** A judge of one attribute: it may be anything but this value; absent is fine. */
export function isNot(path: string, value: Exclude<Json, object>): Judge {
  return (resource) => (resource.at(path) === value ? `${path} is ${show(value)}` : undefined);
}

/** A judge of one attribute: it must not be empty. */
export function isSet(path: string): Judge {
  return (resource) => {
    const value = resource.at(path);
    const empty =
      value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
    return empty ? `${path} is not set` : undefined;
  };
}

/** A judge of one attribute: it must be one of these, or absent where that is as good. */
export function isOneOf(path: string, allowed: readonly (Json | undefined)[]): Judge {
  return (resource) =>
    allowed.includes(resource.at(path))
      ? undefined
      : `${path} is ${show(resource.at(path))}; allowed: ${allowed.map(show).join(', ')}`;
}

/** A judge of one attribute: a number of at least this. */
export function isAtLeast(path: string, least: number): Judge {
  return (resource) => {
    const value = resource.at(path);
    return typeof value === 'number' && value >= least
      ? undefined
      : `${path} is ${show(value)}, less than ${least}`;
  };
}

/** A judge of one attribute: it must be a customer key in the resource's own Region. */
export function isCustomerKey(path: string): Judge {
  return (resource, model) =>
    model.isCustomerKey(resource, resource.at(path))
      ? undefined
      : `${path} is ${show(resource.at(path))}, not a customer key of ${resource.region ?? 'its Region'}`;
}

/** Several judges as one: what the first of them objects to. */
export function all(...judges: readonly Judge[]): Judge {
  return (resource, model) => {
    for (const judge of judges) {
      const judgement = judge(resource, model);
      if (judgement !== undefined) return judgement;
    }
    return undefined;
  };
}

/** A value as a message shows it. */
export function show(value: Json | undefined): string {
  return value === undefined ? 'absent' : JSON.stringify(value);
}
