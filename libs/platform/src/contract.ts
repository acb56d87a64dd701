/**
 * What a value of a contract is: one `string`, or a `list` of strings without commas (SSM's `StringList`).
 */
export type ContractKind = 'string' | 'list';

/** The keys of a contract and what each one holds. */
export type ContractKeys = Readonly<Record<string, ContractKind>>;

/**
 * What one tier publishes to the others: ids that AWS chose, in SSM Parameter Store in their own Region under
 * `/healthcare-dr/<suffix>/<tier>/<key>`. A name that we chose is computed, never published.
 */
export interface Contract<Keys extends ContractKeys = ContractKeys> {
  readonly tier: string;
  readonly keys: Keys;
  /**
   * Which stack of the tier publishes it: `each` side in its own Region, or the `primary` in both Regions, for what belongs to
   * the pair and is known where the pair is made, such as the endpoint of a global database.
   */
  readonly publishedBy: 'each' | 'primary';
}

/** The values of a contract, as its reader sees them and as its publisher must give them. */
export type ContractValues<Keys extends ContractKeys> = {
  readonly [Key in keyof Keys]: Keys[Key] extends 'list' ? string[] : string;
};

/** Declares the contract of a tier. Importing it costs nothing: it holds no construct. */
export function defineContract<const Keys extends ContractKeys>(tier: string, keys: Keys): Contract<Keys> {
  return { tier, keys, publishedBy: 'each' };
}

/**
 * Declares a contract that the primary stack of a tier publishes in both Regions. The dr stack of the tier must be deployed
 * after the primary one, so that whoever comes after the dr stack finds it; each side reads it in its own Region.
 */
export function definePairContract<const Keys extends ContractKeys>(
  tier: string,
  keys: Keys,
): Contract<Keys> {
  return { tier, keys, publishedBy: 'primary' };
}
