import type { AuditedException } from '../audit';

/** Who accepts an exception, on whose word, recorded where, and until when. */
export interface ExceptionFields {
  readonly owner: string;
  readonly approver: string;
  readonly ticket: string;
  /** A date, ISO 8601. */
  readonly expires: string;
}

/** The fields of an exception; a ticket that was not given is empty. */
export function exceptionFields({
  owner,
  approver,
  ticket = '',
  expires,
}: AuditedException): ExceptionFields {
  return { owner, approver, ticket, expires };
}
