import {
  request as httpRequest,
  type ClientRequest,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { ErrorAnswer } from './aws-error';
import type { CredentialScope } from './credential-scope';

/** How a Region that is gone treats a connection. */
export type BlackOutMode = 'reset' | 'hang';

/** Where requests are passed on to. */
export interface Upstream {
  readonly host: string;
  readonly port: number;
}

/** Headers about one connection, and one that the gateway has already answered. They are not passed on. */
const OWN_HEADERS: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'expect',
  'upgrade',
]);

/** `[name, value, name, value, …]` as Node reports and takes it, without the headers that end here. */
function passedOn(rawHeaders: readonly string[]): string[] {
  return rawHeaders.filter(
    (_, index) => !OWN_HEADERS.has((rawHeaders[index - (index % 2)] ?? '').toLowerCase()),
  );
}

/** One request and what becomes of it. */
export class Exchange {
  /** Settles when the client has its answer, went away, or was cut off. */
  readonly closed: Promise<void>;
  private readonly stopped = new AbortController();
  private cutOff = false;

  constructor(
    readonly scope: CredentialScope,
    private readonly request: IncomingMessage,
    private readonly response: ServerResponse,
  ) {
    this.closed = new Promise((resolve) => {
      response.once('close', () => {
        this.stopped.abort();
        resolve();
      });
    });
  }

  /** Aborted when nobody waits for an answer any more. */
  get signal(): AbortSignal {
    return this.stopped.signal;
  }

  /** The status of the answer. @default - undefined while there is none, and if the exchange was cut off before it */
  get status(): number | undefined {
    return this.response.headersSent ? this.response.statusCode : undefined;
  }

  /** Reads the whole body, for those that are small and say what is asked. */
  async readBody(): Promise<Buffer> {
    const chunks: Buffer[] = [];
    for await (const chunk of this.request) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  }

  /** Waits, unless the exchange ends first. @returns whether it is still open */
  async wait(delayMs: number): Promise<boolean> {
    if (delayMs > 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, delayMs);
        this.signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
      });
    }
    return !this.signal.aborted;
  }

  /**
   * Answers in AWS's place. The request's body is read to its end, so that the connection can be used again. Where an answer has
   * begun already, it breaks off.
   */
  answer({ status, headers, body }: ErrorAnswer): void {
    if (this.cutOff) return;
    if (this.response.headersSent) {
      this.request.socket.destroy();
      return;
    }
    this.request.resume();
    this.response.writeHead(status, headers);
    this.response.end(this.request.method === 'HEAD' ? undefined : body);
  }

  /**
   * Cuts the exchange off, wherever it is: what was asked may have happened or not. `reset` resets the connection; `hang` leaves
   * it open and says nothing more.
   */
  cut(mode: BlackOutMode): void {
    this.cutOff = true;
    if (mode === 'reset') {
      this.request.socket.resetAndDestroy();
      return;
    }
    this.request.resume();
    this.stopped.abort();
  }

  /**
   * Passes the request on and the answer back, both as streams. `Host` stays as the client sent it: the URLs in answers are
   * made from it.
   *
   * @param body the body, if it was read already
   * @throws Error if the upstream cannot be reached or breaks off
   */
  async forward(upstream: Upstream, body?: Buffer): Promise<void> {
    const outgoing = httpRequest({
      ...upstream,
      agent: false,
      method: this.request.method,
      path: this.request.url,
      headers: passedOn(this.request.rawHeaders),
      signal: this.signal,
    });
    try {
      const answering = responseOf(outgoing);
      if (body !== undefined) outgoing.end(body);
      // A client that breaks off ends the outgoing request with an error, which `answering` reports.
      else pipeline(this.request, outgoing).catch(() => {});
      await this.passBack(await answering);
    } catch (error) {
      if (!this.signal.aborted) throw error;
    }
  }

  private async passBack(answer: IncomingMessage): Promise<void> {
    if (this.signal.aborted) return;
    this.response.writeHead(answer.statusCode ?? 502, answer.statusMessage, passedOn(answer.rawHeaders));
    // Not a pipeline: one that is aborted closes the connection, and a black-out may have to leave it hanging.
    answer.pipe(this.response);
    await new Promise<void>((resolve, reject) => {
      answer.once('end', resolve);
      answer.once('error', reject);
      answer.once('close', () => reject(new Error('The connection broke off in the middle of the answer.')));
    });
  }
}

async function responseOf(outgoing: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    outgoing.once('response', resolve);
    outgoing.on('error', reject);
  });
}
