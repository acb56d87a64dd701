import { createHash } from 'node:crypto';
import { ObjectChangedError, type ObjectStore, type StoredObject } from '../object-store';

/** A bucket in memory, with a clock that a test moves. */
export class MemoryStore implements ObjectStore {
  readonly name = 's3://memory';
  nowMs = Date.parse('2026-11-28T12:00:00Z');
  /** What was done to it, in order: `put <key>`, `delete <key>`, `get <key>`. */
  readonly calls: string[] = [];
  readonly #objects = new Map<string, { text: string; etag: string; writtenMs: number }>();
  #writes = 0;

  get(key: string): Promise<StoredObject | undefined> {
    this.calls.push(`get ${key}`);
    const found = this.#objects.get(key);
    return Promise.resolve(
      found && { text: found.text, etag: found.etag, ageMs: this.nowMs - found.writtenMs },
    );
  }

  put(key: string, text: string, expected: string | undefined): Promise<string> {
    this.calls.push(`put ${key}`);
    if (this.#objects.get(key)?.etag !== expected) return Promise.reject(new ObjectChangedError(key));
    this.#writes += 1;
    const etag = createHash('md5').update(`${this.#writes} ${text}`).digest('hex');
    this.#objects.set(key, { text, etag, writtenMs: this.nowMs });
    return Promise.resolve(etag);
  }

  delete(key: string, expected: string): Promise<void> {
    this.calls.push(`delete ${key}`);
    const found = this.#objects.get(key);
    if (found !== undefined && found.etag !== expected) return Promise.reject(new ObjectChangedError(key));
    this.#objects.delete(key);
    return Promise.resolve();
  }

  list(prefix: string): Promise<string[]> {
    return Promise.resolve([...this.#objects.keys()].filter((key) => key.startsWith(prefix)).sort());
  }

  /** Writes whatever is there. */
  async force(key: string, text: string): Promise<void> {
    await this.put(key, text, this.#objects.get(key)?.etag);
  }
}
