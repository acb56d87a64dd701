import type { Journal, JournalEntry, Notification, Policy } from '@healthcare-dr/failover-controller';
import type { FaultKind, Happening, Nature, Service, Side } from '../schedule';
import type { Activity } from './activity';
import type { Aurora } from './aurora';
import type { Blindness } from './blindness';
import type { Call, Invocation } from './call';
import type { Checkers } from './checkers';
import type { ControlMetric, LagMetric } from './cloudwatch';
import type { Guarantee } from './guarantee';
import type { Health } from './health';
import type { Paths } from './paths';
import type { People } from './people';
import type { Regions } from './regions';
import type { JournalStore, Parameters } from './stores';
import type { Timeline } from './timeline';

/** What an invocation of the controller finds around it, and whom it tells of what it does. */
export interface Surroundings {
  readonly time: Timeline;
  readonly regions: Regions;
  readonly paths: Paths;
  readonly health: Health;
  readonly checkers: Checkers;
  readonly people: People;
  readonly nature: Nature;
  readonly policy: Policy;
  readonly aurora: Aurora;
  readonly lag: LagMetric;
  /** What holds clients in dr, and what keeps them away from it. */
  readonly controls: Readonly<Record<Side, ControlMetric>>;
  readonly journals: Readonly<Record<Side, JournalStore>>;
  readonly parameters: Parameters;
  /** The least number of tasks, and how many run before anything is raised. */
  readonly tasks: Record<Side, number>;
  readonly running: Readonly<Record<Side, number>>;
  readonly minAcu: Record<Side, number>;
  readonly copies: Set<string>;
  /** What watches the run. */
  readonly guarantees: Required<Guarantee>;
  /** The number of calls so far. */
  calls: number;
  readonly trace: ((line: string) => void) | undefined;
  /** A call begins: what the schedule has tied to it happens. @returns the fault that is in store for it */
  begins(call: Call): FaultKind | undefined;
  /** What becomes of a call because of what is out of order just now. */
  disturbance(call: Call, service: Service): FaultKind | undefined;
  journalled(call: Call, before: Journal, after: Journal, entries: readonly JournalEntry[], side: Side): void;
  published(side: Side, notification: Notification): void;
  putTraffic(side: Side, engaged: boolean): void;
  invocationOver(invocation: Invocation): void;
}

/** What the parts of the world know of the whole. */
export interface Stage extends Surroundings {
  readonly activity: Activity;
  readonly blindness: Blindness;
  /** A fault or a happening took place. */
  count(kind: string): void;
  happen(what: Happening): void;
  violate(guarantee: string, message: string): void;
}
