import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import type { Role } from '@healthcare-dr/topology';
import { z } from 'zod';
import type { Acknowledged, ClientRequest, RequestOutcome, SentRecord } from './requests';

/** How often a client asks, in virtual milliseconds. */
const EVERY_MS = 10_000;

/** How long it waits for an answer, in real milliseconds. */
const TIMEOUT_MS = 10_000;

const PATIENTS = 97;

/** Any prime: which of the older records is read next. */
const STRIDE = 7_919;

/** Where a client is led. */
export interface Destination {
  readonly role: Role;
  /** A port of the loopback interface. */
  readonly port: number;
}

/** What a {@link RecordsClient} is made from. */
export interface RecordsClientProps {
  /** The name of the environment's service. */
  readonly serviceName: string;
  /** What its certificate is verified with, in PEM. */
  readonly certificateAuthority: string;
  /** The time of day, virtual. */
  readonly now: () => number;
  /** Where the name leads, as the resolver of the client has it. @returns undefined if nowhere */
  readonly destination: () => Destination | undefined;
  /** The service in the Region that is dark, for a client beside it. @returns undefined while none is */
  readonly beside: () => Destination | undefined;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

const recordSchema = z.object({
  patient: z.string(),
  document: z.string().nullable(),
  documentState: z.enum(['present', 'missing']),
  source: z.string(),
});

/** A client that writes a record and reads one it was told is kept, every few seconds of virtual time. */
export class RecordsClient {
  readonly #requests: ClientRequest[] = [];
  readonly #acknowledged = new Map<string, Acknowledged>();
  readonly #writtenOff = new Map<string, Acknowledged>();
  readonly #sent = new Map<string, SentRecord>();
  readonly #outside: Agent;
  readonly #inside = new Agent({ rejectUnauthorized: false, keepAlive: true });
  #turns = 0;
  #nextAt: number;

  constructor(private readonly props: RecordsClientProps) {
    this.#outside = new Agent({
      ca: props.certificateAuthority,
      servername: props.serviceName,
      keepAlive: true,
    });
    this.#nextAt = props.now();
  }

  /** When it asks next. */
  get nextAt(): number {
    return this.#nextAt;
  }

  /** What it was told is kept, and was not written off. */
  get acknowledged(): readonly Acknowledged[] {
    return [...this.#acknowledged.values()];
  }

  get sentIds(): ReadonlySet<string> {
    return new Set(this.#sent.keys());
  }

  /** All it asked since a moment. */
  requestsSince(at: number): ClientRequest[] {
    return this.#requests.filter((each) => each.at >= at);
  }

  /** What was lost is known to be: nobody asks for it any more. */
  writeOff(ids: readonly string[]): void {
    move(ids, this.#acknowledged, this.#writtenOff);
  }

  /** What was written off came back, and has to be there from now on. */
  takeBack(ids: readonly string[]): void {
    move(ids, this.#writtenOff, this.#acknowledged);
  }

  /** Writes a record and reads one; beside a service that is in the dark, writes one to that, too. */
  async turn(): Promise<void> {
    const { now, destination, beside } = this.props;
    this.#turns += 1;
    const at = now();
    // A turn before it is due does not put off the next.
    if (at >= this.#nextAt) this.#nextAt = Math.max(this.#nextAt, at - EVERY_MS) + EVERY_MS;
    const there = destination();
    const dark = beside();
    await Promise.all([
      this.#write(there, false),
      this.#read(there),
      ...(dark === undefined ? [] : [this.#write(dark, true)]),
    ]);
  }

  /** Reads one record, apart from its turns. */
  async lookUp(id: string): Promise<{ readonly outcome: RequestOutcome; readonly documentMissing: boolean }> {
    const { outcome, parsed } = await this.#get(this.props.destination(), id);
    return { outcome, documentMissing: parsed?.documentState === 'missing' };
  }

  close(): void {
    this.#outside.destroy();
    this.#inside.destroy();
  }

  async #write(to: Destination | undefined, inside: boolean): Promise<void> {
    const number = this.#sent.size + 1;
    const id = `r-${number}`;
    const record = { patient: `p-${number % PATIENTS}`, document: `document of ${id}` };
    this.#sent.set(id, record);
    const answer = await this.#ask(to, inside, 'PUT', id, record);
    const ok = typeof answer !== 'string' && answer.status === 200;
    const at = this.props.now();
    if (ok) this.#acknowledged.set(id, { id, at, inside });
    this.#note({
      at,
      kind: 'write',
      id,
      outcome: ok ? 'ok' : 'failed',
      role: to?.role,
      inside,
      ...reasonOf(answer),
    });
  }

  async #read(to: Destination | undefined): Promise<void> {
    const ids = [...this.#acknowledged.keys()];
    const id = this.#turns % 2 === 0 ? ids.at(-1) : ids[(this.#turns * STRIDE) % Math.max(1, ids.length)];
    if (id === undefined) return;
    const { outcome, answer, parsed } = await this.#get(to, id);
    this.#note({
      at: this.props.now(),
      kind: 'read',
      id,
      outcome,
      role: to?.role,
      inside: false,
      ...(parsed && { source: parsed.source, documentMissing: parsed.documentState === 'missing' }),
      ...(outcome === 'ok' ? {} : reasonOf(answer)),
    });
  }

  async #get(to: Destination | undefined, id: string) {
    const answer = await this.#ask(to, false, 'GET', id);
    const parsed = typeof answer === 'string' ? undefined : recordSchema.safeParse(answer.body).data;
    return { outcome: this.#outcomeOf(id, answer, parsed), answer, parsed };
  }

  #outcomeOf(
    id: string,
    answer: Answer | string,
    parsed: z.infer<typeof recordSchema> | undefined,
  ): RequestOutcome {
    if (typeof answer === 'string') return 'failed';
    if (answer.status === 404) return 'not-found';
    if (answer.status !== 200) return 'failed';
    const sent = this.#sent.get(id);
    const isRight =
      parsed?.patient === sent?.patient &&
      (parsed?.documentState === 'missing' ? parsed.document === null : parsed?.document === sent?.document);
    return isRight ? 'ok' : 'wrong';
  }

  #note(made: ClientRequest): void {
    this.#requests.push(made);
  }

  /** @returns why there is no answer, if there is none */
  async #ask(
    to: Destination | undefined,
    inside: boolean,
    method: string,
    id: string,
    body?: object,
  ): Promise<Answer | string> {
    if (to === undefined) return 'name not resolved';
    const agent = inside ? this.#inside : this.#outside;
    const headers = { host: this.props.serviceName };
    const asked = request({
      host: '127.0.0.1',
      port: to.port,
      path: `/records/${id}`,
      method,
      headers,
      agent,
      timeout: TIMEOUT_MS,
    });
    asked.once('timeout', () => asked.destroy(new Error('timed out')));
    try {
      asked.end(body && JSON.stringify(body));
      const [response] = (await once(asked, 'response')) as [IncomingMessage];
      const chunks: Buffer[] = [];
      for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
      const text = Buffer.concat(chunks).toString('utf8');
      return { status: response.statusCode ?? 0, body: parse(text) };
    } catch (error) {
      return error instanceof Error && 'code' in error ? String(error.code) : String(error);
    }
  }
}

function move(ids: readonly string[], from: Map<string, Acknowledged>, to: Map<string, Acknowledged>): void {
  for (const id of ids) {
    const found = from.get(id);
    if (found !== undefined) to.set(id, found);
    from.delete(id);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

const reasonOf = (answer: Answer | string): { readonly reason?: string } => {
  if (typeof answer === 'string') return { reason: answer };
  return answer.status === 200 ? {} : { reason: `${answer.status} ${codeIn(answer.body)}`.trim() };
};

const codeIn = (body: unknown): string => {
  const { data } = z.object({ code: z.string(), reason: z.string().optional() }).safeParse(body);
  return data === undefined ? '' : `${data.code}${data.reason === undefined ? '' : ` (${data.reason})`}`;
};
