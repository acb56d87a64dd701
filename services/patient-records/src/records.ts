import { DatabaseNotReachableError, type Database, type EndpointKind } from './database';
import { Documents } from './documents';
import type { Log } from './log';

/** For how long nobody who reads waits for a writer that could not be reached, in milliseconds. */
const READ_ELSEWHERE_MS = 5_000;

/** What a client keeps. */
export interface NewRecord {
  /** Whom it is about. */
  readonly patient: string;
  readonly document: string;
}

/** What a client is given. */
export interface KeptRecord {
  readonly id: string;
  readonly patient: string;
  /** @default - undefined: the row is here, and its document is not, yet */
  readonly document: string | undefined;
  /** ISO 8601. */
  readonly writtenAt: string;
  /** Who was asked: what a reader says may be old. */
  readonly source: EndpointKind;
}

/** What is looked up. `undefined` as record: there is none, as far as the source knows. */
export interface Lookup {
  readonly source: EndpointKind;
  readonly record: KeptRecord | undefined;
}

interface Row {
  readonly patient: string;
  readonly document_key: string;
  readonly written_at: Date;
}

const KEEP = `
  INSERT INTO patient_records.record (id, patient, document_key, written_at) VALUES ($1, $2, $3, $4)
  ON CONFLICT (id) DO UPDATE SET patient = excluded.patient, document_key = excluded.document_key,
    written_at = excluded.written_at`;
const FIND = 'SELECT patient, document_key, written_at FROM patient_records.record WHERE id = $1';

/** What {@link Records} are made from. */
export interface RecordsProps {
  readonly writer: Pick<Database, 'query'>;
  readonly reader: Pick<Database, 'query'>;
  readonly documents: Pick<Documents, 'put' | 'get'>;
  readonly log: Log;
}

/** The records of patients: a row each, and a document in the bucket. */
export class Records {
  #elsewhereUntil = 0;

  constructor(private readonly props: RecordsProps) {}

  /**
   * Keeps a record: the document first, so that no row points to a document that was never kept.
   *
   * @returns when it was written, once it cannot be lost but with the Region
   * @throws DatabaseNotReachableError if nobody takes it; it may be there all the same, and may be put again
   */
  async put(id: string, { patient, document }: NewRecord): Promise<Date> {
    const key = Documents.keyOf(id, document);
    await this.props.documents.put(key, document);
    const at = new Date();
    await this.props.writer.query(KEEP, [id, patient, key, at]);
    this.#elsewhereUntil = 0;
    return at;
  }

  /**
   * Finds a record: with the writer, or where that cannot be reached with this Region's reader.
   *
   * @throws DatabaseNotReachableError if neither can be reached
   */
  async get(id: string): Promise<Lookup> {
    const { rows, source } = await this.#find(id);
    const [row] = rows;
    if (row === undefined) return { source, record: undefined };
    const document = await this.props.documents.get(row.document_key);
    if (document === undefined) this.props.log('document-missing', { key: row.document_key });
    const record = { id, patient: row.patient, document, writtenAt: row.written_at.toISOString(), source };
    return { source, record };
  }

  /** Which endpoint answers, the first of these that does. @returns undefined if none does */
  async reachable(...order: readonly EndpointKind[]): Promise<EndpointKind | undefined> {
    for (const source of order) {
      try {
        await this.props[source].query('SELECT 1', []);
        return source;
      } catch (error) {
        if (!(error instanceof DatabaseNotReachableError)) throw error;
      }
    }
    return undefined;
  }

  async #find(id: string): Promise<{ readonly rows: readonly Row[]; readonly source: EndpointKind }> {
    const { writer, reader, log } = this.props;
    if (Date.now() >= this.#elsewhereUntil) {
      try {
        return { rows: await writer.query<Row>(FIND, [id]), source: 'writer' };
      } catch (error) {
        if (!(error instanceof DatabaseNotReachableError)) throw error;
        log('writer-not-reachable', { reason: error.reason });
        this.#elsewhereUntil = Date.now() + READ_ELSEWHERE_MS;
      }
    }
    return { rows: await reader.query<Row>(FIND, [id]), source: 'reader' };
  }
}
