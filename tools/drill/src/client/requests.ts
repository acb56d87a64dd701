import type { Role } from '@healthcare-dr/topology';

/** What became of a request. `not-found`: of a record that was acknowledged; `wrong`: what was never sent for it. */
export type RequestOutcome = 'ok' | 'failed' | 'not-found' | 'wrong';

/** One request of a client of the service, as the client saw it. */
export interface ClientRequest {
  /** Virtual time of the answer, in milliseconds since the epoch. */
  readonly at: number;
  readonly kind: 'write' | 'read';
  readonly id: string;
  readonly outcome: RequestOutcome;
  /** Where DNS led it; `undefined`: nowhere. */
  readonly role: Role | undefined;
  /** Whether it is a client within the Region that is dark, which reaches the service beside it. */
  readonly inside: boolean;
  /** Who answered a read. */
  readonly source?: string;
  /** Whether the row came without its document, and the service said so. */
  readonly documentMissing?: boolean;
  /** Why it failed: a status, or what became of the connection. */
  readonly reason?: string;
}

/** A record that a client was told is kept. */
export interface Acknowledged {
  readonly id: string;
  /** When it was told, in virtual milliseconds since the epoch. */
  readonly at: number;
  readonly inside: boolean;
}

/** What a client sent for a record. */
export interface SentRecord {
  readonly patient: string;
  readonly document: string;
}

/** For how long clients were without service. */
export interface Outage {
  /** The first request that failed. */
  readonly from: number;
  /** The first after it that did not; `undefined`: none did. */
  readonly to: number | undefined;
}

/**
 * The longest outage that clients outside saw.
 *
 * @returns undefined if no request failed
 */
export function outageOf(
  requests: readonly ClientRequest[],
  kind: ClientRequest['kind'],
): Outage | undefined {
  const outages: Outage[] = [];
  let from: number | undefined;
  for (const { at, outcome } of requests.filter((each) => each.kind === kind && !each.inside)) {
    if (outcome === 'failed') from ??= at;
    else if (from !== undefined) {
      outages.push({ from, to: at });
      from = undefined;
    }
  }
  if (from !== undefined) outages.push({ from, to: undefined });
  const length = ({ from: begin, to = Number.POSITIVE_INFINITY }: Outage) => to - begin;
  return outages.toSorted((a, b) => length(b) - length(a))[0];
}
