import { z } from 'zod';

/** xmltodict makes a list of what is there more than once, and one of what is there once no list. */
const oneOrMore = <Element extends z.ZodType>(element: Element) =>
  z.union([z.array(element), element.transform((only) => [only])]);

const switchSchema = z.object({ Status: z.string() }).partial();
const tagSchema = z.object({ Key: z.string(), Value: z.string().nullable().default('') });

const filterSchema = z
  .object({
    Prefix: z.string().nullable().optional(),
    Tag: tagSchema.optional(),
    And: z
      .object({ Prefix: z.string().nullable().optional(), Tag: oneOrMore(tagSchema).optional() })
      .optional(),
  })
  .nullable();

const ruleSchema = z.object({
  ID: z.string(),
  Status: z.string(),
  Priority: z.coerce.number().default(0),
  Prefix: z.string().nullable().optional(),
  Filter: filterSchema.optional(),
  DeleteMarkerReplication: switchSchema.optional(),
  SourceSelectionCriteria: z
    .object({ SseKmsEncryptedObjects: switchSchema, ReplicaModifications: switchSchema })
    .partial()
    .optional(),
  Destination: z.object({
    Bucket: z.string(),
    EncryptionConfiguration: z.object({ ReplicaKmsKeyID: z.string() }).optional(),
    ReplicationTime: switchSchema.optional(),
    Metrics: switchSchema.optional(),
  }),
});

/** A rule, as it was put. */
export type Rule = z.infer<typeof ruleSchema>;

/** What the extension `s3_object_replication` tells of a bucket. */
export const bucketSchema = z.object({
  region: z.string(),
  replication: z
    .object({ Role: z.string(), Rule: oneOrMore(ruleSchema) })
    .nullable()
    .default(null),
});

/** And of a change in one. */
export const changeSchema = z.object({
  sequence: z.number(),
  kind: z.enum(['object', 'delete-marker', 'metadata']),
  bucket: z.string(),
  key: z.string(),
  versionId: z.string(),
  /** Whether the version is no more. */
  gone: z.boolean(),
  bytes: z.number().default(0),
  tags: z.record(z.string(), z.string()).default({}),
  encryption: z.string().nullable().default(null),
  kmsKeyId: z.string().nullable().default(null),
  isReplica: z.boolean().default(false),
});

/** A change of an object, as it stands. */
export type Change = z.infer<typeof changeSchema>;

const isEnabled = (part: { readonly Status?: string } | undefined): boolean => part?.Status === 'Enabled';

/** The name of a bucket in its ARN. */
export const bucketIn = (arn: string): string => arn.split(':').at(-1) ?? '';

/**
 * The rules by which a change is replicated: of each destination the one with the highest priority that covers it.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-what-is-isnot-replicated.html
 */
export function rulesFor(change: Change, rules: readonly Rule[]): readonly Rule[] {
  const chosen = new Map<string, Rule>();
  for (const rule of rules.filter((each) => covers(each, change)))
    if (rule.Priority >= (chosen.get(rule.Destination.Bucket)?.Priority ?? 0))
      chosen.set(rule.Destination.Bucket, rule);
  return [...chosen.values()];
}

function covers(rule: Rule, change: Change): boolean {
  if (rule.Status !== 'Enabled' || !filterOf(rule).matches(change)) return false;
  const { SseKmsEncryptedObjects, ReplicaModifications } = rule.SourceSelectionCriteria ?? {};
  switch (change.kind) {
    case 'delete-marker':
      // What replication has marked is not carried on, and a rule with tags carries no markers.
      return !change.isReplica && carriesMarkers(rule);
    case 'object':
      if (change.isReplica) return false;
      break;
    case 'metadata':
      if (change.isReplica && !isEnabled(ReplicaModifications)) return false;
      break;
  }
  return change.encryption?.startsWith('aws:kms') !== true || isEnabled(SseKmsEncryptedObjects);
}

/** Without a filter, in the first version of rules, markers are always carried. */
const carriesMarkers = (rule: Rule): boolean =>
  rule.Filter === undefined || (isEnabled(rule.DeleteMarkerReplication) && filterOf(rule).tags.length === 0);

function filterOf({ Filter: filter, Prefix }: Rule) {
  const prefix = filter?.And?.Prefix ?? filter?.Prefix ?? Prefix ?? '';
  const tags = filter?.And?.Tag ?? (filter?.Tag === undefined ? [] : [filter.Tag]);
  return {
    tags,
    matches: (change: Change) =>
      change.key.startsWith(prefix) &&
      (change.kind === 'delete-marker' || tags.every(({ Key, Value }) => change.tags[Key] === Value)),
  };
}
