import type { IncomingHttpHeaders } from 'node:http';

/** What a name for this machine looks like, with a port or without: a bucket may stand before it. */
const LOCAL = /^(?:[\w.-]+\.)?(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i;

/** Sites from which a browser sends a request by itself or by a page of this machine. */
const OWN_SITES = ['same-origin', 'same-site', 'none'];

/**
 * Why a request is none of a client of this machine; `undefined` if it is one. The gateway listens on the loopback interface, and yet a
 * page of the web that is open in a browser here can reach it: under a name of its own that resolves to this machine, or by a form or a
 * script that sends and does not read. A function is led to where its request came in, so a foreign name would lead it away.
 *
 * @see https://fetch.spec.whatwg.org/#origin-header, https://www.w3.org/TR/fetch-metadata/
 */
export function foreignCaller(headers: IncomingHttpHeaders): string | undefined {
  const { host = '', origin } = headers;
  const site = headers['sec-fetch-site'];
  if (!LOCAL.test(host)) return `The host '${host}' is no name of this machine.`;
  if (origin !== undefined && !LOCAL.test(origin.replace(/^https?:\/\//, '')))
    return `The origin '${origin}' is none of this machine.`;
  if (typeof site === 'string' && !OWN_SITES.includes(site)) return `The request is ${site}.`;
  return undefined;
}
