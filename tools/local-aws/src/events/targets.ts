/** A call of the local AWS in the name of a service. */
export interface ServiceRequest {
  readonly service: string;
  readonly region: string;
  readonly form?: Readonly<Record<string, string>>;
  /** The header `X-Amz-Target`, with `content`. */
  readonly target?: string;
  readonly content?: object;
}

const authorization = (service: string, region: string): string =>
  `AWS4-HMAC-SHA256 Credential=aws/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`;

/**
 * Calls the local AWS as a service of AWS does: no permission is looked at any more.
 *
 * @param endpoint - of its gateway: functions call AWS where the request for them came in
 * @returns the body of the answer
 * @throws Error if it is no success
 */
export async function callAs(endpoint: string, request: ServiceRequest): Promise<string> {
  const { service, region, form, target, content = {} } = request;
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      authorization: authorization(service, region),
      'content-type': form === undefined ? 'application/x-amz-json-1.1' : 'application/x-www-form-urlencoded',
      ...(target !== undefined && { 'x-amz-target': target }),
    },
    body: form === undefined ? JSON.stringify(content) : new URLSearchParams(form).toString(),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${service} ${target ?? form?.['Action'] ?? ''}: ${text}`);
  return text;
}

/** What a function answered. */
export interface Invoked {
  readonly payload: string;
  /** Whether it ended in an error. */
  readonly failed: boolean;
}

/**
 * Invokes a function, and waits for its answer where that is asked for.
 *
 * @throws Error if it cannot be invoked
 */
export async function invokeFunction(
  endpoint: string,
  arn: string,
  region: string,
  payload: string,
  waits: boolean,
): Promise<Invoked | undefined> {
  const path = `/2015-03-31/functions/${encodeURIComponent(arn)}/invocations`;
  const response = await fetch(`${endpoint}${path}`, {
    method: 'POST',
    headers: {
      authorization: authorization('lambda', region),
      'x-amz-invocation-type': waits ? 'RequestResponse' : 'Event',
    },
    body: payload,
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`lambda Invoke of ${arn}: ${text}`);
  return waits ? { payload: text, failed: response.headers.has('x-amz-function-error') } : undefined;
}
