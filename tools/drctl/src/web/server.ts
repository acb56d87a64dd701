import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { InputError } from '@healthcare-dr/cli-kit';
import { CHART_STYLE, markup, page, PAIR_STYLE, type Html } from '@healthcare-dr/cli-kit/page';
import { FOLLOWING_SCRIPT } from './script';

/** A page on this machine that shows what was shown last. */
export interface WebServer {
  readonly url: string;
  show(view: Html): void;
  close(): Promise<void>;
}

const HOSTS = ['127.0.0.1', 'localhost'];

/**
 * Serves one page to this machine alone: it listens on the loopback interface, answers under its own names only (another site whose
 * name leads here gets nothing), answers no other site's script, and takes nothing.
 *
 * @param port 0 for any that is free
 * @throws InputError if the port cannot be had
 */
export async function serveWeb(title: string, port: number): Promise<WebServer> {
  let view = markup`<h1>${title}</h1><p>The first look is under way.</p>`;
  const server = createServer((request, response) => answer(request, response, title, view));
  const { port: listening } = await listen(server, port);
  return {
    url: `http://127.0.0.1:${listening}/`,
    show: (next) => {
      view = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, port: number): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', ({ message }) =>
      reject(
        new InputError({
          problem: `The page cannot be served on port ${port}: ${message}.`,
          allowed: 'a port of this machine that is free, or none for any',
          fix: 'name another one with --port, or leave --port out.',
        }),
      ),
    );
    server.listen(port, '127.0.0.1', () => resolve(server.address() as AddressInfo));
  });
}

function answer(request: IncomingMessage, response: ServerResponse, title: string, view: Html): void {
  const say = (status: number, text: string, type = 'text/plain') => {
    response.writeHead(status, {
      'content-type': `${type}; charset=utf-8`,
      'cache-control': 'no-store',
      'content-security-policy': "frame-ancestors 'none'",
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
    response.end(request.method === 'HEAD' ? undefined : text);
  };
  if (!isOwn(request))
    return say(403, 'This page is for the browser of this machine, under its own address.\n');
  if (request.method !== 'GET' && request.method !== 'HEAD') return say(405, 'This page takes nothing.\n');
  if (request.url === '/view') return say(200, view.text, 'text/html');
  if (request.url !== '/') return say(404, 'There is one page, /.\n');
  const body = markup`<p id="connection" class="failed" role="status"></p>
<main id="view">${view}</main>`;
  say(200, page({ title, body, style: PAIR_STYLE + CHART_STYLE, script: FOLLOWING_SCRIPT }), 'text/html');
}

/** Whether a request is addressed to this server by a name of its own, and from its own page or none. */
function isOwn({ headers: { host, origin }, socket }: IncomingMessage): boolean {
  const names = HOSTS.map((name) => `${name}:${socket.localPort ?? 0}`);
  return (
    names.includes(host ?? '') && (origin === undefined || names.some((name) => origin === `http://${name}`))
  );
}
