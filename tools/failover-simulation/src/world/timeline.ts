import { CONTROLLER_TIMEOUT_SECONDS } from '@healthcare-dr/failover-lambda/contract';

/** Something that happens at a virtual time. */
interface Entry {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
}

/** Where virtual time begins: milliseconds since the epoch, on a whole minute. */
export const BEGINNING = 1_800_000_000_000;
export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
/** The function's time-out. */
export const INVOCATION_MS = CONTROLLER_TIMEOUT_SECONDS * SECOND;

/** A reaction to it is a microtask, without the asynchronous resource that `queueMicrotask` makes of each. */
const SETTLED = Promise.resolve();

/**
 * Virtual time: a heap of what is to happen, ordered by time and then by the order in which it was entered.
 *
 * The code under test is asynchronous. Before time moves on it must have come to rest, that is, every promise callback must have
 * run. A microtask that asks for a next tick gets just that: Node empties the queue of microtasks, however long the chains in it,
 * before it takes the tick. So the order of events never depends on how many `await`s an implementation needs.
 */
export class Timeline {
  now = BEGINNING;
  private readonly heap: Entry[] = [];
  private order = 0;
  private woken = false;

  at(at: number, run: () => void): void {
    const { heap } = this;
    const entry: Entry = { at: at < this.now ? this.now : at, order: this.order++, run };
    let index = heap.length;
    heap.push(entry);
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = heap[parent] as Entry;
      if (!before(entry, above)) break;
      heap[index] = above;
      index = parent;
    }
    heap[index] = entry;
  }

  after(delayMs: number, run: () => void): void {
    this.at(this.now + delayMs, run);
  }

  /** To be said by whatever settled a promise: the code under test must run before time moves on. */
  wake(): void {
    this.woken = true;
  }

  /** Lets time pass until `ended` says so, or nothing is left to happen. */
  run(ended: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const step = () => {
        try {
          this.woken = false;
          for (;;) {
            const next = this.heap[0];
            if (next === undefined || ended()) return resolve();
            if (this.woken && next.at > this.now) break;
            this.pop();
            this.now = next.at;
            next.run();
          }
        } catch (error) {
          return reject(error instanceof Error ? error : new Error(String(error)));
        }
        void SETTLED.then(settle);
      };
      const settle = () => process.nextTick(step);
      settle();
    });
  }

  private pop(): void {
    const { heap } = this;
    const last = heap.pop() as Entry;
    const { length } = heap;
    if (length === 0) return;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= length) break;
      if (child + 1 < length && before(heap[child + 1] as Entry, heap[child] as Entry)) child += 1;
      const below = heap[child] as Entry;
      if (!before(below, last)) break;
      heap[index] = below;
      index = child;
    }
    heap[index] = last;
  }
}

const before = (one: Entry, other: Entry) =>
  one.at < other.at || (one.at === other.at && one.order < other.order);
