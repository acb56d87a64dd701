import { askRequests } from '../facts/requests';
import { serveWeb } from '../web/server';
import { viewHtml, type Sample } from '../web/view';
import { watch, type WatchOptions } from './watch';

/** How many looks are kept: an hour of them. */
const KEPT_LOOKS = 720;

/** What `watch --web` is given. */
export interface WatchWebOptions extends WatchOptions {
  /** The port on the loopback interface. @default - any that is free */
  readonly port?: number;
}

/**
 * Looks again and again and shows it as a page on this machine, until the signal ends it.
 *
 * @throws what the signal was aborted with: it has no other end
 */
export async function watchWeb(options: WatchWebOptions): Promise<never> {
  const { pair, terminal, json, port = 0 } = options;
  const samples: Sample[] = [];
  const server = await serveWeb(`drctl: ${pair.environment.suffix}`, port);
  terminal.print(
    json
      ? JSON.stringify({ url: server.url })
      : `Watch ${pair.environment.suffix} at ${server.url}; Ctrl-C ends it.`,
  );
  try {
    return await watch({
      ...options,
      show: async ({ view, facts }) => {
        const [primary, dr] = await Promise.all([
          askRequests(pair.sides.primary, facts.at),
          askRequests(pair.sides.dr, facts.at),
        ]);
        samples.push({ at: facts.at, service: view.clients.service, writer: view.writer?.role });
        if (samples.length > KEPT_LOOKS) samples.shift();
        server.show(viewHtml({ view, facts, samples, requests: { primary, dr } }));
      },
    });
  } finally {
    await server.close();
  }
}
