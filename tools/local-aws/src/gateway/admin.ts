import type { IncomingMessage, ServerResponse } from 'node:http';
import { UserError } from '@healthcare-dr/topology';
import { z } from 'zod';
import { parseFaultRegion, type FaultRegion, type PlacedFault } from './faults';
import type { RecordedRequest, RequestFilter } from './journal';
import { parseLink, type Link, type PlacedLinkFault } from './link-faults';

/** The paths that are the gateway's own. No bucket name begins with an underscore, so none is hidden by it. */
export const ADMIN_PREFIX = '/_gateway';

const MAX_BODY_BYTES = 65_536;

/** What of a gateway its routes steer. */
export interface Administered {
  setFault(region: FaultRegion, input: unknown): unknown;
  heal(region?: FaultRegion): void;
  faults(): PlacedFault[];
  setLinkFault(link: Link, input: unknown): unknown;
  healLink(link?: Link): void;
  linkFaults(): PlacedLinkFault[];
  databases(): unknown;
  requests(filter?: RequestFilter): RecordedRequest[];
  clear(): void;
}

const filterSchema = z.strictObject({
  region: z.string().optional(),
  service: z.string().optional(),
  operation: z.string().optional(),
  accessKeyId: z.string().optional(),
  caller: z.string().optional(),
  denied: z.string().optional(),
  fault: z.enum(['slow', 'throttle', 'fail', 'black-out']).optional(),
  afterSequence: z.coerce.number().int().min(0).optional(),
});

interface Call {
  readonly gateway: Administered;
  /** The Region in the path, checked. */
  readonly region: FaultRegion | undefined;
  /** The link in the path, checked. */
  readonly link: Link | undefined;
  readonly query: URLSearchParams;
  body(): Promise<unknown>;
}

/** `<method> <path>`, where `:region` stands for a Region and `:link` for two with `--` between them, and what it does. */
const ROUTES: Readonly<Record<string, (call: Call) => unknown>> = {
  'GET /_gateway/faults': ({ gateway }) => ({ faults: gateway.faults() }),
  'DELETE /_gateway/faults': ({ gateway }) => {
    gateway.heal();
    return { faults: gateway.faults() };
  },
  'PUT /_gateway/faults/:region': async ({ gateway, region, body }) => {
    const input = await body();
    if (region !== undefined) gateway.setFault(region, input);
    return { faults: gateway.faults() };
  },
  'DELETE /_gateway/faults/:region': ({ gateway, region }) => {
    gateway.heal(region);
    return { faults: gateway.faults() };
  },
  'GET /_gateway/links': ({ gateway }) => ({ faults: gateway.linkFaults() }),
  'DELETE /_gateway/links': ({ gateway }) => {
    gateway.healLink();
    return { faults: gateway.linkFaults() };
  },
  'PUT /_gateway/links/:link': async ({ gateway, link, body }) => {
    const input = await body();
    if (link !== undefined) gateway.setLinkFault(link, input);
    return { faults: gateway.linkFaults() };
  },
  'DELETE /_gateway/links/:link': ({ gateway, link }) => {
    gateway.healLink(link);
    return { faults: gateway.linkFaults() };
  },
  'GET /_gateway/databases': ({ gateway }) => gateway.databases(),
  'GET /_gateway/requests': ({ gateway, query }) => ({ requests: gateway.requests(parseFilter(query)) }),
  'DELETE /_gateway/requests': ({ gateway }) => {
    gateway.clear();
    return { requests: [] };
  },
};

/**
 * Answers a request to the gateway itself, always in JSON: what is in force now, or with status 400 the `error` that says what
 * was given, what is allowed and how to fix it. A request that is refused changes nothing.
 */
export async function answerAdmin(
  gateway: Administered,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  try {
    const [, , kind, place] = url.pathname.split('/');
    const what = kind === 'links' ? 'link' : 'region';
    const path = place === undefined ? url.pathname : url.pathname.replace(/[^/]+$/, `:${what}`);
    const route = ROUTES[`${request.method} ${path}`];
    if (route === undefined)
      return send(response, 404, { error: noRoute(request.method, url.pathname).message });
    const named = place === undefined ? undefined : decodeURIComponent(place);
    const region = named === undefined || what === 'link' ? undefined : parseFaultRegion(named);
    const link = named === undefined || what === 'region' ? undefined : parseLink(named);
    const body = () => readJson(request);
    send(response, 200, await route({ gateway, region, link, query: url.searchParams, body }));
  } catch (error) {
    if (error instanceof UserError) return send(response, 400, { error: error.message });
    send(response, 500, { error: String(error) });
  }
}

function send(response: ServerResponse, status: number, value: unknown): void {
  // A body that was refused unread would be taken for the next request.
  const connection = status === 200 ? {} : { connection: 'close' };
  response.writeHead(status, { 'content-type': 'application/json', ...connection });
  response.end(`${JSON.stringify(value)}\n`);
}

function parseFilter(query: URLSearchParams): RequestFilter {
  const result = filterSchema.safeParse(Object.fromEntries(query));
  if (result.success) return result.data;
  throw new UserError({
    problem: `The query '${query}' cannot be used: ${z.prettifyError(result.error).replaceAll('\n', ' ')}`,
    allowed: Object.keys(filterSchema.shape).join(', '),
    fix: 'correct the query.',
  });
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_BODY_BYTES) throw notJson(`is longer than ${MAX_BODY_BYTES} bytes`);
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown;
  } catch {
    throw notJson('is no JSON');
  }
}

function notJson(why: string): UserError {
  return new UserError({
    problem: `The body ${why}.`,
    allowed: 'a fault in JSON, such as {"kind":"black-out","mode":"reset"}',
    fix: 'send one.',
  });
}

function noRoute(method: string | undefined, path: string): UserError {
  return new UserError({
    problem: `The gateway has no ${method} ${path}.`,
    allowed: Object.keys(ROUTES).join(', '),
    fix: 'use one of these.',
  });
}
