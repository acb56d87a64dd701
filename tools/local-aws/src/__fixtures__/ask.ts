import { setTimeout as delay } from 'node:timers/promises';

/** A request by its service and Region; what it says is a form, a JSON document with a target, or one at a path. */
export interface Asked {
  readonly service: string;
  readonly region: string;
  /** The parameters of the query protocol. */
  readonly form?: Readonly<Record<string, string>>;
  /** The header `X-Amz-Target`. */
  readonly target?: string;
  readonly method?: string;
  readonly path?: string;
  readonly content?: unknown;
  readonly accessKeyId?: string;
}

/** What came back. */
export interface Answered {
  readonly status: number;
  /** The code of an error, wherever its protocol says it; empty for none. */
  readonly code: string;
  readonly text: string;
}

/** Asks as an SDK does, for services of which this workspace has no client: the local AWS does not check the signature. */
export async function ask(endpoint: string, asked: Asked): Promise<Answered> {
  const { service, region, form, target, path = '/', content, accessKeyId = 'test' } = asked;
  const { method = 'POST' } = asked;
  const response = await fetch(`${endpoint}${path}`, {
    method,
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`,
      'content-type':
        form !== undefined
          ? 'application/x-www-form-urlencoded'
          : target === undefined
            ? 'application/json'
            : 'application/x-amz-json-1.1',
      ...(target !== undefined && { 'x-amz-target': target }),
    },
    ...(method !== 'GET' &&
      method !== 'DELETE' && {
        body: form === undefined ? JSON.stringify(content ?? {}) : new URLSearchParams(form).toString(),
      }),
  });
  const text = await response.text();
  return { status: response.status, code: response.ok ? '' : codeOf(text, response.headers), text };
}

function codeOf(text: string, headers: Headers): string {
  const code =
    headers.get('x-amzn-errortype') ??
    /<Code>([^<]+)<\/Code>/.exec(text)?.[1] ??
    /"__type": ?"([^"]+)"/.exec(text)?.[1] ??
    '';
  return code.split('#').at(-1) ?? '';
}

/** Asks again until an answer is as it should be. */
export async function eventually<T>(look: () => Promise<T>, is: (seen: T) => boolean): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    const seen = await look();
    if (is(seen) || tries === 100) return seen;
    await delay(50);
  }
}
