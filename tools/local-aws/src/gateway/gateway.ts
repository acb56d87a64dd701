import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { UserError, type Region } from '@healthcare-dr/topology';
import { ADMIN_PREFIX, answerAdmin } from './admin';
import type { Authorizer, Rules } from './authorizer';
import { regionNotEnabled, renderError, throttlingError, type AwsError } from './aws-error';
import { credentialScopeOf, type CredentialScope } from './credential-scope';
import { Exchange, type BlackOutMode, type Upstream } from './exchange';
import { concerns, parseFault, type Fault, type FaultRegion, type PlacedFault } from './faults';
import { DEFAULT_JOURNAL_CAPACITY, Journal, type RecordedRequest, type RequestFilter } from './journal';
import { foreignCaller } from './local-callers';
import { parseLinkFault, type Link, type LinkFault, type PlacedLinkFault } from './link-faults';
import { Network } from './network';
import { isForm, operationOf, protocolOf, REST_XML_SERVICES, type RequestHead } from './operation';
import type { Random } from './random';

/** The only address the gateway listens on: it takes any signature, so nobody else may reach it. */
export const LOOPBACK = '127.0.0.1';

/** How a {@link Gateway} is opened. */
export interface GatewayOptions {
  readonly upstream: Upstream;
  /** The port to listen on. @default - a free one */
  readonly port?: number;
  /** Decides jitter and shares. @default - seeded with 1: the same requests meet the same faults */
  readonly random?: Random;
  /** What connects clients and Regions. @default - a new one, with `random` */
  readonly network?: Network;
  /** What is told of the databases. @default - that there are none */
  readonly databases?: () => unknown;
  /** How many requests are remembered. @default DEFAULT_JOURNAL_CAPACITY */
  readonly journalCapacity?: number;
  /** Decides who may do what. @default - everybody may do everything */
  readonly authorizer?: Authorizer;
  /** How far the account may use a Region. @default - every name is one that is open */
  readonly regions?: (name: string) => RegionState | Promise<RegionState>;
  /** What is refused whoever asks. @default - nothing */
  readonly rules?: Rules;
  /** Hears of every request that was answered. @default - nobody does */
  readonly onAnswered?: (answered: AnsweredRequest) => void;
  /** Of which targets (`AWSEvents.PutEvents`) it hears the body, too. @default - of none that is not read anyway */
  readonly hears?: (target: string) => boolean;
}

/** A Region that can be used; one that is opt-in and not enabled; a name that no Region has, and no address. */
export type RegionState = 'open' | 'not-enabled' | 'unknown';

/** A request that was passed on, and how it was answered. */
export interface AnsweredRequest {
  readonly scope: CredentialScope;
  readonly head: RequestHead;
  /** What was asked, where it was read on the way. @default - it was passed on unread */
  readonly body: Buffer | undefined;
  /** @default - undefined: there was no answer */
  readonly status: number | undefined;
}

/** Narrows a fault to services, by signing name (`rds`, `s3`, `monitoring` for CloudWatch). */
export interface FaultScope {
  /** @default - all services */
  readonly services?: readonly string[];
}

/** The faults of one Region, in words. Each takes effect at once and stays until it is replaced or healed. */
export interface RegionFaults {
  /** Holds each request back for `delayMs`, plus up to `jitterMs`. */
  slow(delayMs: number, scope?: FaultScope & { readonly jitterMs?: number }): void;
  /** Throttles this share of the requests: above 0, up to 1 for all. */
  throttle(rate: number, scope?: FaultScope): void;
  /** Fails this share (all by default) of the requests with a status and an error code. */
  fail(status: number, code: string, scope?: FaultScope & { readonly rate?: number }): void;
  /**
   * Cuts the Region off, the requests under way in it too. `reset`: connections are reset at once. `hang`: requests are accepted
   * and never answered. With `callers`, by the ARN of their session, only their way into the Region
   * is cut, for requests from then on; `exceptCallers` are inside, and find everything as it was.
   */
  blackOut(
    mode: BlackOutMode,
    scope?: FaultScope & { readonly callers?: readonly string[]; readonly exceptCallers?: readonly string[] },
  ): void;
  /** Ends every fault here. What hangs goes on hanging, as after a real outage. */
  heal(): void;
}

/** The faults of the link between two Regions, in words. Each stays until it is replaced or healed. */
export interface LinkFaults {
  /** Each byte arrives so many milliseconds later, on the clock of the network. */
  slow(delayMs: number): void;
  /** So many bytes a second pass, each way, on each connection. */
  narrow(bytesPerSecond: number): void;
  /** Nothing passes: see {@link RegionFaults.blackOut}. */
  blackOut(mode: BlackOutMode): void;
  heal(): void;
}

/** A reverse proxy in front of an AWS that can take its Regions away, and remembers what it was asked. */
export class Gateway {
  /** What connects clients and Regions: connections to databases, and replication, are subject to the same faults. */
  readonly network: Network;
  private readonly journal: Journal;
  private readonly server: Server;
  private readonly open = new Set<Exchange>();

  private constructor(private readonly options: GatewayOptions) {
    this.journal = new Journal(options.journalCapacity ?? DEFAULT_JOURNAL_CAPACITY);
    this.network = options.network ?? new Network({ random: options.random });
    // Uploads and hanging Regions take as long as they take; idle connections outlive the pause of any poller.
    this.server = createServer({ requestTimeout: 0, keepAliveTimeout: 120_000 }, (request, response) => {
      void this.handle(request, response);
    });
  }

  /**
   * Opens a gateway on the loopback interface.
   *
   * @throws UserError if the port is in use
   */
  static async open(options: GatewayOptions): Promise<Gateway> {
    const gateway = new Gateway(options);
    const { port = 0 } = options;
    await new Promise<void>((resolve, reject) => {
      gateway.server.once('error', (error: NodeJS.ErrnoException) => reject(listenError(error, port)));
      gateway.server.listen(port, LOOPBACK, resolve);
    });
    return gateway;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** What clients take as their endpoint, such as `http://127.0.0.1:40123`. */
  get url(): string {
    return `http://${LOOPBACK}:${this.port}`;
  }

  /** The faults of a Region, or of `aws-global`: IAM, Route 53 and the other services that have no Regions. */
  region(region: FaultRegion): RegionFaults {
    return {
      slow: (delayMs, scope) => this.setFault(region, { kind: 'slow', delayMs, ...scope }),
      throttle: (rate, scope) => this.setFault(region, { kind: 'throttle', rate, ...scope }),
      fail: (status, code, scope) => this.setFault(region, { kind: 'fail', status, code, ...scope }),
      blackOut: (mode, scope) => this.setFault(region, { kind: 'black-out', mode, ...scope }),
      heal: () => this.heal(region),
    };
  }

  /** The faults of the link between two Regions, in either order: of replication, and of clients whose Region is known. */
  link(a: Region, b: Region): LinkFaults {
    const link: Link = [a, b];
    return {
      slow: (delayMs) => this.setLinkFault(link, { kind: 'slow', delayMs }),
      narrow: (bytesPerSecond) => this.setLinkFault(link, { kind: 'narrow', bytesPerSecond }),
      blackOut: (mode) => this.setLinkFault(link, { kind: 'black-out', mode }),
      heal: () => this.healLink(link),
    };
  }

  /**
   * Puts a fault of a link in force. It replaces one of the same kind there.
   *
   * @param input a {@link LinkFault}, checked here whatever its type says
   * @throws UserError if it is none
   */
  setLinkFault(link: Link, input: unknown): LinkFault {
    const fault = parseLinkFault(input);
    this.network.linkFaults.set(link, fault);
    this.network.changed();
    return fault;
  }

  /** Ends every fault of a link, or of all. */
  healLink(link?: Link): void {
    this.network.linkFaults.heal(link);
    this.network.changed();
  }

  /** The faults of links in force. */
  linkFaults(): PlacedLinkFault[] {
    return this.network.linkFaults.list();
  }

  /**
   * Puts a fault in force. It replaces one of the same kind with the same services there.
   *
   * @param input a {@link Fault}, checked here whatever its type says
   * @throws UserError if it is none
   */
  setFault(region: FaultRegion, input: unknown): Fault {
    const fault = parseFault(input);
    this.network.faults.set(region, fault);
    if (fault.kind === 'black-out') {
      for (const exchange of this.open) {
        if (exchange.scope.region === region && concerns(fault, exchange.scope)) exchange.cut(fault.mode);
      }
    }
    this.network.changed();
    return fault;
  }

  /** Ends every fault of a Region, or of all. */
  heal(region?: FaultRegion): void {
    this.network.faults.heal(region);
    this.network.changed();
  }

  /** The faults in force. */
  faults(): PlacedFault[] {
    return this.network.faults.list();
  }

  /** Where the endpoints of databases lead on this machine. */
  databases(): unknown {
    return this.options.databases?.() ?? { endpoints: [] };
  }

  /** The newest requests that match, oldest first. */
  requests(filter?: RequestFilter): RecordedRequest[] {
    return this.journal.requests(filter);
  }

  /** Forgets the requests so far. */
  clear(): void {
    this.journal.clear();
  }

  /** Closes it, and every connection with it, hanging ones too. May be called again. */
  async close(): Promise<void> {
    if (!this.server.listening) return;
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const foreign = foreignCaller(request.headers);
    if (foreign !== undefined) {
      response.writeHead(403, { 'content-type': 'text/plain', connection: 'close' }).end(`${foreign}\n`);
      return;
    }
    const url = new URL(`http://${LOOPBACK}${request.url ?? '/'}`);
    if (url.pathname.startsWith(ADMIN_PREFIX)) return answerAdmin(this, request, response, url);
    const atMs = Date.now();
    const startedMs = performance.now();
    const exchange = new Exchange(credentialScopeOf(request.headers, url.searchParams), request, response);
    this.open.add(exchange);
    let note: (more: Partial<RecordedRequest>) => void = () => {};
    const { authorizer } = this.options;
    const isJudged = (accessKeyId: string | undefined) => authorizer?.concerns(accessKeyId) === true;
    try {
      const { service, accessKeyId } = exchange.scope;
      const isRead =
        isForm(request.headers) ||
        (hasDocument(request.headers, service) &&
          (isJudged(accessKeyId) || this.isHeard(request.headers) || this.isRuled(request.headers)));
      const body = isRead ? await exchange.readBody() : undefined;
      const { method = 'GET', headers } = request;
      const form = isForm(headers) ? body?.toString('utf8') : undefined;
      const head: RequestHead = { method, url, headers, service, form };
      const caller = await this.callerOf(accessKeyId);
      note = this.journal.record({ atMs, ...exchange.scope, ...caller, operation: operationOf(head) });
      await this.serve(exchange, head, body, note, caller);
      authorizer?.answered({ scope: exchange.scope, head });
      this.options.onAnswered?.({ scope: exchange.scope, head, body, status: exchange.status });
    } catch {
      // Not a fault that was asked for: the AWS behind the gateway is gone, or the client is and reads no answer.
      exchange.answer(renderError(BROKEN, 'rest-json'));
    }
    await exchange.closed;
    this.open.delete(exchange);
    note({ status: exchange.status, durationMs: performance.now() - startedMs });
  }

  /** Whether somebody hears what the request says. */
  private isHeard(headers: IncomingMessage['headers']): boolean {
    const { onAnswered, hears } = this.options;
    return onAnswered !== undefined && hears?.(String(headers['x-amz-target'])) === true;
  }

  private isRuled(headers: IncomingMessage['headers']): boolean {
    return this.options.rules?.concerns(headers['x-amz-target']) === true;
  }

  /** Whose permissions a request is held to. */
  private async callerOf(accessKeyId: string | undefined): Promise<Pick<RecordedRequest, 'caller'>> {
    const { authorizer } = this.options;
    if (accessKeyId === undefined || authorizer?.concerns(accessKeyId) !== true) return {};
    const caller = await authorizer.callerOf(accessKeyId);
    return caller === undefined ? {} : { caller };
  }

  /** Answers a request that its caller may not make, or nobody. @returns whether it was one */
  private async refuse(
    exchange: Exchange,
    head: RequestHead,
    body: Buffer | undefined,
    note: (more: Partial<RecordedRequest>) => void,
  ): Promise<boolean> {
    const { authorizer, rules } = this.options;
    const request = { scope: exchange.scope, head, body };
    const { refusal } =
      authorizer?.concerns(exchange.scope.accessKeyId) === true ? await authorizer.authorize(request) : {};
    if (refusal?.action !== undefined) note({ denied: refusal.action });
    const error =
      refusal?.error ?? (this.isRuled(head.headers) ? await rules?.refusalOf(request) : undefined);
    if (error === undefined) return false;
    exchange.answer(renderError(error, protocolOf(head)));
    return true;
  }

  private async serve(
    exchange: Exchange,
    head: RequestHead,
    body: Buffer | undefined,
    note: (more: Partial<RecordedRequest>) => void,
    caller: Pick<RecordedRequest, 'caller'>,
  ): Promise<void> {
    const state = (await this.options.regions?.(exchange.scope.region)) ?? 'open';
    if (state === 'unknown') return exchange.cut('reset');
    if (state === 'not-enabled') {
      const protocol = protocolOf(head);
      return exchange.answer(renderError(regionNotEnabled(protocol), protocol));
    }
    const { delayMs, fault } = this.network.faults.judge({ ...exchange.scope, ...caller });
    if (fault !== undefined) note({ fault: fault.kind });
    else if (delayMs > 0) note({ fault: 'slow' });
    if (fault?.kind === 'black-out') return exchange.cut(fault.mode);
    if (!(await exchange.wait(delayMs))) return;
    if (fault === undefined) {
      if (await this.refuse(exchange, head, body, note)) return;
      return exchange.forward(this.options.upstream, body);
    }
    const protocol = protocolOf(head);
    const error: AwsError =
      fault.kind === 'throttle'
        ? throttlingError(protocol, head.service)
        : { status: fault.status, code: fault.code, message: 'The gateway was told to fail this request.' };
    exchange.answer(renderError(error, protocol));
  }
}

/** Whether a body is one that says what is asked, and not data that is as long as it likes. */
const hasDocument = (headers: IncomingMessage['headers'], service: string): boolean =>
  headers['x-amz-target'] !== undefined ||
  headers['smithy-protocol'] === 'rpc-v2-cbor' ||
  REST_XML_SERVICES.has(service);

const BROKEN: AwsError = {
  status: 502,
  code: 'BadGateway',
  message: 'The local AWS behind the gateway did not answer.',
};

function listenError(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES') return error;
  return new UserError({
    problem:
      error.code === 'EADDRINUSE'
        ? `Port ${port} is in use by another process.`
        : `Port ${port} may not be used by this account.`,
    fix: 'choose another port, or leave the choice open to get a free one.',
  });
}
