import { noise } from '../random';
import {
  other,
  type CallName,
  type Event,
  type Fault,
  type FaultKind,
  type Happening,
  type Service,
} from '../schedule';
import type { Call } from './call';
import type { Stage } from './surroundings';
import { MINUTE } from './timeline';

type Outage = Extract<Happening, { kind: 'service' }>;

/** What goes wrong with calls: what the schedule ties to one of them, and what is out of order when it is made. */
export class Disturbances {
  /** Whether a call or a service failed otherwise than by the loss of a Region. */
  touched = false;
  /** How many calls have met a fault of their own. */
  faultsOfCalls = 0;
  /** Whether a capacity call was ever refused in a way that makes the controller give it up. */
  capacity = false;
  private readonly seen = new Map<CallName, number>();
  private readonly moments = new Map<CallName, Event[]>();
  private readonly faults = new Map<CallName, Fault[]>();
  private readonly outages = new Map<Service, FaultKind[]>();

  constructor(private readonly stage: Stage) {}

  /** The nth call of a name will fail. */
  addFault(fault: Fault): void {
    push(this.faults, fault.call, fault);
  }

  /** Something will happen at the nth call of a name. */
  addMoment(name: CallName, event: Event): void {
    push(this.moments, name, event);
  }

  /** A service begins to fail its calls, or the outage that began last is over. */
  changeOutage({ service, fault }: Outage, by: 1 | -1): void {
    if (by === 1) push(this.outages, service, faultOf(fault));
    else this.outages.get(service)?.pop();
  }

  /** A call begins: what the schedule has tied to it happens. @returns the fault that is in store for it */
  begins(call: Call): FaultKind | undefined {
    const { stage } = this;
    const { name } = call;
    const nth = this.seen.get(name) ?? 0;
    this.seen.set(name, nth + 1);
    stage.trace?.(`  ${call.invocation.label} ${name}`);
    if (this.moments.size === 0 && this.faults.size === 0) return undefined;
    const moments = this.moments.get(name);
    if (moments !== undefined)
      for (const { when, what } of moments) {
        if (!('call' in when) || when.nth !== nth) continue;
        if (when.delayMs === 0) stage.happen(what);
        else {
          stage.activity.lasts(when.delayMs);
          stage.time.after(when.delayMs, () => stage.happen(what));
        }
      }
    const fault = this.faults.get(name)?.find((candidate) => candidate.nth === nth);
    if (fault === undefined) return undefined;
    stage.count(`call: ${fault.kind}`);
    this.faultsOfCalls += 1;
    this.disturb(call);
    stage.activity.lasts(MINUTE);
    return fault.kind;
  }

  /** What becomes of a call because of what is out of order just now. */
  disturbance(call: Call, service: Service): FaultKind | undefined {
    const outage = this.outages.size === 0 ? undefined : this.outages.get(service)?.at(-1);
    if (outage !== undefined) {
      this.disturb(call, service);
      return outage;
    }
    const { regions, nature, paths } = this.stage;
    const { side } = call.invocation;
    if (paths.loses(side, service, noise(nature.jitter + 7, call.index))) {
      // Whoever looks at the other Region must cope with what a dark Region looks like.
      if (!LOOKING_OUT.has(service)) this.disturb(call, service);
      return this.lost(call);
    }
    if (service !== 'ownRds' && service !== 'peerRds') return undefined;
    const reachable = call.name.startsWith('peerMetrics.')
      ? regions.connected && regions.stands(other(side))
      : regions.controls(service === 'ownRds' ? side : other(side), side);
    return reachable ? undefined : this.lost(call);
  }

  /** No answer comes, or no connection does. */
  private lost({ index }: Call): FaultKind {
    return noise(this.stage.nature.jitter + 5, index) < 0.5 ? 'timeout-before' : 'unreachable';
  }

  private disturb({ name, invocation }: Call, service?: Service): void {
    invocation.disturbedOnlyBy =
      !invocation.disturbed || invocation.disturbedOnlyBy === service ? service : undefined;
    invocation.disturbed = true;
    this.touched = true;
    if (isCapacity(name)) this.capacity = true;
  }
}

const LOOKING_OUT: ReadonlySet<Service> = new Set(['peerRds', 'probe', 'egress', 'witness']);

const isCapacity = (name: CallName) => name.startsWith('capacity.') || name.endsWith('.setMinimumCapacity');

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, [value]);
  else values.push(value);
}

const faultOf = (fault: Outage['fault']): FaultKind => (fault === 'timeout' ? 'timeout-before' : fault);
