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

/** What is to happen at calls of one name, and how many of them were made. */
interface Tied {
  made: number;
  readonly moments: Event[];
  readonly faults: Fault[];
}

/** What goes wrong with calls: what the schedule ties to one of them, and what is out of order when it is made. */
export class Disturbances {
  /** Whether a call or a service failed otherwise than by the loss of a Region. */
  touched = false;
  /** How many calls have met a fault of their own. */
  faultsOfCalls = 0;
  /** Whether a capacity call was ever refused in a way that makes the controller give it up. */
  capacity = false;
  /** What the schedule ties to calls, by their name. */
  private readonly tied = new Map<CallName, Tied>();
  private readonly outages = new Map<Service, FaultKind[]>();

  constructor(private readonly stage: Stage) {}

  /** The nth call of a name will fail. */
  addFault(fault: Fault): void {
    this.tiedTo(fault.call).faults.push(fault);
  }

  /** Something will happen at the nth call of a name. */
  addMoment(name: CallName, event: Event): void {
    this.tiedTo(name).moments.push(event);
  }

  /** A service begins to fail its calls, or the outage that began last is over. */
  changeOutage({ service, fault }: Outage, by: 1 | -1): void {
    const faults = this.outages.get(service) ?? [];
    if (by === 1) faults.push(faultOf(fault));
    else faults.pop();
    this.outages.set(service, faults);
  }

  /** A call begins: what the schedule has tied to it happens. @returns the fault that is in store for it */
  begins(call: Call): FaultKind | undefined {
    const { stage } = this;
    const { name } = call;
    stage.trace?.(`  ${call.invocation.label} ${name}`);
    const tied = this.tied.get(name);
    if (tied === undefined) return undefined;
    const nth = tied.made++;
    for (const { when, what } of tied.moments) {
      if (!('call' in when) || when.nth !== nth) continue;
      if (when.delayMs === 0) stage.happen(what);
      else {
        stage.activity.lasts(when.delayMs);
        stage.time.after(when.delayMs, () => stage.happen(what));
      }
    }
    const fault = tied.faults.find((candidate) => candidate.nth === nth);
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

  private tiedTo(name: CallName): Tied {
    const tied = this.tied.get(name) ?? { made: 0, moments: [], faults: [] };
    this.tied.set(name, tied);
    return tied;
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

const faultOf = (fault: Outage['fault']): FaultKind => (fault === 'timeout' ? 'timeout-before' : fault);
