import { UserError } from '@healthcare-dr/topology';
import { z } from 'zod';

/** The version of the records' format. A program refuses a record of a later one. */
export const RECORD_VERSION = 1;

/**
 * What is being done to a stack, or what came of it.
 *
 * `applying` and `destroying` are written before Terraform changes anything: who finds one knows that a run may have ended in the
 * middle of it. Only `succeeded` says what stands; `destroyed` is what is left of a stack that was.
 */
export const RECORD_STATUSES = [
  'applying',
  'succeeded',
  'failed',
  'interrupted',
  'destroying',
  'destroyed',
] as const;

/** See {@link RECORD_STATUSES}. */
export type RecordStatus = (typeof RECORD_STATUSES)[number];

const runSchema = z.object({
  /** A random id, or the id of the workflow's run. */
  id: z.string(),
  /** The ARN of the caller. */
  by: z.string(),
  /** The machine, or the address of the workflow's run. */
  where: z.string(),
  /** The commit of the checkout, 40 hex digits; null outside a repository. */
  commit: z.string().nullable(),
  /** Whether the checkout had changes that are in no commit. */
  dirty: z.boolean(),
});

const recordSchema = z.object({
  schemaVersion: z.literal(RECORD_VERSION),
  stack: z.string(),
  environment: z.string(),
  status: z.enum(RECORD_STATUSES),
  /** SHA-256 over {@link DeploymentRecord.inputs}. */
  hash: z.string(),
  /** SHA-256 of everything that decides what is applied, by its name: files, and every contract value that is read. */
  inputs: z.record(z.string(), z.string()),
  /** The stacks that it was deployed after, and is destroyed before: also when its code is gone. */
  dependsOn: z.array(z.string()),
  /** The digest of the plan that was applied; null if it was destroyed. */
  planDigest: z.string().nullable(),
  /** Date and time in ISO 8601. */
  startedAt: z.string(),
  /** The same; null while it is being done. */
  finishedAt: z.string().nullable(),
  run: runSchema,
  /** What went wrong, in one line. @default - nothing did */
  error: z.string().optional(),
});

/** What is known of the last deployment of one stack in one environment. */
export type DeploymentRecord = Readonly<z.output<typeof recordSchema>>;

/** Who deploys, from where, and what. */
export type RunIdentity = DeploymentRecord['run'];

/** Where the record of a stack is kept in the state bucket of its Region. */
export const recordKey = (stack: string): string => `${RECORD_PREFIX}${stack}.json`;

/** What the keys of records begin with. */
export const RECORD_PREFIX = 'deployments/stacks/';

/**
 * Reads a record.
 *
 * @param source - where it comes from, for the message
 * @throws UserError if it is none, or of a later version
 */
export function parseRecord(text: string, source: string): DeploymentRecord {
  const result = recordSchema.safeParse(json(text));
  if (result.success) return result.data;
  throw new UserError({
    problem: `${source} is no record of a deployment that can be read here.`,
    allowed: `a record of schema version ${RECORD_VERSION}`,
    fix: 'use the version of this repository that wrote it; or bring an older version of the object back: the bucket keeps them.',
  });
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
