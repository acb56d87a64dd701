import { witnessText } from '@healthcare-dr/dns/contract';
import { CallError, type FailureKind } from '../domain/errors';
import type { WitnessAnswer } from '../domain/ports';

/**
 * What the records of a witness's name say of a Region.
 *
 * @throws CallError for anything but the one text of a witness of this very role
 */
export function readWitness(
  role: 'primary' | 'dr',
  records: readonly (readonly string[])[],
  operation: string,
): WitnessAnswer {
  const texts = records.map((chunks) => chunks.join(''));
  const [text] = texts;
  for (const answer of ['healthy', 'unhealthy'] as const)
    if (texts.length === 1 && text === witnessText(role, answer)) return answer;
  throw new CallError(operation, 'invalid', `no witness gives ${JSON.stringify(texts).slice(0, 120)}`);
}

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';

/**
 * What became of a question to the resolver, from what it threw.
 *
 * @see https://nodejs.org/docs/latest-v20.x/api/dns.html#error-codes
 */
export function kindOfDnsError(error: unknown): FailureKind {
  switch (codeOf(error)) {
    case 'ENOTFOUND':
    case 'ENODATA':
      return 'not-found';
    case 'ETIMEOUT':
    case 'ECANCELLED':
      return 'timeout';
    case 'ECONNREFUSED':
      return 'unreachable';
    default:
      return 'unknown';
  }
}
