import { Guarantees } from './guarantees';
import type { CallName, Schedule } from './schedule';
import { Course, type Ending, type Part } from './world/course';
import type { Delivery, Reconcile } from './world/functions';
import type { Violation } from './world/guarantee';
import type { RecoveryKind } from './world/recovery';
import { type Handover, handoversOf } from './world/handovers';
import { factsOf, type Facts } from './world/record';
import { BEGINNING } from './world/timeline';
import { World } from './world/world';

/** What became of one run. */
export interface RunResult {
  readonly violation: Violation | undefined;
  /** Faults and happenings that took place, by kind. */
  readonly injected: ReadonlyMap<string, number>;
  /** The states that incidents went through and the ends they had, such as `failover promoting`. */
  readonly states: ReadonlySet<string>;
  /** See `Recovery`. */
  readonly recoveryMs: number | undefined;
  readonly recoveryKind: RecoveryKind;
  readonly ending: Ending | undefined;
  readonly parts: Readonly<Record<Part, number>> | undefined;
  readonly handovers: readonly Handover[];
  readonly falseFailovers: number;
  readonly calls: number;
  readonly invocations: number;
  readonly virtualMs: number;
  /** What truly happened. */
  facts(): Facts;
  /** What the world has come to, to be compared with other runs. */
  end(): string;
  /** What of it was moved: the writer, traffic, and what is to follow. */
  moved(): string;
}

export interface RunOptions {
  readonly trace?: (line: string) => void;
  /** Is given the name of each call, in order. */
  readonly callNames?: CallName[];
  /** Is given each event that is sent, in order. */
  readonly deliveries?: Delivery[];
  /** What is sent instead of the nth event. */
  readonly instead?: ReadonlyMap<number, readonly Delivery[]>;
}

/** One run of the controller through one schedule. The same schedule always gives the same run. */
export async function runSchedule(
  schedule: Schedule,
  reconcile: Reconcile,
  { trace, callNames, deliveries, instead }: RunOptions = {},
): Promise<RunResult> {
  let course: Course | undefined;
  const world = new World(schedule, reconcile, (watched) => {
    course = new Course(watched);
    return new Guarantees(watched, course);
  });
  if (trace !== undefined)
    world.trace = (line) => trace(`${((world.time.now - BEGINNING) / 1000).toFixed(3).padStart(9)}  ${line}`);
  world.callNames = callNames;
  world.functions.deliveries = deliveries;
  world.functions.instead = instead;
  await world.run();
  return {
    violation: world.violation,
    injected: world.injected,
    states: world.states,
    recoveryMs: world.recovery.timeMs(),
    recoveryKind: world.recovery.kind(world.furtherFaults),
    ending: course?.ending,
    parts: course?.parts,
    handovers: handoversOf(world),
    falseFailovers: world.falseFailovers,
    calls: world.calls,
    invocations: world.invocations.length,
    virtualMs: world.time.now - BEGINNING,
    facts: () => factsOf(world),
    end: () => JSON.stringify({ ...movedOf(world), ...journalledOf(world) }),
    moved: () => JSON.stringify(movedOf(world)),
  };
}

function movedOf({ aurora, controls, tasks, minAcu, copies }: World) {
  return {
    writer: aurora.writer,
    operations: aurora.operations.map(({ kind, target, succeeded }) => `${kind} to ${target}: ${succeeded}`),
    trafficInDr: controls.dr.engaged,
    tasks,
    minAcu,
    copies: copies.size,
  };
}

function journalledOf({ journals }: World) {
  const { incident, traffic } = journals.dr.journal;
  return {
    trafficEngaged: traffic.engaged,
    incident: incident && `${incident.kind} ${incident.phase} ${incident.result}`,
  };
}
