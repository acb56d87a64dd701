import {
  CALL_BOUND_MS,
  type FailureKind,
  type Ports,
  type Trigger,
} from '@healthcare-dr/failover-controller';
import { noise } from '../random';
import type { CallName, FaultKind, Service, Side } from '../schedule';
import type { Call, Question, Told } from './call';
import { portsOf } from './ports';
import type { About, Caller, Hearer } from './ports/caller';
import { type FailedCall, failedCall, RefusedCallError } from './sdk-errors';
import type { Surroundings } from './surroundings';
import { SECOND } from './timeline';

/** What an adapter allows for one call, its retries included. */
const TIMEOUT_MS = CALL_BOUND_MS - SECOND / 2;
const LATENCY_MS = 20;
/** Between giving up on a call and the call's effect after all. */
const LATE_MS = 5 * SECOND;

/** What a process that is gone waits for. A promise of its own each time: a shared one would hold on to all that wait for it. */
const never = () => new Promise<never>(() => undefined);

/** One run of the controller's function: its clock, its end, and the ports it was given. */
export class FunctionRun implements Caller {
  readonly ports: Ports;
  /** Killed, crashed, or gone with its Region: it does nothing any more. */
  dead = false;
  finished = false;
  /** Calls under way. */
  waiting = 0;
  /** Whether anything but the loss of a Region has touched it, so that nothing can be asked of it. */
  disturbed = false;
  disturbedOnlyBy: Service | undefined;
  readonly last = { holdRead: -1, globalRead: -1, tasksTold: -1, journalWritten: -1 };
  /** What the hold was when it was last read. */
  heldWhenRead = false;
  epoch: number | undefined;
  told: Told | undefined;
  /** Everything that it was told, look by look. */
  readonly looks: Told[] = [];
  private frozenUntil = 0;

  constructor(
    readonly id: number,
    readonly side: Side,
    readonly trigger: Trigger,
    readonly startedAt: number,
    readonly endsAt: number,
    readonly skewMs: number,
    readonly world: Surroundings,
  ) {
    this.ports = portsOf(this);
  }

  die(): void {
    this.dead = true;
  }

  /**
   * One call, from the moment it is made to that at which the caller hears of it, with whatever the schedule has in store for it.
   */
  call<T>(
    name: CallName,
    service: Service,
    effect: (call: Call) => T,
    about: About = NOTHING,
    hear?: Hearer<T>,
  ): Promise<T> {
    if (this.dead) return never();
    const { world } = this;
    const call: Call = {
      index: world.calls++,
      name,
      invocation: this,
      startedAt: world.time.now,
      engaged: about.engaged,
      target: about.target,
    };
    const fault = world.begins(call);
    if (this.dead) return never();
    world.guarantees.begins(call);
    const kind = fault ?? world.disturbance(call, service);
    if (kind === 'crash-before') {
      this.die();
      world.invocationOver(this);
      return never();
    }
    return new Promise<T>((settle, fail) => {
      this.waiting += 1;
      const resolve = (value: T) => {
        hear?.answered(value);
        settle(value);
      };
      const reject = (error: unknown) => {
        hear?.failed(error);
        fail(error);
      };
      const latencyMs = this.latency(call);
      if (kind === undefined) {
        world.time.after(latencyMs, () => {
          let value: T;
          try {
            value = effect(call);
          } catch (error) {
            const told = this.failed(call, service, error);
            this.answer(() => reject(told));
            return;
          }
          if (!this.dead && world.time.now >= this.frozenUntil) {
            this.waiting -= 1;
            resolve(value);
            world.time.wake();
          } else this.answer(() => resolve(value));
        });
        return;
      }
      world.trace?.(`    ${name}: ${kind}`);
      const carryOut = () => {
        try {
          const value = effect(call);
          return () => resolve(value);
        } catch (error) {
          return () => reject(this.failed(call, service, error));
        }
      };
      const refuse = (failure: FailureKind) => () => reject(this.refused(call, service, failure));
      this.disturb(kind, { call, latencyMs, carryOut, refuse });
    });
  }

  /** Waits for nothing but time. */
  pause(ms: number): Promise<void> {
    if (this.dead) return never();
    return new Promise((settle) => {
      this.waiting += 1;
      this.world.time.after(ms, () => this.answer(settle));
    });
  }

  /** What the caller is told of a call that the world refuses. */
  private refused({ name, index }: Call, service: Service, failure: FailureKind): FailedCall {
    return failedCall(name, service, failure, noise(this.world.nature.jitter + 13, index));
  }

  private failed(call: Call, service: Service, error: unknown): unknown {
    return error instanceof RefusedCallError ? this.refused(call, service, error.kind) : error;
  }

  /** Lets the caller hear of it, unless it is gone; later, if it stands still. */
  private answer(settle: () => void): void {
    if (this.dead) return;
    const { time } = this.world;
    if (time.now < this.frozenUntil) {
      time.at(this.frozenUntil, () => this.answer(settle));
      return;
    }
    this.waiting -= 1;
    settle();
    time.wake();
  }

  get label(): string {
    return `#${this.id}`;
  }

  private disturb(kind: FaultKind, how: Disturbed): void {
    const { time, nature } = this.world;
    const { call, latencyMs, carryOut, refuse } = how;
    const answer = (settle: () => void) => this.answer(settle);
    switch (kind) {
      case 'crash-before':
        return;
      case 'crash-after':
        time.after(latencyMs, () => {
          carryOut();
          this.die();
          this.world.invocationOver(this);
        });
        return;
      case 'timeout-before':
        time.after(TIMEOUT_MS, () => answer(refuse('timeout')));
        return;
      case 'timeout-after':
        time.after(latencyMs, () => void carryOut());
        time.after(TIMEOUT_MS, () => answer(refuse('timeout')));
        return;
      case 'timeout-late':
        time.after(TIMEOUT_MS, () => answer(refuse('timeout')));
        time.after(TIMEOUT_MS + LATE_MS, () => void carryOut());
        return;
      case 'slow-answer':
        time.after(latencyMs, () => {
          const settle = carryOut();
          time.after(TIMEOUT_MS - latencyMs, () => answer(settle));
        });
        return;
      case 'slow-effect':
        time.after(TIMEOUT_MS, () => answer(carryOut()));
        return;
      case 'stall':
        time.after(latencyMs, () => {
          const settle = carryOut();
          this.frozenUntil = time.now + (5 + 45 * noise(nature.jitter + 3, call.index)) * SECOND;
          answer(settle);
        });
        return;
      case 'unreachable':
        time.after(LATENCY_MS + 2 * SECOND, () => answer(refuse('unreachable')));
        return;
      default:
        time.after(latencyMs, () => answer(refuse(kind === 'internal' ? 'unknown' : kind)));
    }
  }

  /** The look that a question belongs to. */
  look(question: Question): Told {
    if (this.told === undefined || this.told.asked[question]) {
      const { now } = this.world.time;
      this.told = {
        at: now,
        completeAt: now,
        asked: {
          probe: false,
          peer: false,
          lag: false,
          egress: false,
          peerWitness: false,
          ownWitness: false,
        },
        serves: undefined,
        peer: undefined,
        synchronization: undefined,
        sawGlobal: false,
        sawOperation: false,
        lag: undefined,
        peerWitness: undefined,
        ownWitness: undefined,
        egress: undefined,
      };
      this.looks.push(this.told);
    }
    this.told.asked[question] = true;
    return this.told;
  }

  private latency({ index }: Call): number {
    const { jitter } = this.world.nature;
    if (jitter === 0) return LATENCY_MS;
    const drawn = noise(jitter, index);
    return drawn < 0.95 ? 5 + Math.floor(drawn * 100) : 200 + Math.floor((drawn - 0.95) * 60_000);
  }
}

const NOTHING: About = {};

interface Disturbed {
  readonly call: Call;
  readonly latencyMs: number;
  readonly carryOut: () => () => void;
  readonly refuse: (failure: FailureKind) => () => void;
}
