import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Certificate } from './certificate';

/**
 * What answers in place of a Region's service, or of what stands outside both Regions: HTTPS on the loopback interface. It can be
 * switched off and on again; connections are refused then.
 */
export class ServiceDouble {
  #server: Server | undefined;
  #port = 0;

  private constructor(private readonly certificate: Certificate) {}

  /** @param certificate - of the names under which it is asked */
  static async open(certificate: Certificate): Promise<ServiceDouble> {
    const double = new ServiceDouble(certificate);
    await double.switchOn();
    return double;
  }

  get port(): number {
    return this.#port;
  }

  get answers(): boolean {
    return this.#server !== undefined;
  }

  /** Answers again, on the port it had. */
  async switchOn(): Promise<void> {
    if (this.#server !== undefined) return;
    const { certificateFile, keyFile } = this.certificate;
    const [cert, key] = await Promise.all([readFile(certificateFile), readFile(keyFile)]);
    const server = createServer({ cert, key }, (_, response) => response.writeHead(200).end());
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
