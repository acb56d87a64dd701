import type { FaultKind } from './faults';

/** A request that came through the gateway. */
export interface RecordedRequest {
  /** Counts the requests from 1; later ones have a higher number. */
  readonly sequence: number;
  /** When it arrived, in milliseconds since 1970. */
  readonly atMs: number;
  /** A Region, `aws-global` or `unsigned`. */
  readonly region: string;
  /** The service's signing name, or `unsigned`. */
  readonly service: string;
  /** The operation's name, or method and path of a REST request. */
  readonly operation: string;
  /** Who signed it. @default - undefined if nobody did */
  readonly accessKeyId?: string;
  /** The ARN of the session that signed it. @default - undefined: nobody whose permissions are looked at */
  readonly caller?: string;
  /** The action that the caller may not do. @default - undefined: nothing was denied */
  readonly denied?: string;
  /** The status it was answered with. @default - undefined: no answer, or none yet */
  readonly status?: number;
  /** What was done to it. @default - undefined: nothing */
  readonly fault?: FaultKind;
  /** How long it took until it was answered or cut off. @default - undefined: it is still open */
  readonly durationMs?: number;
}

/** Which requests to list; all that is given must match. */
export interface RequestFilter {
  readonly region?: string;
  readonly service?: string;
  readonly operation?: string;
  readonly accessKeyId?: string;
  readonly caller?: string;
  readonly denied?: string;
  readonly fault?: FaultKind;
  /** Only requests later than the one with this {@link RecordedRequest.sequence}. */
  readonly afterSequence?: number;
}

/** How many requests are remembered by default, the newest ones. */
export const DEFAULT_JOURNAL_CAPACITY = 20_000;

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** Remembers the newest requests. */
export class Journal {
  private readonly entries: Mutable<RecordedRequest>[] = [];
  private sequence = 0;

  constructor(private readonly capacity: number) {}

  /** Records a request's arrival. @returns a function that adds what became known of it later */
  record(request: Omit<RecordedRequest, 'sequence'>): (more: Partial<RecordedRequest>) => void {
    this.sequence += 1;
    const entry: Mutable<RecordedRequest> = { sequence: this.sequence, ...request };
    this.entries.push(entry);
    if (this.entries.length > this.capacity) this.entries.shift();
    return (more) => void Object.assign(entry, more);
  }

  /** The requests that match, oldest first, as they are known now. */
  requests({ afterSequence = 0, ...filter }: RequestFilter = {}): RecordedRequest[] {
    const wanted = Object.entries(filter).filter(([, value]) => value !== undefined) as [
      keyof RecordedRequest,
      unknown,
    ][];
    return this.entries
      .filter(
        (entry) => entry.sequence > afterSequence && wanted.every(([key, value]) => entry[key] === value),
      )
      .map((entry) => ({ ...entry }));
  }

  /** Forgets all requests so far. Sequence numbers go on. */
  clear(): void {
    this.entries.length = 0;
  }
}
