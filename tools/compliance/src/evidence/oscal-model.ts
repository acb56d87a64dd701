import { createHash } from 'node:crypto';
import { z } from 'zod';

/** The version of OSCAL whose assessment results are written. */
export const OSCAL_VERSION = '1.2.1';

/*
 * What is written of OSCAL's assessment results, as narrow as NIST's own schema or narrower: no property that it does not know, its
 * data types, and no empty list.
 * @see https://pages.nist.gov/OSCAL-Reference/models/v1.2.1/assessment-results/json-definitions/
 */
const line = z.string().regex(/^[^\n]+$/);
const text = z.string().regex(/^\S(.*\S)?$/);
const token = z.string().regex(/^(\p{L}|_)(\p{L}|\p{N}|[.\-_])*$/u);
const uuid = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[45][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
const dateTime = z.iso.datetime();
const uri = z.string().regex(/^[a-zA-Z][a-zA-Z0-9+\-.]+:.+$/);
const some = <Of extends z.ZodType>(of: Of) => z.array(of).min(1);

const props = some(z.strictObject({ name: token, ns: uri, value: text }));
const status = z.strictObject({
  state: z.enum(['satisfied', 'not-satisfied']),
  reason: z.enum(['pass', 'fail', 'other']),
});

const observation = z.strictObject({
  uuid,
  title: line,
  description: z.string(),
  props,
  methods: some(z.enum(['EXAMINE', 'TEST'])),
  subjects: some(
    z.strictObject({
      'subject-uuid': uuid,
      type: z.enum(['inventory-item', 'component']),
      title: line,
      props,
    }),
  ),
  'relevant-evidence': some(z.strictObject({ href: text, description: z.string() })),
  collected: dateTime,
  remarks: z.string(),
});

const risk = z.strictObject({
  uuid,
  title: line,
  description: z.string(),
  statement: z.string(),
  props,
  status: z.enum(['open', 'deviation-approved']),
  deadline: dateTime.optional(),
});

const finding = z.strictObject({
  uuid,
  title: line,
  description: z.string(),
  props,
  target: z.strictObject({ type: z.literal('objective-id'), 'target-id': token, title: line, status }),
  'related-observations': some(z.strictObject({ 'observation-uuid': uuid })),
  'related-risks': some(z.strictObject({ 'risk-uuid': uuid })).optional(),
});

const component = z.strictObject({
  uuid,
  type: z.literal('service'),
  title: line,
  description: z.string(),
  props,
  status: z.strictObject({ state: z.literal('operational') }),
});

const result = z.strictObject({
  uuid,
  title: line,
  description: z.string(),
  start: dateTime,
  end: dateTime,
  props,
  'local-definitions': z.strictObject({
    components: some(component),
    'inventory-items': some(z.strictObject({ uuid, description: z.string(), props })).optional(),
  }),
  'reviewed-controls': z.strictObject({
    'control-selections': some(
      z.strictObject({ 'include-controls': some(z.strictObject({ 'control-id': token })) }),
    ),
  }),
  observations: some(observation).optional(),
  risks: some(risk).optional(),
  findings: some(finding).optional(),
});

/** The document: OSCAL's assessment results, of what is written of them here. */
export const oscalSchema = z.strictObject({
  'assessment-results': z.strictObject({
    uuid,
    metadata: z.strictObject({
      title: line,
      'last-modified': dateTime,
      version: text,
      'oscal-version': z.literal(OSCAL_VERSION),
    }),
    'import-ap': z.strictObject({ href: text, remarks: z.string() }),
    results: some(result),
    'back-matter': z.strictObject({
      resources: some(z.strictObject({ uuid, title: line, description: z.string() })),
    }),
  }),
});

/** A document of assessment results. */
export type AssessmentResults = z.infer<typeof oscalSchema>;

/** A UUID of version 5 (RFC 9562) in the name space of URLs: the same name gives the same, so that evidence can be compared. */
export function uuidOf(...name: readonly string[]): string {
  const space = Buffer.from('6ba7b8119dad11d180b400c04fd430c8', 'hex');
  const bytes = createHash('sha1')
    .update(space)
    .update(`urn:healthcare-dr:${JSON.stringify(name)}`)
    .digest();
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}
