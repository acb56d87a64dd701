import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { UserError } from '@healthcare-dr/topology';
import { WORKSPACE_ROOT } from '../workspace';
import type { DeclaredException } from './declared';
import type { DimensionRule, MetricRule } from './metric-rule';
import { SHARED_NAME_RULES, type NameRule } from './name-rules';

/**
 * What a tier has to say for itself, in a file of its own that is found by its folder: `libs/<tier>/src/invariants.ts`. An
 * exception that it declares and nothing needs fails the suite.
 *
 * @example
 * export default {
 *   names: { aws_sqs_queue: { names: ['name'], namespace: 'region' } },
 *   roleDifferences: [{ path: 'resource.aws_sqs_queue.*.policy', reason: 'the dr side takes messages of both Regions' }],
 * } satisfies TierInvariants;
 */
export interface TierInvariants {
  /**
   * Which attributes of a resource type are its names, and how far they must be unique: of each type the tier uses, beyond
   * {@link SHARED_NAME_RULES}.
   * @default - none
   */
  readonly names?: Readonly<Record<string, NameRule>>;
  /**
   * Where the stacks of the tier differ between the primary and the dr side, and why. All else must be the same but for Region,
   * zones, addresses and the words for the roles.
   * @default - nowhere
   */
  readonly roleDifferences?: readonly DeclaredException[];
  /**
   * Where its dr stack names the primary Region as plain data, and why it needs nothing from there.
   * @default - nowhere
   */
  readonly primaryRegionMentions?: readonly DeclaredException[];
  /**
   * Why its primary stack has a provider in us-east-1, whatever Regions the pair stands in. A dr stack never may: that Region may
   * be the one that is lost.
   * @default - it has none
   */
  readonly globalProvider?: { readonly reason: string };
  /**
   * Why its primary stack has a provider in the watch Region, outside the pair. A dr stack never may.
   * @default - it has none
   */
  readonly watchProvider?: { readonly reason: string };
  /**
   * How metrics are published that an alarm or a dashboard uses, by namespace and name, beyond the metric catalogue.
   * @default - none
   */
  readonly metrics?: Readonly<Record<string, Readonly<Record<string, MetricRule>>>>;
  /**
   * What the values of their dimensions name.
   * @default - none
   */
  readonly dimensions?: Readonly<Record<string, DimensionRule>>;
}

/** Where a tier declares its invariants, relative to the workspace. */
export const invariantsFile = (tier: string): string => `libs/${tier}/src/invariants.ts`;

/**
 * What a tier declares; nothing, if it has no file.
 *
 * @throws UserError if the file exports nothing by default
 */
export function invariantsOf(tier: string, root = WORKSPACE_ROOT): TierInvariants {
  const file = join(root, invariantsFile(tier));
  if (!existsSync(file)) return {};
  const { default: invariants } = createRequire(__filename)(file) as { default?: TierInvariants };
  if (invariants !== undefined) return invariants;
  throw new UserError({
    problem: `${invariantsFile(tier)} exports nothing by default.`,
    allowed: 'export default { … } satisfies TierInvariants',
    fix: 'write it so.',
  });
}

/** The rules for the names of what a stack of a tier may use: those that tiers share, and its own. */
export function nameRulesOf(tier: string, root = WORKSPACE_ROOT): Readonly<Record<string, NameRule>> {
  return { ...invariantsOf(tier, root).names, ...SHARED_NAME_RULES };
}
