import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { duplexPair, type Duplex } from 'node:stream';
import type { Region } from '@healthcare-dr/topology';
import { DelayLine, type Conditions } from './delay-line';
import type { BlackOutMode } from './exchange';
import { FaultTable, type Fault } from './faults';
import { LinkFaultTable, type LinkFault } from './link-faults';
import { seededRandom, type Random } from './random';

/** The signing name under which faults concern connections to databases. */
export const DATABASE_SERVICE = 'rds-db';

/** The name under which faults concern the replication of objects alone; those of `s3` concern it, too. */
export const OBJECT_REPLICATION = 's3-replication';

const REPLICATION_SERVICES = ['s3', OBJECT_REPLICATION];

/** The only address that anything listens on. */
const LOOPBACK = '127.0.0.1';

/** From where to where a connection leads. */
export interface Path {
  /** The Region of the client. @default - outside of all Regions */
  readonly from?: Region;
  /** The Region of the server. */
  readonly to: Region;
}

/** A port of the loopback interface that leads somewhere. */
export interface Listener {
  readonly port: number;
  /** How many bytes are under way on its connections: sent, and not arrived. */
  readonly bytesUnderWay: number;
  /** Closes it, and every connection with it. May be called again. */
  close(): Promise<void>;
}

/** How a {@link Listener} is opened. */
export interface ListenerProps {
  /** Where a new connection leads at this moment. @returns undefined if nobody is there: it is reset */
  readonly path: () => Path | undefined;
  /** Serves a connection. */
  readonly serve: (stream: Duplex) => void;
  /** Whether a connection that hung is reset once its path is whole again, as a time-out does. @default false: it goes on hanging */
  readonly resetsAfterHang?: boolean;
}

/** How a {@link Network} is made. */
export interface NetworkOptions {
  /** Decides jitter and shares. @default - seeded with 1 */
  readonly random?: Random;
  /** The time of day that delays are measured by, in milliseconds since the epoch. @default Date.now */
  readonly now?: () => number;
}

/** What connects clients, Regions and servers, and what is wrong with it. */
export class Network {
  /** Those of Regions. */
  readonly faults: FaultTable;
  /** Those of links. */
  readonly linkFaults = new LinkFaultTable();
  readonly #connections = new Set<Connection>();
  readonly #listeners: (() => void)[] = [];
  readonly #random: Random;
  #now: () => number;

  constructor({ random = seededRandom(1), now = Date.now }: NetworkOptions = {}) {
    this.faults = new FaultTable(random);
    this.#random = random;
    this.#now = now;
  }

  /** The time of day here. */
  now(): number {
    return this.#now();
  }

  /** Lives in another time from now on. */
  setClock(now: () => number): void {
    this.#now = now;
  }

  /** Calls a function after each change of faults. */
  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** To be called after a change of faults: it concerns the connections that there are. */
  changed(): void {
    for (const connection of this.#connections) connection.look();
    for (const listener of this.#listeners) listener();
  }

  /** How a path that crosses the border of a Region is cut; `undefined`: it is not. */
  cutOf(path: Path): BlackOutMode | undefined {
    return this.#faultsOn(path).find((fault) => fault.kind === 'black-out')?.mode;
  }

  /** How late, and how much of it, what is sent on a path arrives. */
  conditionsOf(path: Path): Conditions {
    let delayMs = 0;
    let bytesPerSecond: number | undefined;
    for (const fault of this.#faultsOn(path)) {
      if (fault.kind === 'slow')
        delayMs += fault.delayMs + ('jitterMs' in fault ? this.#random() * (fault.jitterMs ?? 0) : 0);
      if (fault.kind === 'narrow') ({ bytesPerSecond } = fault);
    }
    return { delayMs, bytesPerSecond };
  }

  /** Opens a port of the loopback interface whose connections are subject to the faults of their path. */
  async listen(props: ListenerProps): Promise<Listener> {
    const own = new Set<Connection>();
    const server = createServer({ allowHalfOpen: true }, (socket) => {
      const path = props.path();
      if (path === undefined) return void socket.resetAndDestroy();
      const connection = new Connection(this, path, socket, props);
      for (const set of [own, this.#connections]) set.add(connection);
      socket.once('close', () => {
        for (const set of [own, this.#connections]) set.delete(connection);
      });
      connection.look();
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, LOOPBACK, resolve);
    });
    return {
      port: (server.address() as AddressInfo).port,
      get bytesUnderWay() {
        return [...own].reduce((sum, { bytesUnderWay }) => sum + bytesUnderWay, 0);
      },
      close: () => closeServer(server, own),
    };
  }

  /** The same of replication of objects, from one Region to another: within a Region, what that Region suffers. */
  replicationOf(path: Required<Path>): { readonly isCut: boolean; readonly delayMs: number } {
    const faults =
      path.from === path.to
        ? this.#borderFaults([path.to], REPLICATION_SERVICES)
        : this.#faultsOn(path, REPLICATION_SERVICES);
    return {
      isCut: faults.some(({ kind }) => kind === 'black-out'),
      delayMs: faults.reduce((sum, fault) => sum + (fault.kind === 'slow' ? fault.delayMs : 0), 0),
    };
  }

  #borderFaults(regions: readonly Region[], services: readonly string[]): Fault[] {
    const found = regions.flatMap((region) =>
      services.flatMap((service) => this.faults.concerning({ region, service })),
    );
    return [...new Set(found)];
  }

  /** The faults of each Region whose border a path crosses, and of the link between two; none within a Region. */
  #faultsOn({ from, to }: Path, services: readonly string[] = [DATABASE_SERVICE]): (Fault | LinkFault)[] {
    if (from === to) return [];
    const borders = from === undefined ? [to] : [from, to];
    const faults = this.#borderFaults(borders, services);
    return from === undefined ? faults : [...faults, ...this.linkFaults.on([from, to])];
  }
}

async function closeServer(server: Server, connections: Iterable<Connection>): Promise<void> {
  if (!server.listening) return;
  const closed = new Promise((resolve) => server.close(resolve));
  for (const connection of [...connections]) connection.end();
  await closed;
}

/** One connection, from the client's socket to what serves it. */
class Connection {
  readonly #lines: readonly DelayLine[];
  readonly #near: Duplex;
  readonly #far: Duplex;
  #served = false;
  #hangs = false;

  constructor(
    private readonly network: Network,
    private readonly path: Path,
    private readonly socket: Socket,
    private readonly props: ListenerProps,
  ) {
    const [near, far] = duplexPair();
    this.#near = near;
    this.#far = far;
    const now = () => network.now();
    const conditions = () => network.conditionsOf(path);
    this.#lines = [
      new DelayLine(socket, near, conditions, now),
      new DelayLine(near, socket, conditions, now),
    ];
    for (const stream of [near, far, socket]) stream.on('error', () => this.end());
    far.once('close', () => {
      if (!far.readableEnded || !far.writableFinished) this.end();
    });
    socket.once('close', () => this.#close());
  }

  get bytesUnderWay(): number {
    return this.#lines.reduce((sum, { waitingBytes }) => sum + waitingBytes, 0);
  }

  /** Sees what is wrong with its path now. */
  look(): void {
    const cut = this.network.cutOf(this.path);
    if (cut === 'reset') return this.end();
    if (cut === 'hang') {
      this.#hangs = true;
      for (const line of this.#lines) line.stop();
      return;
    }
    if (this.#hangs) {
      if (this.props.resetsAfterHang === true) this.end();
      return;
    }
    if (!this.#served) {
      this.#served = true;
      this.props.serve(this.#far);
    }
    for (const line of this.#lines) line.look();
  }

  /** Resets it. */
  end(): void {
    this.socket.resetAndDestroy();
    this.#close();
  }

  #close(): void {
    for (const line of this.#lines) line.stop();
    for (const side of [this.#near, this.#far]) side.destroy();
  }
}
