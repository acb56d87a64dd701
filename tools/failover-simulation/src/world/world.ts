import type { Journal, JournalEntry, Notification, Policy } from '@healthcare-dr/failover-controller';
import { EMPTY_JOURNAL, EMPTY_WATCH, formatReason } from '@healthcare-dr/failover-controller';
import {
  other,
  type CallName,
  type FaultKind,
  type Happening,
  type Nature,
  type Schedule,
  type Service,
  type Side,
} from '../schedule';
import { Activity } from './activity';
import { Aurora } from './aurora';
import { Blindness } from './blindness';
import type { Call, Invocation } from './call';
import { Checkers } from './checkers';
import { ControlMetric, LagMetric } from './cloudwatch';
import { deployed } from './deployment';
import { Disturbances } from './disturbances';
import { Functions, type Delivered, type Reconcile } from './functions';
import type { Guarantee, Violation } from './guarantee';
import { Happenings } from './happenings';
import { Health } from './health';
import { Paths } from './paths';
import { People } from './people';
import { Recovery } from './recovery';
import { Regions } from './regions';
import { unrest } from './rest';
import { JournalStore, Parameters, Topic } from './stores';
import type { Stage } from './surroundings';
import { BEGINNING, MINUTE, Timeline } from './timeline';
import { Truth } from './truth';

/** How long everything may take to come to rest, once the last fault is over. */
const REST_WITHIN_MS = 45 * MINUTE;

const SCHEDULE = () => ({ kind: 'schedule' }) as const;

/** Everything around the controller, in virtual time, and the controller's invocations in the midst of it. */
export class World implements Stage {
  readonly time = new Timeline();
  readonly activity = new Activity(this.time);
  readonly regions = new Regions();
  readonly paths = new Paths(this.time);
  readonly blindness = new Blindness(this.time);
  readonly people = new People(this.time, (what) => this.trace?.(`** ${what}`));
  readonly nature: Nature;
  readonly health: Health;
  readonly checkers: Checkers;
  readonly aurora: Aurora;
  readonly truth: Truth;
  readonly lag: LagMetric;
  readonly controls: Readonly<Record<Side, ControlMetric>>;
  /** Whether clients are led to dr. */
  private leadsToDr: boolean;
  private isHeldAtHome = false;
  readonly journals: Readonly<Record<Side, JournalStore>>;
  readonly topics: Readonly<Record<Side, Topic>> = { primary: new Topic(), dr: new Topic() };
  readonly parameters: Parameters;
  readonly policy: Policy;
  readonly tasks: Record<Side, number> = { primary: 2, dr: 2 };
  readonly running: Readonly<Record<Side, number>> = { primary: 7, dr: 2 };
  readonly minAcu: Record<Side, number> = { primary: 2, dr: 2 };
  readonly copies = new Set<string>();
  readonly recovery = new Recovery(this);
  readonly functions: Functions;
  /** Faults and happenings that took place, by kind. */
  readonly injected = new Map<string, number>();
  violation: Violation | undefined;
  /** Failovers, by a controller, of a side that served and wrote. */
  falseFailovers = 0;
  calls = 0;
  trace: ((line: string) => void) | undefined;
  /** Every call that was made, for the enumeration of crash points. */
  callNames: CallName[] | undefined;
  readonly guarantees: Required<Guarantee>;
  /** Where clients are led. */
  get leads(): Side {
    return this.leadsToDr ? 'dr' : 'primary';
  }

  /** Where traffic went. */
  readonly traffic: { readonly at: number; readonly to: Side }[] = [];
  /** The states that incidents went through. */
  readonly states = new Set<string>();

  private readonly disturbances = new Disturbances(this);
  private readonly happenings: Happenings;
  private ended = false;

  constructor(schedule: Schedule, reconcile: Reconcile, watch: (world: World) => Required<Guarantee>) {
    const { nature, policy, events, faults } = schedule;
    this.nature = nature;
    const { disturbances, recovery } = this;
    const functions = new Functions(this, reconcile);
    this.functions = functions;
    this.happenings = new Happenings(this, { functions, disturbances, recovery });
    const inPlace = deployed(policy);
    this.policy = inPlace.policy;
    this.parameters = new Parameters(inPlace.json);
    this.health = new Health(this.regions, nature);
    this.checkers = new Checkers(this.time, this.health, nature);
    this.aurora = new Aurora(
      this.time,
      this.regions,
      nature,
      {
        happened: (what) => this.trace?.(`** ${what}`),
        starts: (operation) => this.guarantees.operationStarts(operation),
        ended: (operation) => this.happenings.tell(operation),
        changed: () => {
          this.checkers.changed();
          this.truth.changed();
        },
      },
      this.minAcu,
    );
    this.truth = new Truth(this.time, this.regions, this.aurora);
    this.lag = new LagMetric(nature.jitter);
    const engaged = nature.writer === 'dr';
    this.controls = { dr: new ControlMetric(engaged, true), primary: new ControlMetric(false, false) };
    this.leadsToDr = engaged;
    const traffic = { ...EMPTY_JOURNAL.traffic, engaged, since: BEGINNING };
    this.journals = {
      primary: new JournalStore(),
      dr: new JournalStore({
        ...EMPTY_JOURNAL,
        traffic,
        watch: { ...EMPTY_WATCH, witnessed: nature.isNew !== true },
      }),
    };
    this.guarantees = watch(this);
    for (const fault of faults) this.disturbances.addFault(fault);
    for (const event of events) {
      const { when } = event;
      if ('call' in when) this.disturbances.addMoment(when.call, event);
      else {
        this.activity.plan(BEGINNING + when.at);
        this.time.at(BEGINNING + when.at, () => this.happen(event.what));
      }
    }
    for (let minute = nature.isNew === true ? 0 : 8; minute > 0; minute -= 1)
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

  get invocations(): readonly Invocation[] {
    return this.functions.invocations;
  }

  /** The commands and approvals that reached a controller. */
  get delivered(): readonly Delivered[] {
    return this.functions.delivered;
  }

  /** Whether a call or a service failed otherwise than by the loss of a Region. */
  get touched(): boolean {
    return this.disturbances.touched;
  }

  /** Whether a capacity call was ever refused in a way that makes the controller give it up. */
  get disturbedCapacity(): boolean {
    return this.disturbances.capacity;
  }

  /** Whether all that has happened so far was over within a minute, and concerned the ways of the controller's calls alone. */
  get onlyBlips(): boolean {
    return this.happenings.onlyBlips && this.disturbances.faultsOfCalls === 0;
  }

  /** For how long looks were lost, or saw too little, in ms; `undefined` if anything else has gone wrong as well. */
  get onlyGapsMs(): number | undefined {
    const { furtherFaults, gaps, gapsMs } = this.happenings;
    return furtherFaults === gaps && this.disturbances.faultsOfCalls === 0 ? gapsMs : undefined;
  }

  /** How many things have gone wrong beside the loss of the primary itself. */
  get furtherFaults(): number {
    return this.happenings.furtherFaults + this.disturbances.faultsOfCalls;
  }

  /** Since when the policy says what it says. */
  get modeChangedAt(): number {
    return this.happenings.modeChangedAt;
  }

  begins(call: Call): FaultKind | undefined {
    this.callNames?.push(call.name);
    return this.disturbances.begins(call);
  }

  disturbance(call: Call, service: Service): FaultKind | undefined {
    return this.disturbances.disturbance(call, service);
  }

  journalled(
    call: Call,
    before: Journal,
    after: Journal,
    entries: readonly JournalEntry[],
    side: Side,
  ): void {
    if (this.trace !== undefined)
      for (const { event, reason } of entries)
        this.trace(`   ${side} journal: ${event}: ${formatReason(reason)}`);
    const { incident } = after;
    // What is counted each minute is no change.
    if (entries.length > 0 || incident !== before.incident || after.traffic !== before.traffic)
      this.activity.change();
    if (incident !== undefined && incident !== before.incident)
      this.states.add(`${incident.kind} ${incident.phase}${incident.result ? ` ${incident.result}` : ''}`);
    this.guarantees.journalled(call, before, after, entries, side);
  }

  published(side: Side, notification: Notification): void {
    this.trace?.(`   ${side} ${notification.severity}: ${notification.subject}`);
    this.topics[side].publish(notification, this.time.now);
    this.people.hear(side, notification);
  }

  putTraffic(side: Side, engaged: boolean): void {
    this.controls[side].put(engaged, this.time.now);
    if (side === 'dr') this.guarantees.metricWritten();
    this.lead();
  }

  invocationOver(invocation: Invocation): void {
    this.functions.over(invocation);
  }

  happen(what: Happening): void {
    this.happenings.begin(what);
  }

  count(kind: string): void {
    this.injected.set(kind, (this.injected.get(kind) ?? 0) + 1);
  }

  /** What comes round each minute: a datapoint of the lag, the control alarm, the schedule, and whether all is at rest. */
  private minute(): void {
    const { now } = this.time;
    const secondary = other(this.aurora.writer);
    const lagMs = this.aurora.lagMetric();
    if (lagMs !== undefined && this.regions.stands(secondary)) this.lag.measure(secondary, lagMs, now);
    for (const side of ['dr', 'primary'] as const) this.controls[side].settle(now);
    this.lead();
    this.people.minute();
    this.guarantees.minutePasses();
    const restless = unrest(this);
    const idle = restless === '';
    const { activity, functions } = this;
    const { over } = activity;
    activity.calm = idle && over ? activity.calm + 1 : 0;
    if (activity.calm >= 2) {
      this.guarantees.ends();
      this.ended = true;
      return;
    }
    if (over && now > activity.last + REST_WITHIN_MS + this.policy.approvalMs) {
      this.violate('6', `not at rest ${REST_WITHIN_MS / MINUTE} minutes after the last fault: ${restless}`);
      return;
    }
    if (this.happenings.noSchedule === 0 && !this.skips(now, idle)) {
      functions.send({ side: 'dr', trigger: SCHEDULE, retries: 0 });
      if (this.journals.primary.journal.version > 0 || this.aurora.writer === 'dr')
        functions.send({ side: 'primary', trigger: SCHEDULE, retries: 0 });
    }
    this.time.at(now + MINUTE, () => this.minute());
  }

  /**
   * While nothing goes on, or something has been waited for for long, two of three scheduled invocations are spared: they would all be
   * the same.
   */
  private skips(now: number, idle: boolean): boolean {
    const { calm, changedAt } = this.activity;
    // What keeps clients away from dr has to be said each minute.
    if (calm > 0 || this.controls.primary.engaged) return false;
    const minute = Math.floor(now / MINUTE);
    if (!idle || !this.paths.whole || !this.regions.serves(this.aurora.writer))
      return now > changedAt + 12 * MINUTE && minute % 3 !== 0;
    return (
      this.regions.connected &&
      this.paths.whole &&
      this.checkers.settled &&
      now > changedAt + 2 * MINUTE &&
      minute % 3 !== 0
    );
  }

  /** Clients go to dr where its controller holds them, unless the primary's keeps them away. */
  private lead(): void {
    const { dr, primary } = this.controls;
    const toDr = dr.engaged && !primary.engaged;
    const byHomeControl = this.isHeldAtHome && !primary.engaged;
    this.isHeldAtHome = primary.engaged;
    if (toDr === this.leadsToDr) return;
    this.leadsToDr = toDr;
    this.trace?.(`** traffic goes to ${toDr ? 'dr' : 'the primary'}`);
    this.traffic.push({ at: this.time.now, to: toDr ? 'dr' : 'primary' });
    this.guarantees.trafficMoves(toDr, byHomeControl);
  }
}
