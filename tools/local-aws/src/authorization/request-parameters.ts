import { gunzipSync } from 'node:zlib';
import { cbor } from '@smithy/core/cbor';
import { protocolOf, type RequestHead } from '../gateway/operation';
import type { RestCall } from './rest-call';
import { restCallOf } from './rest-operations';

/**
 * The operation of a request and its parameters, by the names of the API; `undefined` for a request of REST whose operation is in no
 * table here.
 *
 * @throws SyntaxError for a body that its protocol cannot read
 */
export function readRequest(
  head: RequestHead,
  operation: string,
  body: Buffer | undefined,
): RestCall | undefined {
  const protocol = protocolOf(head);
  if (protocol === 's3' || protocol === 'rest-xml' || protocol === 'rest-json') return restCallOf(head, body);
  const content = unzipped(head, body ?? Buffer.alloc(0));
  if (protocol === 'json')
    return {
      operation,
      parameters: objectOf(content.length === 0 ? {} : JSON.parse(content.toString('utf8'))),
    };
  if (protocol === 'cbor')
    return { operation, parameters: objectOf(content.length === 0 ? {} : cbor.deserialize(content)) };
  const form = new URLSearchParams(content.toString('utf8'));
  return {
    operation,
    parameters: { ...Object.fromEntries(head.url.searchParams), ...Object.fromEntries(form) },
  };
}

/** The SDKs compress what is long, such as metrics. */
const unzipped = ({ headers }: RequestHead, body: Buffer): Buffer =>
  headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null) return value as Readonly<Record<string, unknown>>;
  throw new SyntaxError('The body of the request is no object.');
}
