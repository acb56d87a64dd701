import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Certificate } from './certificate';

/** An HTTPS server on the loopback interface that can be switched off and on again; off, it refuses connections. */
export class SwitchedServer {
  #server: Server | undefined;
  #port = 0;

  /** @param certificate - of the names under which it is asked */
  constructor(
    private readonly certificate: Certificate,
    private readonly listener: RequestListener,
  ) {}

  /** Zero until it was switched on. */
  get port(): number {
    return this.#port;
  }

  get isOn(): boolean {
    return this.#server !== undefined;
  }

  /** Can be reached again, on the port it had. */
  async switchOn(): Promise<void> {
    if (this.#server !== undefined) return;
    const { certificateFile, keyFile } = this.certificate;
    const [cert, key] = await Promise.all([readFile(certificateFile), readFile(keyFile)]);
    const server = createServer({ cert, key }, this.listener);
    server.listen(this.#port, '127.0.0.1');
    await once(server, 'listening');
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  /** Refuses connections, and ends those that there are. */
  async switchOff(): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    this.#server = undefined;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  }
}
