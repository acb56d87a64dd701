import type { IncomingMessage } from 'node:http';
import { createServer, type Server } from 'node:https';
import { z } from 'zod';
import type { ServerCertificate } from './certificate';
import { DatabaseNotReachableError } from './database';
import { codeOf, type Log } from './log';
import type { Records } from './records';

/** The largest request that is taken, in bytes. */
const MOST_BYTES = 1_048_576;

/** What a client is told that went wrong. */
export type ProblemCode =
  | 'no-such-path'
  | 'not-a-record'
  | 'too-large'
  | 'record-not-found'
  | 'database-not-reachable'
  | 'draining'
  | 'failed';

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: ProblemCode,
    readonly facts: Readonly<Record<string, string>> = {},
  ) {
    super(code);
    this.name = 'Problem';
  }
}

const recordSchema = z.strictObject({ patient: z.string().min(1).max(200), document: z.string() });

const RECORD_PATH = /^\/records\/([A-Za-z0-9][A-Za-z0-9_-]{0,99})$/;

/** What {@link createService} is made from. */
export interface ServiceProps {
  readonly certificate: ServerCertificate;
  readonly records: Pick<Records, 'put' | 'get' | 'reachable'>;
  /** Whether the task is about to end, and takes nobody in any more. */
  readonly isDraining: () => boolean;
  readonly log: Log;
}

/** The service, not listening yet. */
export function createService({ certificate, ...props }: ServiceProps): Server {
  return createServer({ ...certificate, minVersion: 'TLSv1.2' }, (request, response) => {
    void answer(request, props).then(({ status, body }) => {
      response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
      response.end(JSON.stringify(body));
    });
  });
}

async function answer(request: IncomingMessage, props: Omit<ServiceProps, 'certificate'>): Promise<Answer> {
  try {
    return await route(request, props);
  } catch (error) {
    if (error instanceof Problem) return { status: error.status, body: { code: error.code, ...error.facts } };
    const unreachable = error instanceof DatabaseNotReachableError;
    props.log('request-failed', { method: request.method ?? '', reason: codeOf(error) });
    const code: ProblemCode = unreachable ? 'database-not-reachable' : 'failed';
    return {
      status: unreachable ? 503 : 500,
      body: { code, ...(unreachable ? { endpoint: error.endpoint, reason: error.reason } : {}) },
    };
  }
}

async function route(
  request: IncomingMessage,
  { records, isDraining }: Omit<ServiceProps, 'certificate' | 'log'>,
): Promise<Answer> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'https://service');
  const [, id] = RECORD_PATH.exec(pathname) ?? [];
  switch (`${request.method} ${id === undefined ? pathname : '/records'}`) {
    case 'GET /':
    case 'GET /livez':
      return { status: 200, body: { service: 'patient-records' } };
    case 'GET /healthz':
    case 'GET /readyz': {
      if (isDraining()) throw new Problem(503, 'draining');
      const isReadiness = pathname === '/readyz';
      if (!isReadiness && !searchParams.has('deep')) return { status: 200, body: {} };
      // A Region is ready by its own cluster; who asks for more wants to know whether the writer can be reached.
      const database = isReadiness
        ? await records.reachable('reader', 'writer')
        : await records.reachable('writer', 'reader');
      if (database === undefined) throw new Problem(503, 'database-not-reachable');
      return { status: 200, body: { database } };
    }
    case 'PUT /records': {
      const kept = recordSchema.safeParse(await bodyOf(request));
      if (!kept.success || id === undefined) throw new Problem(400, 'not-a-record');
      const at = await records.put(id, kept.data);
      return { status: 200, body: { id, writtenAt: at.toISOString() } };
    }
    case 'GET /records': {
      const { record, source } = await records.get(id ?? '');
      if (record === undefined) throw new Problem(404, 'record-not-found', { source });
      const documentState = record.document === undefined ? 'missing' : 'present';
      return { status: 200, body: { ...record, document: record.document ?? null, documentState } };
    }
    default:
      throw new Problem(404, 'no-such-path');
  }
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    // What is too much is read on, and not kept: the connection serves the next request.
    if (bytes <= MOST_BYTES) chunks.push(chunk);
  }
  if (bytes > MOST_BYTES) throw new Problem(413, 'too-large');
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}
