import type {
  Command,
  Journal,
  JournalEntry,
  Notification,
  Policy,
  Site,
  Trigger,
} from '@healthcare-dr/failover-lambda/runtime';
import { EMPTY_JOURNAL } from '@healthcare-dr/failover-lambda/runtime';
import type { Call, Guarantee, Violation } from './guarantee';
import { noise } from '../random';
import {
  other,
  type CallName,
  type Event,
  type Fault,
  type FaultKind,
  type Happening,
  type Nature,
  type PolicyChoice,
  type Schedule,
  type Service,
  type Side,
} from '../schedule';
import { Aurora, CLUSTER_ARNS, sideOf } from './aurora';
import { ControlMetric, LagMetric } from './cloudwatch';
import { Invocation } from './invocation';
import { Recovery } from './recovery';
import { Regions } from './regions';
import { JournalStore, Parameters, Topic } from './stores';
import { BEGINNING, INVOCATION_MS, MINUTE, SECOND, Timeline } from './timeline';

/** The controller under test: `reconcile` of the runtime, or of a mutant of it. */
export type Reconcile = (
  trigger: Trigger,
  invocation: { readonly id: string; readonly deadline: number },
  site: Site,
  ports: Invocation['ports'],
) => Promise<unknown>;

/** How long everything may take to come to rest, once the last fault is over. */
const REST_WITHIN_MS = 45 * MINUTE;

/** An operator's command or consent that reached the controller. */
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

const siteOf = (side: Side): Site => ({
  environment: 'sim',
  role: side,
  region: side === 'dr' ? 'eu-west-1' : 'eu-west-2',
  peerRegion: side === 'dr' ? 'eu-west-2' : 'eu-west-1',
  globalClusterId: 'healthcare-global-sim',
  ownClusterArn: CLUSTER_ARNS[side],
  peerClusterArn: CLUSTER_ARNS[other(side)],
});

const SCHEDULE = (): Trigger => ({ kind: 'schedule' });

export const SITES: Readonly<Record<Side, Site>> = { primary: siteOf('primary'), dr: siteOf('dr') };

/** The policy in full, from what a schedule chooses of it. */
export function policyOf({
  mode,
  quorum,
  lagBoundMs,
  cooldownMs,
  approvalMs,
  capacity,
}: PolicyChoice): Policy {
  return {
    mode,
    lagBoundMs,
    lagMaxAgeMs: 10 * MINUTE,
    quorum,
    confirmationMs: MINUTE,
    cooldownMs,
    plannedLagMs: 30 * SECOND,
    operationDeadlineMs: 15 * MINUTE,
    reissueAfterMs: 3 * MINUTE,
    approvalMs,
    capacity: { minTasks: capacity ? 4 : undefined, minAcu: capacity ? 8 : undefined },
  };
}

/** Everything around the controller, in virtual time, and the controller's invocations in the midst of it. */
export class World {
  readonly time = new Timeline();
  readonly regions = new Regions();
  readonly nature: Nature;
  readonly aurora: Aurora;
  readonly lag: LagMetric;
  readonly control: ControlMetric;
  readonly journals: Readonly<Record<Side, JournalStore>>;
  readonly topics: Readonly<Record<Side, Topic>> = { primary: new Topic(), dr: new Topic() };
  readonly parameters: Parameters;
  readonly policy: Policy;
  readonly tasks: Record<Side, number> = { primary: 2, dr: 2 };
  readonly minAcu: Record<Side, number> = { primary: 2, dr: 2 };
  readonly copies = new Set<string>();
  readonly delivered: Delivered[] = [];
  readonly recovery = new Recovery(this);
  readonly invocations: Invocation[] = [];
  /** Faults and happenings that took place, by kind. */
  readonly injected = new Map<string, number>();
  violation: Violation | undefined;
  /** The number of calls so far. */
  calls = 0;
  trace: ((line: string) => void) | undefined;
  /** Every call that was made, for the enumeration of crash points. */
  callNames: CallName[] | undefined;
  /** What watches the run. */
  readonly guarantees: Required<Guarantee>;
  /** Every event that was sent, for the enumeration of their orders. */
  deliveries: Delivery[] | undefined;
  /** What is sent instead of the nth event. */
  instead: ReadonlyMap<number, readonly Delivery[]> | undefined;
  /** When the last fault was over. */
  activeUntil = BEGINNING;
  ended = false;
  /** The states that incidents went through. */
  readonly states = new Set<string>();
  /** Whether a call or a service failed otherwise than by the loss of a Region. */
  touched = false;
  /** Whether a capacity call was ever refused in a way that makes the controller give it up. */
  disturbedCapacity = false;
  /** Since when the policy says what it says. */
  modeChangedAt = BEGINNING;

  private readonly seen = new Map<CallName, number>();
  private readonly moments = new Map<CallName, Event[]>();
  private readonly faults = new Map<CallName, Fault[]>();
  private readonly outages = new Map<Service, FaultKind[]>();
  private readonly timed: number[];
  private readonly queue: { side: Side; trigger: Trigger; retries: number }[] = [];
  private noSchedule = 0;
  private sent = 0;
  private calm = 0;
  /** When something in the world, or the journal, changed last. */
  private changedAt = BEGINNING;

  constructor(
    schedule: Schedule,
    private readonly reconcile: Reconcile,
    watch: (world: World) => Required<Guarantee>,
  ) {
    const { nature, policy, events, faults } = schedule;
    this.nature = nature;
    this.policy = policyOf(policy);
    this.parameters = new Parameters(JSON.stringify(this.policy));
    this.aurora = new Aurora(this.time, this.regions, nature, {
      happened: (what) => this.trace?.(`** ${what}`),
      starts: (operation) => this.guarantees.operationStarts(operation),
    });
    this.lag = new LagMetric(nature.jitter);
    const engaged = nature.writer === 'dr';
    this.control = new ControlMetric(engaged);
    const traffic = { ...EMPTY_JOURNAL.traffic, engaged, since: BEGINNING };
    this.journals = {
      primary: new JournalStore(),
      dr: new JournalStore({ ...EMPTY_JOURNAL, traffic }),
    };
    this.guarantees = watch(this);
    for (const fault of faults) push(this.faults, fault.call, fault);
    this.timed = [];
    for (const event of events) {
      const { when } = event;
      if ('call' in when) push(this.moments, when.call, event);
      else {
        this.timed.push(BEGINNING + when.at);
        this.time.at(BEGINNING + when.at, () => this.happen(event.what));
      }
    }
    for (let minute = 8; minute > 0; minute -= 1)
      this.lag.measure(other(nature.writer), nature.lagMs, BEGINNING - minute * MINUTE);
    this.time.at(BEGINNING, () => this.minute());
  }

  /** Lets everything happen, to the end. */
  async run(): Promise<void> {
    await this.time.run(() => this.ended || this.violation !== undefined);
  }

  violate(guarantee: string, message: string): void {
    this.violation ??= { guarantee, message, at: this.time.now - BEGINNING };
  }

  /** A call begins: what the schedule has tied to it happens. @returns the fault that is in store for it */
  begins(call: Call): FaultKind | undefined {
    const { name } = call;
    this.callNames?.push(name);
    const nth = this.seen.get(name) ?? 0;
    this.seen.set(name, nth + 1);
    this.trace?.(`  ${call.invocation.label} ${name}`);
    if (this.moments.size === 0 && this.faults.size === 0) return undefined;
    const moments = this.moments.get(name);
    if (moments !== undefined)
      for (const { when, what } of moments) {
        if (!('call' in when) || when.nth !== nth) continue;
        if (when.delayMs === 0) this.happen(what);
        else {
          this.activeUntil = Math.max(this.activeUntil, this.time.now + when.delayMs);
          this.time.after(when.delayMs, () => this.happen(what));
        }
      }
    const fault = this.faults.get(name)?.find((candidate) => candidate.nth === nth);
    if (fault === undefined) return undefined;
    this.count(`call: ${fault.kind}`);
    call.invocation.disturbed = true;
    this.touched = true;
    if (isCapacity(name)) this.disturbedCapacity = true;
    this.activeUntil = Math.max(this.activeUntil, this.time.now + MINUTE);
    return fault.kind;
  }

  /** What becomes of a call because of what is out of order just now. */
  disturbance({ name, index, invocation }: Call, service: Service): FaultKind | undefined {
    const outage = this.outages.size === 0 ? undefined : this.outages.get(service)?.at(-1);
    if (outage !== undefined) {
      invocation.disturbed = true;
      this.touched = true;
      if (isCapacity(name)) this.disturbedCapacity = true;
      return outage;
    }
    if (service === 'probe' || (service !== 'ownRds' && service !== 'peerRds')) return undefined;
    const { side } = invocation;
    const reachable =
      name === 'peerMetrics.replicationLag'
        ? this.regions.connected && this.regions.stands(other(side))
        : this.regions.controls(service === 'ownRds' ? side : other(side), side);
    if (reachable) return undefined;
    return noise(this.nature.jitter + 5, index) < 0.5 ? 'timeout-before' : 'unreachable';
  }

  journalled(
    call: Call,
    before: Journal,
    after: Journal,
    entries: readonly JournalEntry[],
    side: Side,
  ): void {
    if (this.trace !== undefined)
      for (const { event, reason } of entries) this.trace(`   ${side} journal: ${event}: ${reason}`);
    this.changedAt = this.time.now;
    const { incident } = after;
    if (incident !== undefined && incident !== before.incident)
      this.states.add(`${incident.kind} ${incident.phase}${incident.result ? ` ${incident.result}` : ''}`);
    this.guarantees.journalled(call, before, after, entries, side);
  }

  published(side: Side, notification: Notification): void {
    this.trace?.(`   ${side} ${notification.severity}: ${notification.subject}`);
    this.topics[side].publish(notification, this.time.now);
  }

  putTraffic(engaged: boolean): void {
    const change = this.control.put(engaged, this.time.now);
    this.guarantees.metricWritten();
    if (change !== undefined) this.trafficMoves(change);
  }

  invocationOver(invocation: Invocation): void {
    if (invocation.finished) return;
    invocation.finished = true;
    this.trace?.(` ${invocation.label} ${invocation.dead ? 'is killed' : 'ends'}`);
    this.guarantees.invocationEnds(invocation);
    const next = this.queue.findIndex(({ side }) => side === invocation.side);
    if (next < 0) return;
    const [{ side, trigger, retries }] = this.queue.splice(next, 1) as [(typeof this.queue)[0]];
    this.time.after(100, () => this.deliver(side, trigger, retries));
  }

  /** An event is sent to the function; where the order of events is what is tried, others may come in its place. */
  private send(delivery: Delivery): void {
    const index = this.sent++;
    this.deliveries?.push(delivery);
    for (const { side, trigger, retries } of this.instead?.get(index) ?? [delivery])
      this.deliver(side, trigger(), retries);
  }

  /** Calls the function, if its Region stands, and if it may run beside what runs already. */
  private deliver(side: Side, trigger: Trigger, retries: number): void {
    if (!this.regions.stands(side)) return;
    const running = this.invocations.some((other) => other.side === side && !other.finished);
    if (running && !this.nature.overlap) {
      if (this.queue.length < 6) this.queue.push({ side, trigger, retries });
      return;
    }
    const { now } = this.time;
    const id = this.invocations.length;
    const skewMs = Math.round(this.nature.skewMs * (noise(this.nature.jitter + 11, id) - 0.5));
    const invocation = new Invocation(id, side, trigger, now, now + INVOCATION_MS, skewMs, this);
    if (running) {
      invocation.disturbed = true;
      for (const beside of this.invocations) if (!beside.finished) beside.disturbed = true;
    }
    this.invocations.push(invocation);
    if (trigger.kind === 'command') this.delivered.push({ at: now, side, command: trigger.command });
    this.trace?.(` ${invocation.label} begins in ${side}: ${describeTrigger(trigger)}`);
    const context = { id: `invocation-${id}`, deadline: invocation.endsAt + skewMs };
    this.time.at(invocation.endsAt, () => {
      if (invocation.finished) return;
      this.count('killed at its deadline');
      this.guarantees.deadlinePasses(invocation);
      invocation.die();
      this.invocationOver(invocation);
      if (retries > 0) this.time.after(MINUTE, () => this.deliver(side, trigger, retries - 1));
    });
    this.reconcile(trigger, context, SITES[side], invocation.ports).then(
      (outcome) => {
        this.trace?.(`   ${invocation.label} says: ${JSON.stringify(outcome).slice(0, 400)}`);
        this.invocationOver(invocation);
      },
      (error: unknown) => {
        this.trace?.(`   ${invocation.label} throws: ${String(error)}`);
        this.violate('5', `an invocation threw: ${String(error)}`);
        this.invocationOver(invocation);
      },
    );
    this.time.wake();
  }

  happen(what: Happening): void {
    const { now } = this.time;
    this.count(describeKind(what));
    this.recovery.notice(what);
    this.changedAt = now;
    if (this.trace !== undefined) this.trace(`>> ${describe(what)}`);
    this.calm = 0;
    if (!('forMs' in what)) {
      this.happenOnce(what);
      return;
    }
    this.activeUntil = Math.max(this.activeUntil, now + what.forMs);
    this.change(what, 1);
    this.time.after(what.forMs, () => {
      if (this.trace !== undefined) this.trace(`<< ${describe(what)} is over`);
      this.change(what, -1);
    });
  }

  count(kind: string): void {
    this.injected.set(kind, (this.injected.get(kind) ?? 0) + 1);
  }

  private change(what: Extract<Happening, { forMs: number }>, by: 1 | -1): void {
    this.changedAt = this.time.now;
    const begins = by === 1;
    switch (what.kind) {
      case 'lose':
        this.regions.change(what.side, what.what, by);
        if (begins && what.what === 'region') this.kill(what.side);
        break;
      case 'lag':
        this.aurora.stall(by);
        break;
      case 'service':
        if (begins) push(this.outages, what.service, faultOf(what.fault));
        else this.outages.get(what.service)?.pop();
        break;
      case 'unknown-status':
        this.aurora.speaksUnknown = begins;
        break;
      case 'no-global-cluster':
        this.aurora.deleted = begins;
        break;
      case 'missing-datapoints':
        this.lag.missing += by;
        break;
      case 'hold':
        this.parameters.held += by;
        break;
      case 'policy':
        this.modeChangedAt = this.time.now;
        this.parameters.policy = this.policyText(begins ? what.value : undefined);
        break;
      case 'no-schedule':
        this.noSchedule += by;
        break;
      case 'no-instance':
        this.aurora.instances[what.side] = begins ? 0 : what.side === 'dr' ? 1 : 2;
        break;
      case 'versions-differ':
        this.aurora.versionsDiffer = begins;
    }
    this.aurora.changed();
  }

  private policyText(value: Extract<Happening, { kind: 'policy' }>['value'] | undefined): string | undefined {
    if (value === 'missing') return undefined;
    if (value === 'malformed') return '{"mode":"automatic","quorum":';
    return JSON.stringify(value === undefined ? this.policy : { ...this.policy, mode: value });
  }

  private happenOnce(what: Exclude<Happening, { forMs: number }>): void {
    const { now } = this.time;
    switch (what.kind) {
      case 'alarm':
        this.repeat(what.copies, 700, (copy) => {
          const alarmName = copy === 0 ? 'healthcare-lag-sim' : 'healthcare-probe-sim';
          this.send({
            side: 'dr',
            trigger: () => ({ kind: 'alarm', alarmName, state: 'ALARM' }),
            retries: 1,
          });
        });
        break;
      case 'rds-event':
        this.repeat(what.copies, 900, () =>
          this.send({
            side: 'dr',
            trigger: () => ({ kind: 'rds', eventId: 'RDS-EVENT-0187', message: 'global failover' }),
            retries: 1,
          }),
        );
        break;
      case 'malformed-event':
        this.repeat(what.copies, 500, () =>
          this.send({
            side: 'dr',
            trigger: () => ({ kind: 'unknown', reason: 'no such event' }),
            retries: 0,
          }),
        );
        break;
      case 'command': {
        const { side, operation, copies, apartMs } = what;
        const command: Command =
          operation === 'status'
            ? { operation }
            : {
                operation,
                requestId: `request-${what.request}`,
                acceptDataLoss: what.acceptDataLoss,
                dryRun: what.dryRun,
                requestedBy: 'operator',
              };
        const trigger = () => ({ kind: 'command', command }) as const;
        this.repeat(copies, apartMs, () => this.send({ side, trigger, retries: 0 }));
        break;
      }
      case 'approve':
        this.repeat(what.copies, what.apartMs, () =>
          this.send({ side: 'dr', trigger: () => this.approval(what), retries: 0 }),
        );
        break;
      case 'console':
        this.aurora.start(
          what.operation,
          what.target,
          what.operation === 'failover' ? what.target : this.aurora.writer,
          'console',
        );
    }
    this.activeUntil = Math.max(this.activeUntil, now + 2 * SECOND);
  }

  /** An operator looks up the incident before he approves of it. */
  private approval({ acceptDataLoss, stale }: Extract<Happening, { kind: 'approve' }>): Trigger {
    const { incident } = this.journals.dr.journal;
    const incidentId = stale ? 'incident-before' : (incident?.id ?? 'none');
    return {
      kind: 'command',
      command: { operation: 'approve', incidentId, acceptDataLoss, requestedBy: 'operator' },
    };
  }

  private repeat(copies: number, apartMs: number, deliver: (copy: number) => void): void {
    deliver(0);
    for (let copy = 1; copy < copies; copy += 1) {
      const delayMs = copy * apartMs;
      this.activeUntil = Math.max(this.activeUntil, this.time.now + delayMs);
      this.time.after(delayMs, () => deliver(copy));
    }
  }

  private kill(side: Side): void {
    for (const invocation of this.invocations)
      if (invocation.side === side && !invocation.finished) {
        invocation.die();
        this.invocationOver(invocation);
      }
  }

  /** What comes round each minute: a datapoint of the lag, the control alarm, the schedule, and whether all is at rest. */
  private minute(): void {
    const { now } = this.time;
    const secondary = other(this.aurora.writer);
    const lagMs = this.aurora.lagMetric();
    if (lagMs !== undefined && this.regions.stands(secondary)) this.lag.measure(secondary, lagMs, now);
    const change = this.control.settle(now);
    if (change !== undefined) this.trafficMoves(change);
    const idle = this.idle();
    const over = now > this.activeUntil && this.timed.every((at) => at < now);
    this.calm = idle && over ? this.calm + 1 : 0;
    if (this.calm >= 2) {
      this.guarantees.ends();
      this.ended = true;
      return;
    }
    if (over && now > this.lastActivity() + REST_WITHIN_MS) {
      this.violate(
        '6',
        `not at rest ${REST_WITHIN_MS / MINUTE} minutes after the last fault: ${this.unrest()}`,
      );
      return;
    }
    if (this.noSchedule === 0 && !this.skips(now, idle)) {
      this.send({ side: 'dr', trigger: SCHEDULE, retries: 0 });
      if (this.journals.primary.journal.version > 0)
        this.send({ side: 'primary', trigger: SCHEDULE, retries: 0 });
    }
    this.time.at(now + MINUTE, () => this.minute());
  }

  /**
   * While nothing goes on, two of three scheduled invocations are spared, and every other one while something has been waited for
   * for long: they would all be the same. Where nobody writes, none is.
   */
  private skips(now: number, idle: boolean): boolean {
    if (this.calm > 0 || !this.regions.serves(this.aurora.writer)) return false;
    const minute = Math.floor(now / MINUTE);
    if (!idle) return now > this.changedAt + 4 * MINUTE && minute % 2 === 1;
    return this.regions.connected && now > this.changedAt + 2 * MINUTE && minute % 3 !== 0;
  }

  private lastActivity(): number {
    return Math.max(this.activeUntil, ...this.timed);
  }

  private idle(): boolean {
    return this.unrest() === '';
  }

  /** What is not as it should be in the end; nothing, if all is. */
  private unrest(): string {
    const { dr, primary } = this.journals;
    if (this.aurora.operation !== undefined) return 'RDS is at an operation';
    if (this.aurora.resyncing) return 'RDS adds the old primary again';
    if (this.invocations.some(({ finished }) => !finished)) return 'an invocation runs';
    for (const [side, { journal }] of [
      ['dr', dr],
      ['primary', primary],
    ] as const) {
      const { incident, outbox, snapshotDuty, fault, holdReported } = journal;
      if (incident !== undefined && incident.phase !== 'closed')
        return `the incident in ${side} is ${incident.phase}`;
      const createdAt = snapshotDuty && this.aurora.snapshots[sideOf(snapshotDuty.clusterArn)];
      if (snapshotDuty !== undefined && createdAt !== undefined && createdAt >= snapshotDuty.since)
        return `the snapshot that ${side} has to copy is there`;
      if (fault !== undefined || holdReported) return `${side} reports ${fault ?? 'a hold'}`;
      if (outbox.length > 0) return `the outbox in ${side} is not empty`;
    }
    const engaged = this.aurora.writer === 'dr';
    if (dr.journal.traffic.engaged !== engaged || this.control.engaged !== engaged)
      return `${this.aurora.writer} writes and traffic is ${this.control.engaged ? 'held in dr' : 'with the primary'}`;
    return '';
  }

  private trafficMoves(engaged: boolean): void {
    this.trace?.(`** traffic goes to ${engaged ? 'dr' : 'the primary'}`);
    this.guarantees.trafficMoves(engaged);
  }
}

const isCapacity = (name: CallName) =>
  name === 'capacity.raiseMinimumTasks' || name.endsWith('.setMinimumCapacity');

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, [value]);
  else values.push(value);
}

const faultOf = (fault: 'timeout' | 'unreachable' | 'throttled' | 'denied'): FaultKind =>
  fault === 'timeout' ? 'timeout-before' : fault;

function describeTrigger(trigger: Trigger): string {
  return trigger.kind === 'command' ? JSON.stringify(trigger.command) : trigger.kind;
}

/** A happening's kind, in the words of the report. */
export function describeKind(what: Happening): string {
  switch (what.kind) {
    case 'lose':
      return what.what === 'network'
        ? 'network between the Regions cut'
        : `${what.side} loses its ${what.what}`;
    case 'service':
      return `${what.service}: ${what.fault}`;
    case 'policy':
      return `policy: ${what.value}`;
    case 'command':
      return `command: ${what.operation}${what.dryRun ? ' (dry run)' : ''}`;
    case 'console':
      return `console: ${what.operation}`;
    default:
      return what.kind;
  }
}

function describe(what: Happening): string {
  const { kind, ...rest } = what;
  return `${kind} ${Object.entries(rest)
    .map(([name, value]) => `${name}=${name.endsWith('Ms') ? `${Number(value) / SECOND}s` : String(value)}`)
    .join(' ')}`;
}
