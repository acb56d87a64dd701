import { askRequests } from '../facts/requests';
import { serveWeb } from '../web/server';
import { viewHtml, type Sample, type WebView } from '../web/view';
import { watch, type WatchOptions } from './watch';

/** How many looks are kept: an hour of them. */
const KEPT_LOOKS = 720;

const NOT_YET = { known: false, reason: 'not asked yet', dark: false } as const;

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
  let requests: WebView['requests'] = { primary: NOT_YET, dr: NOT_YET };
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
        samples.push({ at: facts.at, service: view.clients.service, writer: view.writer?.role });
        if (samples.length > KEPT_LOOKS) samples.shift();
        // What was found is shown at once: a Region that hangs costs its time a second time here.
        server.show(viewHtml({ view, facts, samples, requests }));
        const [primary, dr] = await Promise.all([
          askRequests(pair.sides.primary, facts.at),
          askRequests(pair.sides.dr, facts.at),
        ]);
        requests = { primary, dr };
        server.show(viewHtml({ view, facts, samples, requests }));
      },
    });
  } finally {
    await server.close();
  }
}
