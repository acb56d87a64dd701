import { BlockList, isIP } from 'node:net';
import { segmentsOf } from '../policy/arn';
import { Pattern } from '../policy/pattern';
import type { Comparison } from './condition';

/** How the values of an operator are read, and how one is compared. */
export interface OperatorRule {
  readonly compare: Comparison;
  /** Whether `*` and `?` are wildcards. */
  readonly wildcards: boolean;
  /** Whether a policy variable may stand in its values: with text and ARNs alone. */
  readonly variables: boolean;
  /** @default false */
  readonly ignoreCase?: boolean;
}

const matched: Comparison = (actual, expected, context) => expected.covers(actual, context);

/** A comparison of what both texts mean; what means nothing agrees with nothing. */
const meaning =
  <Meaning>(
    read: (text: string) => Meaning | undefined,
    agree: (actual: Meaning, expected: Meaning) => boolean,
  ) =>
  (actual: string, expected: Pattern): boolean => {
    const [left, right] = [read(actual), read(expected.text)];
    return left !== undefined && right !== undefined && agree(left, right);
  };

const number = (text: string): number | undefined =>
  text.trim() === '' || Number.isNaN(Number(text)) ? undefined : Number(text);

/** Seconds since 1970, or ISO 8601. */
const date = (text: string): number | undefined => {
  const milliseconds = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text);
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
};

const bool = (text: string): boolean | undefined =>
  ({ true: true, false: false })[text.toLowerCase()] as boolean | undefined;

const binary = (text: string): string | undefined =>
  /^[A-Za-z0-9+/]*={0,2}$/.test(text) ? Buffer.from(text, 'base64').toString('hex') : undefined;

/** An address in a block, such as 10.0.0.0/16 or 2001:db8::/32; without a length, in itself. */
const ipAddress: Comparison = (actual, expected) => {
  const [network = '', length] = expected.text.split('/');
  const [family, actualFamily] = [isIP(network), isIP(actual)];
  if (family === 0 || family !== actualFamily) return false;
  const block = new BlockList();
  const type = family === 4 ? 'ipv4' : 'ipv6';
  const bits = length === undefined ? (family === 4 ? 32 : 128) : Number(length);
  if (!Number.isInteger(bits) || bits < 0 || bits > (family === 4 ? 32 : 128)) return false;
  block.addSubnet(network, bits, type);
  return block.check(actual, type);
};

/** Each of the six parts by itself, so that no wildcard reaches beyond a colon. */
const arn: Comparison = (actual, expected, context) => {
  const pattern = expected.resolved(context);
  const [left, right] = [segmentsOf(actual), pattern === undefined ? undefined : segmentsOf(pattern)];
  if (left === undefined || right === undefined) return false;
  return right.every((segment, index) =>
    new Pattern(segment, { wildcards: 'text', variables: false }).covers(left[index] ?? '', context),
  );
};

const text = { variables: true, compare: matched } as const;
const numeric = (agree: (actual: number, expected: number) => boolean): OperatorRule => ({
  wildcards: false,
  variables: false,
  compare: meaning(number, agree),
});
const dated = (agree: (actual: number, expected: number) => boolean): OperatorRule => ({
  wildcards: false,
  variables: false,
  compare: meaning(date, agree),
});
const equal = <Value>(actual: Value, expected: Value): boolean => actual === expected;

/** The operators by the name of what they compare, without `Not`, `IfExists` and set qualifiers. `Null` compares nothing. */
export const OPERATOR_RULES: Readonly<Record<string, OperatorRule>> = {
  StringEquals: { ...text, wildcards: false },
  StringEqualsIgnoreCase: { ...text, wildcards: false, ignoreCase: true },
  StringLike: { ...text, wildcards: true },
  NumericEquals: numeric(equal),
  NumericLessThan: numeric((actual, expected) => actual < expected),
  NumericLessThanEquals: numeric((actual, expected) => actual <= expected),
  NumericGreaterThan: numeric((actual, expected) => actual > expected),
  NumericGreaterThanEquals: numeric((actual, expected) => actual >= expected),
  DateEquals: dated(equal),
  DateLessThan: dated((actual, expected) => actual < expected),
  DateLessThanEquals: dated((actual, expected) => actual <= expected),
  DateGreaterThan: dated((actual, expected) => actual > expected),
  DateGreaterThanEquals: dated((actual, expected) => actual >= expected),
  Bool: { wildcards: false, variables: false, compare: meaning(bool, equal) },
  BinaryEquals: { wildcards: false, variables: false, compare: meaning(binary, equal) },
  IpAddress: { wildcards: false, variables: false, compare: ipAddress },
  ArnEquals: { wildcards: true, variables: true, compare: arn },
  ArnLike: { wildcards: true, variables: true, compare: arn },
  Null: { wildcards: false, variables: false, compare: () => false },
};

/** The negated operators, and what they negate. */
export const NEGATED: Readonly<Record<string, string>> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  NumericNotEquals: 'NumericEquals',
  DateNotEquals: 'DateEquals',
  NotIpAddress: 'IpAddress',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
};
