import type { Context } from '../policy/context';

/** A call of an AWS API, as it came in. */
export interface ApiCall {
  /** The service's signing name: `monitoring` for CloudWatch. */
  readonly service: string;
  /** Such as `PutMetricData`. */
  readonly operation: string;
  readonly region: string;
  /** The account that is called: the caller's own, unless an ARN says otherwise. */
  readonly accountId: string;
  /** The members of the request, by the names of the API; of the query protocol they are flat (`Tags.member.1.Key`). */
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** What stands in the account, as far as it matters to who may do what. */
export interface Inventory {
  /** The ARN of the customer key that a resource is encrypted with; `undefined` for none, and for a key of AWS's own. */
  keyOf(resourceArn: string): string | undefined;
  /** The ARN of a key that is named by its ARN, id or alias. */
  keyArn(region: string, reference: string): string | undefined;
  /** The aliases of a key, such as `alias/data`. */
  aliasesOf(keyArn: string): readonly string[];
  /** The ARN of a secret by its name; it ends in characters that nobody knows beforehand. */
  secretArn(region: string, name: string): string | undefined;
  /** The ARNs of the clusters in a global cluster. */
  membersOf(globalClusterArn: string): readonly string[];
}

/** What must be allowed for a call to succeed: the action itself, or one that its service takes on the caller's behalf. */
export interface Requirement {
  readonly action: string;
  /** An ARN, or `*` where the action is bound to nothing. */
  readonly resource: string;
  /** Condition keys of this action, beside those of every request. */
  readonly context: Context;
  /** The service asks for it by itself, with the caller's permissions: the request does not come from the caller's network. */
  readonly implied: boolean;
}

/** What a call of one operation requires. */
export type Operation = (call: ApiCall, inventory: Inventory) => readonly Requirement[];

/** The operations of one service, by name. */
export type Operations = Readonly<Record<string, Operation>>;

/** The action itself. */
export const direct = (action: string, resource: string, context: Context = {}): Requirement => ({
  action,
  resource,
  context,
  implied: false,
});

/** An action that the service takes in consequence. */
export const implied = (action: string, resource: string, context: Context = {}): Requirement => ({
  action,
  resource,
  context,
  implied: true,
});

/** The text of a member of the request; `undefined` if it has none. */
export function text(call: ApiCall, member: string): string | undefined {
  const value = call.parameters[member];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Whether a member of the request is true, in whatever protocol. */
export const isTrue = (call: ApiCall, member: string): boolean => String(call.parameters[member]) === 'true';

/** The ARN of something of the called account and Region. */
export const arnIn = ({ region, accountId }: ApiCall, service: string, resource: string): string =>
  `arn:aws:${service}:${region}:${accountId}:${resource}`;

/** What is named by an ARN or by the last part of one. */
export const arnOr = (reference: string, otherwise: (name: string) => string): string =>
  reference.startsWith('arn:') ? reference : otherwise(reference);
