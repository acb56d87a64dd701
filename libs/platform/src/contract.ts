/**
 * What a value of a contract is: one `string`, or a `list` of strings without commas (SSM's `StringList`).
 */
export type ContractKind = 'string' | 'list';

/** The keys of a contract and what each one holds. */
export type ContractKeys = Readonly<Record<string, ContractKind>>;

/**
 * What one tier tells the others: ids that AWS chose, published to SSM Parameter Store in their own Region under
 * `/healthcare-dr/<suffix>/<tier>/<key>`. A name that we chose is computed, never published.
 */
export interface Contract<Keys extends ContractKeys = ContractKeys> {
  readonly tier: string;
  readonly keys: Keys;
}

/** The values of a contract, as its reader sees them and as its publisher must give them. */
export type ContractValues<Keys extends ContractKeys> = {
  readonly [Key in keyof Keys]: Keys[Key] extends 'list' ? string[] : string;
};

/** Declares the contract of a tier. Importing it costs nothing: it holds no construct. */
export function defineContract<const Keys extends ContractKeys>(tier: string, keys: Keys): Contract<Keys> {
  return { tier, keys };
}
