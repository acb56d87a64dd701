import type { Duplex } from 'node:stream';
import type { SecureContext } from 'node:tls';
import type { Region } from '@healthcare-dr/topology';
import type { Listener, Network } from '../gateway';
import type { CertificateAuthority } from './certificates';
import type { DatabaseCluster } from './cluster';
import { serveConnection, type Authority } from './wire-proxy';

/** A name that clients know, and whom it leads to at a moment. */
export interface Endpoint {
  readonly name: string;
  /** @returns undefined if it leads nowhere: the writer endpoint of a cluster that follows */
  readonly target: () => { readonly cluster: DatabaseCluster; readonly readOnly: boolean } | undefined;
}

/** Where a name leads on this machine. */
export interface EndpointAddress {
  readonly name: string;
  /** The port of the loopback interface for clients outside of all Regions. */
  readonly port: number;
  /** Those for clients in a Region: a black-out of a Region leaves the connections within it. */
  readonly from: Readonly<Partial<Record<Region, number>>>;
}

/** What {@link Endpoints} are made from. */
export interface EndpointsProps {
  readonly network: Network;
  readonly certificates: CertificateAuthority;
  readonly authority: Authority;
}

/** One port of the loopback interface for each name and each place to ask from; what a name leads to is decided for each connection. */
export class Endpoints {
  readonly #listeners = new Map<string, Map<Region | undefined, Listener>>();
  readonly #endpoints = new Map<string, Endpoint>();
  readonly #contexts = new Map<
    DatabaseCluster,
    { readonly names: readonly string[]; readonly context: SecureContext }
  >();

  constructor(private readonly props: EndpointsProps) {}

  /** Where every name leads. */
  addresses(): EndpointAddress[] {
    return [...this.#listeners].flatMap(([name, listeners]) => {
      const outside = listeners.get(undefined);
      if (outside === undefined) return [];
      const inside = [...listeners].flatMap(([region, { port }]) =>
        region === undefined ? [] : [[region, port]],
      );
      return [{ name, port: outside.port, from: Object.fromEntries(inside) as EndpointAddress['from'] }];
    });
  }

  /** The port of a name. @param from - where the client is. @default - outside of all Regions */
  portOf(name: string, from?: Region): number | undefined {
    return this.#listeners.get(name)?.get(from)?.port;
  }

  /** Takes the certificate of a cluster, for all names that lead to it. */
  async certify(cluster: DatabaseCluster, names: readonly string[]): Promise<void> {
    const context = await this.props.certificates.contextFor(names);
    this.#contexts.set(cluster, { names, context });
  }

  /** Has these endpoints and no others, each reached from outside and from these Regions. */
  async set(endpoints: readonly Endpoint[], regions: readonly Region[]): Promise<void> {
    const wanted = new Set(endpoints.map(({ name }) => name));
    for (const [name, listeners] of this.#listeners) {
      if (wanted.has(name)) continue;
      this.#listeners.delete(name);
      this.#endpoints.delete(name);
      await Promise.all([...listeners.values()].map((listener) => listener.close()));
    }
    for (const endpoint of endpoints) {
      this.#endpoints.set(endpoint.name, endpoint);
      const listeners = this.#listeners.get(endpoint.name) ?? new Map<Region | undefined, Listener>();
      for (const from of [undefined, ...regions])
        if (!listeners.has(from)) listeners.set(from, await this.#listen(endpoint.name, from));
      this.#listeners.set(endpoint.name, listeners);
    }
  }

  async close(): Promise<void> {
    await this.set([], []);
  }

  #listen(name: string, from: Region | undefined): Promise<Listener> {
    return this.props.network.listen({
      path: () => {
        const to = this.#endpoints.get(name)?.target()?.cluster.region;
        return to && { from, to };
      },
      serve: (stream) => void this.#serve(name, stream),
    });
  }

  async #serve(name: string, stream: Duplex): Promise<void> {
    const target = this.#endpoints.get(name)?.target();
    const certified = target && this.#contexts.get(target.cluster);
    if (target === undefined || certified === undefined) return void stream.destroy();
    const { names, context: secureContext } = certified;
    await serveConnection(stream, { ...target, secureContext, names }, this.props.authority);
  }
}
