import { request } from 'node:https';
import type { ProbePort } from '../domain/ports';

/** What the adapter needs. */
export interface ProbeAdapterProps {
  /** An `https:` URL of the service in the other Region, by the name of that Region. */
  readonly url: string;
  /** For all of it: name, connection, TLS and the first line of the answer, in milliseconds. */
  readonly timeoutMs: number;
  /**
   * Who vouches for the certificate, in PEM.
   * @default - the certificate authorities that node knows
   */
  readonly ca?: string;
}

/** How long the service may take to begin its answer, in milliseconds. */
export const PROBE_TIMEOUT_MS = 3_000;

/**
 * Asks the service over HTTPS whether it serves. A redirect counts as served and is not followed: where it leads is another
 * question. The certificate is verified, and each probe makes a connection of its own: one that was kept could outlive the
 * Region behind it.
 */
export function probeAdapter({ url, timeoutMs, ca }: ProbeAdapterProps): ProbePort {
  return {
    serves: () =>
      new Promise((resolve) => {
        const finish = (served: boolean) => {
          clearTimeout(timer);
          // What comes later is of no interest, and an error without a listener would end the process.
          outgoing.on('error', () => undefined);
          outgoing.destroy();
          resolve(served);
        };
        const outgoing = request(url, {
          method: 'GET',
          agent: false,
          ...(ca === undefined ? {} : { ca }),
          headers: { 'user-agent': 'failover-probe' },
        });
        const timer = setTimeout(() => finish(false), timeoutMs);
        outgoing.once('response', ({ statusCode = 0 }) => finish(statusCode >= 200 && statusCode < 400));
        outgoing.once('error', () => finish(false));
        outgoing.end();
      }),
  };
}
