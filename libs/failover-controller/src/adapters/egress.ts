import { request } from 'node:https';
import type { EgressPort } from '../domain/ports';

/** What the adapter needs. */
export interface EgressAdapterProps {
  /** `https:` URLs outside both Regions, each of another failure domain than the others. */
  readonly anchors: readonly string[];
  /** For all of them, in milliseconds. */
  readonly timeoutMs: number;
  /**
   * Certificate authorities to trust, in PEM.
   * @default - those that Node.js knows
   */
  readonly ca?: string;
}

/** How long the anchors may take, in milliseconds: as long as the probe, which leaves by the same gateway. */
export const EGRESS_TIMEOUT_MS = 3_000;

/**
 * Whether the own Region's way out is open: any HTTP status of any anchor shows it. All are asked at once, each by a connection of its
 * own. The certificate is verified, because a captive answer of the own network would show nothing.
 */
export function egressAdapter({ anchors, timeoutMs, ca }: EgressAdapterProps): EgressPort {
  return {
    reaches: async () => {
      const gone = new AbortController();
      const timer = setTimeout(() => gone.abort(), timeoutMs);
      try {
        await Promise.any(anchors.map((url) => answers(url, gone.signal, ca)));
        return true;
      } catch {
        return false;
      } finally {
        clearTimeout(timer);
        gone.abort();
      }
    },
  };
}

const answers = (url: string, signal: AbortSignal, ca: string | undefined): Promise<void> =>
  new Promise((resolve, reject) => {
    const outgoing = request(url, {
      method: 'HEAD',
      agent: false,
      signal,
      ...(ca === undefined ? {} : { ca }),
      headers: { 'user-agent': 'failover-egress' },
    });
    outgoing.once('response', (response) => {
      response.resume();
      resolve();
    });
    // Also what comes after the answer, such as the abort: an error without a listener would end the process.
    outgoing.on('error', reject);
    outgoing.end();
  });
