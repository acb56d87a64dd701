import {
  type Command,
  isHeartbeat,
  type Ports,
  type Site,
  type Trigger,
} from '@healthcare-dr/failover-controller';
import { noise } from '../random';
import type { Side } from '../schedule';
import type { Invocation } from './call';
import { SITES } from './deployment';
import { FunctionRun } from './function-run';
import type { Stage } from './surroundings';
import { INVOCATION_MS, MINUTE } from './timeline';
import { describeTrigger } from './words';

/** The controller under test: `reconcile` of the runtime, or of a mutant of it. */
export type Reconcile = (
  trigger: Trigger,
  invocation: { readonly id: string; readonly deadline: number },
  site: Site,
  ports: Ports,
) => Promise<{ readonly healthy: boolean }>;

/** An operator's command or approval that reached the controller. */
export interface Delivered {
  readonly at: number;
  readonly side: Side;
  readonly command: Command;
}

/** An event that is sent to the function of a Region. */
export interface Delivery {
  readonly side: Side;
  readonly trigger: () => Trigger;
  /** How often Lambda tries again when the function did not end. */
  readonly retries: number;
}

/** Lambda in both Regions: which events reach the controller, when, and beside which of its other runs. */
export class Functions {
  readonly invocations: FunctionRun[] = [];
  readonly delivered: Delivered[] = [];
  /** Every event that was sent, for the enumeration of their orders. */
  deliveries: Delivery[] | undefined;
  /** What is sent instead of the nth event. */
  instead: ReadonlyMap<number, readonly Delivery[]> | undefined;
  private readonly queue: { side: Side; trigger: Trigger; retries: number }[] = [];
  private sent = 0;

  constructor(
    private readonly stage: Stage,
    private readonly reconcile: Reconcile,
  ) {}

  /** An event is sent to the function; where the order of events is what is tried, others may come in its place. */
  send(delivery: Delivery): void {
    const index = this.sent++;
    this.deliveries?.push(delivery);
    for (const { side, trigger, retries } of this.instead?.get(index) ?? [delivery])
      this.deliver(side, trigger(), retries);
  }

  /** An invocation ended, or is no more: what waits for its end comes next. */
  over(invocation: Invocation): void {
    if (invocation.finished) return;
    const { stage } = this;
    invocation.finished = true;
    stage.trace?.(` ${invocation.label} ${invocation.dead ? 'is killed' : 'ends'}`);
    stage.guarantees.invocationEnds(invocation);
    const next = this.queue.findIndex(({ side }) => side === invocation.side);
    if (next < 0) return;
    const [{ side, trigger, retries }] = this.queue.splice(next, 1) as [(typeof this.queue)[0]];
    stage.time.after(100, () => this.deliver(side, trigger, retries));
  }

  /** The Region is lost, and every run in it. */
  kill(side: Side): void {
    for (const invocation of this.invocations)
      if (invocation.side === side && !invocation.finished) {
        invocation.die();
        this.over(invocation);
      }
  }

  /** Calls the function, if its Region stands, and if it may run beside what runs already. */
  private deliver(side: Side, trigger: Trigger, retries: number): void {
    const { stage } = this;
    const { nature } = stage;
    if (!stage.regions.stands(side)) return;
    const running = this.invocations.some((other) => other.side === side && !other.finished);
    if (running && !nature.overlap) {
      if (this.queue.length < 6) this.queue.push({ side, trigger, retries });
      return;
    }
    const { now } = stage.time;
    const id = this.invocations.length;
    const skewMs = Math.round(nature.skewMs * (noise(nature.jitter + 11, id) - 0.5));
    const invocation = new FunctionRun(id, side, trigger, now, now + INVOCATION_MS, skewMs, stage);
    if (running) {
      invocation.disturbed = true;
      for (const beside of this.invocations) if (!beside.finished) beside.disturbed = true;
    }
    this.invocations.push(invocation);
    if (trigger.kind === 'command') this.delivered.push({ at: now, side, command: trigger.command });
    stage.trace?.(` ${invocation.label} begins in ${side}: ${describeTrigger(trigger)}`);
    const context = { id: `invocation-${id}`, deadline: invocation.endsAt + skewMs };
    stage.time.at(invocation.endsAt, () => {
      if (invocation.finished) return;
      stage.count('killed at its deadline');
      stage.guarantees.deadlinePasses(invocation);
      invocation.die();
      this.over(invocation);
      if (retries > 0) stage.time.after(MINUTE, () => this.deliver(side, trigger, retries - 1));
    });
    this.reconcile(trigger, context, SITES[side], invocation.ports).then(
      (outcome) => {
        // An event that is not understood is no run of the controller.
        if (side === 'dr' && trigger.kind !== 'unknown')
          stage.people.heartbeat(isHeartbeat(trigger, outcome));
        stage.trace?.(`   ${invocation.label} says: ${JSON.stringify(outcome).slice(0, 400)}`);
        this.over(invocation);
      },
      (error: unknown) => {
        stage.trace?.(`   ${invocation.label} throws: ${String(error)}`);
        stage.violate('5', `an invocation threw: ${String(error)}`);
        this.over(invocation);
      },
    );
    stage.time.wake();
  }
}
