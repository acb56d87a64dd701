import type { IncomingHttpHeaders } from 'node:http';

/** How a service writes its requests and errors. */
export type Protocol = 'json' | 'cbor' | 'query' | 'ec2' | 's3' | 'rest-xml' | 'rest-json';

/** What of a request tells its protocol and operation. */
export interface RequestHead {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly service: string;
  /** The body, of a form only. @default - the request carries no form */
  readonly form?: string;
}

/** Services whose requests are documents of XML. */
export const REST_XML_SERVICES: ReadonlySet<string> = new Set(['cloudfront', 'route53']);

/** Whether a request's body is a form, which is where the query protocol has its `Action`. */
export function isForm(headers: IncomingHttpHeaders): boolean {
  return headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
}

/** The protocol a request speaks. Source: the protocol specifications of Smithy, and the service's own where it is older. */
export function protocolOf({ url, headers, service }: RequestHead): Protocol {
  if (headers['smithy-protocol'] === 'rpc-v2-cbor') return 'cbor';
  if (headers['x-amz-target'] !== undefined) return 'json';
  if (service === 's3') return 's3';
  if (isForm(headers) || url.searchParams.has('Action')) return service === 'ec2' ? 'ec2' : 'query';
  return REST_XML_SERVICES.has(service) ? 'rest-xml' : 'rest-json';
}

/**
 * What a request asks for: the operation's name where the protocol says it (`CreateKey`), else method, path and sub-resources
 * (`PUT /bucket?versioning`).
 */
export function operationOf(head: RequestHead): string {
  const target = head.headers['x-amz-target'];
  if (typeof target === 'string') return target.slice(target.lastIndexOf('.') + 1);
  const rpc = /^\/service\/[^/]+\/operation\/([^/]+)$/.exec(head.url.pathname)?.[1];
  if (rpc !== undefined) return rpc;
  const action = new URLSearchParams(head.form).get('Action') ?? head.url.searchParams.get('Action');
  if (action !== null) return action;
  const subResources = [...head.url.searchParams].filter(([, value]) => value === '').map(([name]) => name);
  const suffix = subResources.length === 0 ? '' : `?${subResources.join('&')}`;
  return `${head.method} ${head.url.pathname}${suffix}`;
}
