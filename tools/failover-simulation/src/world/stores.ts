import {
  EMPTY_JOURNAL,
  type Journal,
  type JournalEntry,
  type Lease,
  type Notification,
} from '@healthcare-dr/failover-controller';
import { RefusedCallError } from './sdk-errors';

/** The journal table of one Region: an item that is replaced by compare-and-swap, a lease, and the history. */
export class JournalStore {
  readonly history: JournalEntry[] = [];
  private holder: Lease | undefined;
  epoch = 0;
  wasLost = false;

  constructor(public journal: Journal = EMPTY_JOURNAL) {}

  acquire(owner: string, now: number, durationMs: number): Lease | undefined {
    if (this.holder !== undefined && this.holder.expiresAt > now) return undefined;
    this.epoch += 1;
    this.holder = { owner, epoch: this.epoch, expiresAt: now + durationMs };
    return this.holder;
  }

  /** Nothing of it is left. */
  empty(): void {
    this.journal = EMPTY_JOURNAL;
    this.wasLost = true;
    this.holder = undefined;
  }

  release(lease: Lease): void {
    if (this.holder?.epoch === lease.epoch) this.holder = undefined;
  }

  write(next: Journal, lease: Lease, entries: readonly JournalEntry[]): Journal {
    const current = this.epoch === lease.epoch && next.version === this.journal.version;
    if (!current) throw new RefusedCallError('conflict', 'the condition was not met');
    this.journal = { ...next, version: next.version + 1 };
    for (const entry of entries) this.history.push(entry);
    return this.journal;
  }
}

/** The topic of one Region: what was published, and when first. */
export class Topic {
  readonly published = new Map<string, { readonly at: number; readonly notification: Notification }>();

  publish(notification: Notification, at: number): void {
    if (!this.published.has(notification.id)) this.published.set(notification.id, { at, notification });
  }
}

/** The parameters of both Regions; operators keep them alike. */
export class Parameters {
  /** `undefined` where the parameter is missing. */
  policy: string | undefined;
  held = 0;

  constructor(policy: string) {
    this.policy = policy;
  }

  readPolicy(): string {
    if (this.policy === undefined) throw new RefusedCallError('not-found', 'no such parameter');
    return this.policy;
  }

  readHold(): string {
    return this.held > 0 ? HELD : FREE;
  }
}

const HELD = JSON.stringify({ held: true, reason: 'maintenance' });
const FREE = JSON.stringify({ held: false, reason: '' });
