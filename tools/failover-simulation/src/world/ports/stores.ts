import type { Ports } from '@healthcare-dr/failover-controller';
import type { Call } from '../call';
import { type Caller, unheard } from './caller';

/** The parameters. */
export class Configuration {
  constructor(private readonly invocation: Caller) {}

  readPolicy() {
    const { invocation } = this;
    return invocation.call('configuration.readPolicy', 'configuration', () => {
      const { parameters } = invocation.world;
      if (parameters.policy?.endsWith('}') !== true) {
        if (!invocation.disturbed) invocation.disturbedOnlyBy = 'configuration';
        invocation.disturbed = true;
      }
      return parameters.readPolicy();
    });
  }

  readHold() {
    const { invocation } = this;
    let asked = -1;
    let held = false;
    const effect = ({ index }: Call) => {
      const { parameters } = invocation.world;
      asked = index;
      held = parameters.held > 0;
      return parameters.readHold();
    };
    return invocation.call('configuration.readHold', 'configuration', effect, undefined, {
      answered: () => {
        invocation.last.holdRead = asked;
        invocation.heldWhenRead = held;
      },
      failed: unheard,
    });
  }
}

/** The journal and its lease. */
export class JournalTable {
  constructor(private readonly invocation: Caller) {}

  read() {
    return this.invocation.call('journal.read', 'journal', () => this.store.journal);
  }

  acquire(owner: string, now: number, durationMs: number) {
    const { invocation } = this;
    return invocation.call('journal.acquire', 'journal', () => {
      const lease = this.store.acquire(owner, now, durationMs);
      if (lease === undefined) invocation.disturbed = true;
      else invocation.epoch = lease.epoch;
      return lease;
    });
  }

  release(lease: Parameters<Ports['journal']['release']>[0]) {
    return this.invocation
      .call('journal.release', 'journal', () => this.store.release(lease))
      .catch(() => undefined);
  }

  write(...[next, lease, entries]: Parameters<Ports['journal']['write']>) {
    const { world, side } = this.invocation;
    return this.invocation.call('journal.write', 'journal', (call) => {
      const before = this.store.journal;
      const after = this.store.write(next, lease, entries);
      // A write that has its effect late may do so after a later one.
      this.invocation.last.journalWritten = Math.max(this.invocation.last.journalWritten, call.index);
      world.journalled(call, before, after, entries, side);
      return after;
    });
  }

  private get store() {
    return this.invocation.world.journals[this.invocation.side];
  }
}
