import type { ObjectStore } from './object-store';
import { parseRecord, RECORD_PREFIX, recordKey, type DeploymentRecord } from './record';

/** A record and the version of it that was read. */
export interface ReadRecord {
  readonly record: DeploymentRecord;
  readonly etag: string;
}

/** The records of one Region. */
export class RecordStore {
  constructor(private readonly store: ObjectStore) {}

  /** @returns undefined if the stack was never deployed here */
  async read(stack: string): Promise<ReadRecord | undefined> {
    const key = recordKey(stack);
    const found = await this.store.get(key);
    if (found === undefined) return undefined;
    return { record: parseRecord(found.text, `${this.store.name}/${key}`), etag: found.etag };
  }

  /**
   * Writes a record over the one that was read.
   *
   * @param expected - the ETag of that one; undefined if there was none
   * @returns the ETag of what was written
   * @throws ObjectChangedError if another run has written meanwhile
   */
  write(record: DeploymentRecord, expected: string | undefined): Promise<string> {
    return this.store.put(recordKey(record.stack), `${JSON.stringify(record, null, 2)}\n`, expected);
  }

  /** Every record of the Region. */
  async all(): Promise<DeploymentRecord[]> {
    const keys = await this.store.list(RECORD_PREFIX);
    const objects = await Promise.all(keys.map(async (key) => ({ key, found: await this.store.get(key) })));
    return objects.flatMap(({ key, found }) =>
      found === undefined ? [] : [parseRecord(found.text, `${this.store.name}/${key}`)],
    );
  }
}
