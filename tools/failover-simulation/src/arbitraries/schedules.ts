import fc from 'fast-check';
import { promotionMs } from '../promotion';
import { SeededGenerator } from '../random';
import type { CallName, Event, Fault, FaultKind, Happening, Nature, Schedule } from '../schedule';
import { policies } from './policies';
import { seconds } from './ingredients';
import { interruption, moment, story } from './stories';

const oneIn = (times: number): fc.Arbitrary<boolean> =>
  fc.integer({ min: 1, max: times }).map((drawn) => drawn === times);

/** The calls worth a fault, and up to the how manieth. */
const TARGETS: readonly (readonly [weight: number, call: CallName, most: number])[] = [
  [6, 'journal.write', 12],
  [3, 'journal.acquire', 10],
  [2, 'journal.release', 10],
  [2, 'journal.read', 10],
  [6, 'ownRds.failover', 1],
  [2, 'peerRds.switchover', 1],
  [2, 'ownRds.switchover', 1],
  [4, 'ownRds.describeGlobalCluster', 12],
  [1, 'ownRds.describeCluster', 10],
  [1, 'peerRds.describeCluster', 10],
  [1, 'peerRds.describeGlobalCluster', 2],
  [3, 'metrics.putTrafficEngaged', 10],
  [1, 'metrics.replicationLag', 8],
  [1, 'metrics.hasReplicated', 8],
  [1, 'peerMetrics.replicationLag', 1],
  [1, 'peerMetrics.trafficEngaged', 20],
  [1, 'peerMetrics.runningTasks', 2],
  [1, 'capacity.minimumTasks', 2],
  [1, 'capacity.lowerMinimumTasks', 1],
  [1, 'configuration.readPolicy', 10],
  [3, 'configuration.readHold', 12],
  [3, 'notifications.publish', 6],
  [2, 'probe.serves', 10],
  [2, 'witness.ask', 16],
  [2, 'egress.reaches', 10],
  [1, 'capacity.raiseMinimumTasks', 1],
  [1, 'ownRds.setMinimumCapacity', 1],
  [1, 'peerRds.findFailoverSnapshot', 2],
  [1, 'peerRds.copyFailoverSnapshot', 1],
  [1, 'backupNotifications.publish', 2],
];

const faultKind = fc.oneof(
  ...(
    [
      [4, 'crash-before'],
      [4, 'crash-after'],
      [2, 'timeout-before'],
      [4, 'timeout-after'],
      [2, 'timeout-late'],
      [2, 'throttled'],
      [1, 'unreachable'],
      [1, 'denied'],
      [1, 'conflict'],
      [1, 'internal'],
      [2, 'slow-answer'],
      [2, 'slow-effect'],
      [3, 'stall'],
    ] as const
  ).map(([weight, kind]) => ({ weight, arbitrary: fc.constant<FaultKind>(kind) })),
);

const fault: fc.Arbitrary<Fault> = fc.oneof(
  ...TARGETS.map(([weight, call, most]) => ({
    weight,
    arbitrary: fc.record({
      call: fc.constant(call),
      nth: fc.integer({ min: 0, max: most }),
      kind: faultKind,
    }),
  })),
);

const interruptions: fc.Arbitrary<Event[]> = fc.array(
  fc.record({
    when: fc.oneof(
      { weight: 1, arbitrary: fc.record({ at: seconds(0, 900) }) },
      { weight: 1, arbitrary: moment },
    ),
    what: interruption,
  }),
  { maxLength: 3 },
);

/** The invocation is gone right after it wrote something down, and before the next one the world is another. */
const interruptedIntent = fc
  .tuple(
    fc.integer({ min: 1, max: 10 }),
    fc.oneof(
      seconds(60, 300).map((forMs): Happening => ({ kind: 'hold', forMs })),
      fc.constant<Happening>({ kind: 'console', operation: 'switchover', target: 'primary' }),
      seconds(60, 300).map((forMs): Happening => ({ kind: 'lose', side: 'primary', what: 'network', forMs })),
      interruption,
    ),
    seconds(0, 20),
  )
  .map(([nth, what, delayMs]): { readonly events: Event[]; readonly faults: Fault[] } => ({
    events: [{ when: { call: 'journal.write', nth, delayMs }, what }],
    faults: [{ call: 'journal.write', nth, kind: 'crash-after' }],
  }));

const disturbances: fc.Arbitrary<{ readonly events: Event[]; readonly faults: Fault[] }> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      events: fc.oneof(
        { weight: 1, arbitrary: fc.constant<Event[]>([]) },
        { weight: 2, arbitrary: interruptions },
      ),
      faults: fc.oneof(
        { weight: 1, arbitrary: fc.constant<Fault[]>([]) },
        { weight: 2, arbitrary: fc.array(fault, { maxLength: 4 }) },
      ),
    }),
  },
  { weight: 1, arbitrary: interruptedIntent },
);

const nature: fc.Arbitrary<Omit<Nature, 'writer'>> = fc.record({
  jitter: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 1_000_000 })),
  staleMs: fc.oneof(fc.constant(0), seconds(1, 30)),
  skewMs: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 2_000 })),
  lagMs: fc.integer({ min: 20, max: 3_000 }),
  metricGrows: fc.boolean(),
  notices: fc.boolean(),
  deep: fc.boolean(),
  checkMs: seconds(10, 60),
  lingerMs: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: seconds(60, 1_800) }),
  recreates: oneIn(4),
  operationMs: promotionMs,
  failing: fc.oneof(
    { weight: 7, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.constant(1) },
    { weight: 1, arbitrary: fc.constant(255) },
    { weight: 1, arbitrary: fc.integer({ min: 2, max: 7 }) },
  ),
  snapshot: fc.boolean(),
  overlap: oneIn(3),
  tellsEnds: oneIn(5).map((isLost) => !isLost),
});

/** Whole schedules, weighted so that what can go wrong does. Judged by the mutants they kill. */
export const schedules: fc.Arbitrary<Schedule> = fc
  .tuple(story, disturbances, nature, policies)
  .map(([{ writer, events }, disturbance, how, policy]) => ({
    nature: { writer, ...how },
    policy,
    events: [...events, ...disturbance.events],
    faults: disturbance.faults,
  }));

/** The schedule of a seed: always the same. */
export const scheduleOf = (seed: number): Schedule =>
  schedules.generate(new fc.Random(new SeededGenerator(seed)), undefined).value;
