import type { Event, Fault, Happening, Nature, PolicyChoice, Schedule } from '../schedule';
import type { Facts } from '../world/record';

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

/** One way in which a scenario happens. */
export interface Variant {
  readonly title: string;
  readonly schedule: Schedule;
  /** @returns what is wrong with what came of it; `undefined` if nothing is */
  readonly must: (facts: Facts) => string | undefined;
}

/** A scenario of the controller's specification, on the policy that is deployed. */
export interface Scenario {
  /** Its row of the table in the controller's specification. */
  readonly number: number;
  readonly title: string;
  readonly variants: readonly Variant[];
  /** Mutants that take away the rule by which it holds: each must fail it. */
  readonly without: readonly string[];
}

/** A world in which all is plain and well; a promotion takes as long as AWS says at most, see `promotion.ts`. */
export const PLAIN: Nature = {
  writer: 'primary',
  jitter: 0,
  staleMs: 0,
  skewMs: 0,
  lagMs: 200,
  metricGrows: false,
  notices: false,
  deep: true,
  checkMs: 30 * SECOND,
  lingerMs: 0,
  recreates: false,
  operationMs: MINUTE,
  failing: 0,
  snapshot: true,
  tellsEnds: true,
  overlap: false,
};

export interface Choice {
  readonly nature?: Partial<Nature>;
  /** @default - the policy that is deployed */
  readonly policy?: PolicyChoice;
  readonly faults?: readonly Fault[];
}

export const at = (atMs: number, what: Happening): Event => ({ when: { at: atMs }, what });

/** A schedule in the plain world. */
export const scheduled = (events: readonly Event[], { nature, policy, faults }: Choice = {}): Schedule => ({
  nature: { ...PLAIN, ...nature },
  policy: policy ?? {},
  events,
  faults: faults ?? [],
});

/** The same in each of several worlds. */
export const inWorlds = (
  title: string,
  worlds: Readonly<Record<string, Partial<Nature>>>,
  events: readonly Event[],
  must: Variant['must'],
  choice: Choice = {},
): Variant[] =>
  Object.entries(worlds).map(([world, nature]) => ({
    title: `${title}; ${world}`,
    schedule: scheduled(events, { ...choice, nature: { ...choice.nature, ...nature } }),
    must,
  }));

/** What nobody knows of AWS, both ways. */
export const UNKNOWNS: Readonly<Record<string, Partial<Nature>>> = {
  'the lag is published no more': { metricGrows: false },
  'the lag is published and grows': { metricGrows: true },
  'RDS notices the cut': { notices: true },
};

/** Checks of the service's health that touch the database, and such that do not. */
export const CHECKS: Readonly<Record<string, Partial<Nature>>> = {
  'deep checks': { deep: true },
  'shallow checks': { deep: false },
};
