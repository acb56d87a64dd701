import { objectOf, type Json, type JsonObject } from '../json';
import type { Block, SynthesizedStack } from '../synthesized-stack';
import type { NameRule } from './name-rules';
import { invariantsFile, nameRulesOf } from './tier-invariants';

/** A name that a stack lays claim to. */
export interface Claim {
  /** `world`, an account, or a Region of an account: two claims to one name within it collide. */
  readonly namespace: string;
  readonly type: string;
  readonly name: string;
  /** Who claims it: environment, stack and address. */
  readonly claimant: string;
}

const at = (attributes: JsonObject, path: string): Json | undefined =>
  path.split('.').reduce<Json | undefined>((value, key) => objectOf(value)[key], attributes);

/** Whether a name ends, in itself or in one of its folders, in the environment's suffix. */
export function carriesSuffix(name: string, suffix: string): boolean {
  return name.split('/').some((segment) => segment === suffix || new RegExp(`[-_]${suffix}$`).test(segment));
}

const ruleOf = (block: Block, rules: Readonly<Record<string, NameRule>>) =>
  Object.hasOwn(rules, block.type) ? rules[block.type] : undefined;

/** Every name of a stack that does not carry the environment's suffix, or cannot be read before it is deployed. */
export function nameProblems(stack: SynthesizedStack, rules = nameRulesOf(stack.tier)): string[] {
  const { suffix } = stack.environment;
  const bucket = stack.backend['bucket'];
  const state =
    typeof bucket === 'string' && carriesSuffix(bucket, suffix)
      ? []
      : [`${stack.name}: the state's bucket '${String(bucket)}' does not carry the suffix '${suffix}'.`];
  return [...state, ...stack.allResources.flatMap((block) => problemsOf(stack, block, ruleOf(block, rules)))];
}

function problemsOf(
  { name: stack, tier, environment: { suffix } }: SynthesizedStack,
  block: Block,
  rule: NameRule | undefined,
): string[] {
  const { address, type, attributes } = block;
  if (rule === undefined) {
    return [
      `${stack}: ${address}: nothing is known of the names of ${type}. Write into ${invariantsFile(tier)} which attributes are ` +
        `names, and how far they must be unique: export default { names: { ${type}: { names: ['name'], namespace: 'region' } } } ` +
        "satisfies TierInvariants; of a type without names of its own: { names: [], namespace: 'none' }.",
    ];
  }
  const paths = new Set(rule.names);
  if (at(attributes, 'tags.Name') !== undefined) paths.add('tags.Name');
  return [...paths].flatMap((path) => {
    const name = at(attributes, path);
    const where = `${stack}: ${address}: ${path}`;
    if (typeof name !== 'string' || name === '') return [`${where} is not set.`];
    if (name.includes('${')) return [`${where} is '${name}': a name of ours is computed, never looked up.`];
    return carriesSuffix(name, suffix)
      ? []
      : [`${where} is '${name}', which does not carry the suffix '${suffix}'.`];
  });
}

/** Every name that a stack claims for itself alone, its state's included. */
export function claimsOf(stack: SynthesizedStack, rules = nameRulesOf(stack.tier)): Claim[] {
  const { suffix, accountId } = stack.environment;
  const claimant = (address: string) => `${suffix}: ${stack.name}: ${address}`;
  const { bucket, key } = stack.backend;
  const claims = stack.allResources.flatMap((block) => {
    const rule = ruleOf(block, rules);
    if (rule === undefined || rule.namespace === 'none') return [];
    const namespace = {
      region: `${accountId} ${String(stack.regionOf(block))}`,
      account: accountId,
      world: 'world',
    }[rule.namespace];
    return rule.names.map((path): Claim => {
      return {
        namespace,
        type: block.type,
        name: String(at(block.attributes, path)),
        claimant: claimant(block.address),
      };
    });
  });
  return [
    {
      namespace: 'world',
      type: 'state',
      name: `${String(bucket)}/${String(key)}`,
      claimant: claimant('terraform.backend'),
    },
    ...claims,
  ];
}

/** Every name that is claimed more than once where it must be unique. */
export function collisions(claims: readonly Claim[]): string[] {
  const claimants = new Map<string, string[]>();
  for (const { namespace, type, name, claimant } of claims) {
    const id = `${type} '${name}' in ${namespace}`;
    claimants.set(id, [...(claimants.get(id) ?? []), claimant]);
  }
  return [...claimants]
    .filter(([, who]) => who.length > 1)
    .map(([id, who]) => `${id} is claimed by ${who.join(' and ')}`);
}
