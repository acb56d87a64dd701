import { z } from 'zod';
import { shown } from './findings';

/** What the reference says of a field beside its meaning. */
export interface FieldNotes {
  /** What its number counts, such as `seconds`. */
  readonly unit?: string;
  /** What may be written, in words, where its type does not say it all. */
  readonly allowed?: string;
}

/** The keys under which {@link FieldNotes} stand in the JSON Schema. */
export const NOTE_KEYS = { unit: 'x-unit', allowed: 'x-allowed' } as const;

/** Notes for the reference, as zod takes them. */
export const notes = ({ unit, allowed }: FieldNotes): Record<string, string> => ({
  ...(unit === undefined ? {} : { [NOTE_KEYS.unit]: unit }),
  ...(allowed === undefined ? {} : { [NOTE_KEYS.allowed]: allowed }),
});

type Issue = { readonly input?: unknown };

/** `is 'x'; allowed: y`, or `is missing; allowed: y`. */
export const refused =
  (allowed: string) =>
  ({ input }: Issue): string =>
    `is ${shown(input)}; allowed: ${allowed}`;

/** A whole number between two others, both included. */
export function wholeNumber(
  least: number,
  most: number,
  { unit, allowed }: { readonly unit?: string; readonly allowed: string },
) {
  const error = refused(allowed);
  return z
    .int({ error })
    .min(least, { error })
    .max(most, { error })
    .meta(notes({ ...(unit === undefined ? {} : { unit }) }));
}

/** Text that passes a test. */
export function text(passes: (value: string) => boolean, allowed: string) {
  const error = refused(allowed);
  return z.string({ error }).refine(passes, { error }).meta(notes({ allowed }));
}

/** One of a few numbers. */
export function oneOf<const Values extends readonly number[]>(values: Values, unit: string, allowed: string) {
  return z.literal([...values] as number[], { error: refused(allowed) }).meta(notes({ unit }));
}

/** Aurora capacity units: halves. https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ServerlessV2ScalingConfiguration.html */
export function capacityUnits(allowed: string) {
  const error = refused(allowed);
  return z
    .number({ error })
    .min(0.5, { error })
    .max(256, { error })
    .multipleOf(0.5, { error })
    .meta(notes({ unit: 'Aurora capacity units' }));
}
