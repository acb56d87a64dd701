import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { ROLES, UserError, type Role } from '@healthcare-dr/topology';
import { z } from 'zod';

/** What a synthesis says of one stack: a line of `npm run synth -- --json`. */
export interface StackFile {
  /** `<role>-<tier>`. */
  readonly name: string;
  readonly role: Role;
  /** Absolute path of its `cdk.tf.json`. */
  readonly file: string;
  /** The names of the stacks that must be deployed before it. */
  readonly dependsOn: readonly string[];
}

/** An SSM parameter that a stack reads. */
export interface ParameterRead {
  readonly region: string;
  readonly name: string;
}

/** A stack as it was synthesized for one environment: all that a deployment must know of it stands in its own file. */
export interface SynthesizedStack extends StackFile {
  readonly tier: string;
  /** The folder that Terraform works in. */
  readonly folder: string;
  /** The environment's suffix. */
  readonly environment: string;
  /** Where its state is kept, in its own Region. */
  readonly state: StateLocation;
  /** The Regions that its providers work in, its own first. */
  readonly regions: readonly string[];
  /** The contract values it reads, by data sources. */
  readonly reads: readonly ParameterRead[];
}

/** Where a state, and beside it the record of its stack, is kept. */
export interface StateLocation {
  readonly bucket: string;
  readonly key: string;
  readonly region: string;
  readonly accountId: string;
}

const providerSchema = z.object({
  alias: z.string().optional(),
  region: z.string(),
  default_tags: z.array(z.object({ tags: z.record(z.string(), z.string()) })),
});

const stackSchema = z.object({
  provider: z.object({ aws: z.array(providerSchema).min(1) }),
  terraform: z.object({
    backend: z.object({
      s3: z.object({
        bucket: z.string(),
        key: z.string(),
        region: z.string(),
        allowed_account_ids: z.array(z.string()).min(1),
      }),
    }),
  }),
  data: z
    .object({
      aws_ssm_parameter: z.record(
        z.string(),
        z.object({ name: z.string(), provider: z.string().optional() }),
      ),
    })
    .partial()
    .optional(),
});

/**
 * Reads a synthesized stack.
 *
 * @throws UserError if it is none of this repository's
 */
export function readSynthesizedStack(stack: StackFile): SynthesizedStack {
  const result = stackSchema.safeParse(JSON.parse(readFileSync(stack.file, 'utf8')));
  const [own] = result.data?.provider.aws ?? [];
  const environment = own?.default_tags[0]?.tags['Environment'];
  if (!result.success || own === undefined || environment === undefined) {
    throw new UserError({
      problem: `${stack.file} is no synthesized stack.`,
      allowed: 'a file that npm run synth wrote: with provider, backend and the tag Environment',
      fix: 'run npm run synth.',
    });
  }
  const { provider, terraform, data } = result.data;
  const { bucket, key, region, allowed_account_ids: accounts } = terraform.backend.s3;
  const regionOf = (reference: string | undefined) =>
    (reference === undefined
      ? own
      : (provider.aws.find(({ alias }) => `aws.${alias ?? ''}` === reference) ?? own)
    ).region;
  return {
    ...stack,
    tier: stack.name.slice(stack.role.length + 1),
    folder: dirname(stack.file),
    environment,
    state: { bucket, key, region, accountId: accounts[0] ?? '' },
    regions: [...new Set(provider.aws.map((one) => one.region))],
    reads: Object.values(data?.aws_ssm_parameter ?? {}).map(({ name, provider: reference }) => ({
      region: regionOf(reference),
      name,
    })),
  };
}

/** The side of the pair that the name of a stack begins with; undefined for a name that is none. */
export function roleOf(stack: string): Role | undefined {
  return ROLES.find((role) => stack.startsWith(`${role}-`));
}
