import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Upstream } from '../exchange';

/** A request as it reached the upstream. */
export interface ReceivedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A tiny server in AWS's place. */
export interface FakeUpstream extends Upstream {
  readonly received: ReceivedRequest[];
  /** How it answers the next requests. @default - 200 and `ok` */
  respond: (request: ReceivedRequest, response: ServerResponse) => void;
  close(): Promise<void>;
}

/** Starts the tiny server on a free loopback port. */
export async function startUpstream(): Promise<FakeUpstream> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const received: ReceivedRequest = {
      method: request.method ?? '',
      url: request.url ?? '',
      headers: request.headers,
      body: Buffer.concat(chunks).toString('utf8'),
    };
    upstream.received.push(received);
    upstream.respond(received, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const upstream: FakeUpstream = {
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    received: [],
    respond: (_, response) => response.end('ok'),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return upstream;
}

/** The Authorization header of a request signed for a Region and service. */
export function signed(region: string, service: string): { authorization: string } {
  return {
    authorization: `AWS4-HMAC-SHA256 Credential=AKIATEST/20260102/${region}/${service}/aws4_request, SignedHeaders=host, Signature=00`,
  };
}
