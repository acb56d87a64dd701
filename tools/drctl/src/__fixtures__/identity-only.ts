import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An AWS that knows one thing, who is asking, denies all else, and notes every call it gets. */
export class IdentityOnly {
  readonly calls: string[] = [];
  readonly #server: Server;

  /** @param account the account that whoever asks is of */
  constructor(account: string) {
    this.#server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        this.calls.push(
          /Action=(\w+)/.exec(body)?.[1] ?? String(request.headers['x-amz-target'] ?? request.method),
        );
        if (this.calls.at(-1) !== 'GetCallerIdentity') {
          response.writeHead(403, { 'content-type': 'application/x-amz-json-1.1' });
          response.end(JSON.stringify({ __type: 'AccessDeniedException', message: 'not yours' }));
          return;
        }
        response.setHeader('content-type', 'text/xml');
        response.end(
          `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Account>${account}</Account><Arn>arn:aws:iam::${account}:user/x</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>`,
        );
      });
    });
  }

  /** Starts it. @returns the environment variables with which a process asks it */
  async variables(): Promise<NodeJS.ProcessEnv> {
    await new Promise<void>((listening) => this.#server.listen(0, '127.0.0.1', listening));
    const { port } = this.#server.address() as AddressInfo;
    return {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    };
  }

  stop(): Promise<void> {
    return new Promise((stopped) => {
      this.#server.close(() => stopped());
      this.#server.closeAllConnections();
    });
  }
}
