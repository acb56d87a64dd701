import fc from 'fast-check';
import {
  CALLS,
  CHECK_TROUBLES,
  DATABASE_TROUBLES,
  FAULTS,
  OUTAGE_FAULTS,
  PATHS,
  SERVICES,
  type Event,
  type Fault,
  type Happening,
  type PolicyChoice,
  type Schedule,
} from '../schedule';

const HOUR_MS = 3_600_000;

const side = fc.constantFrom('dr' as const, 'primary' as const);
const forMs = fc.integer({ min: 0, max: 4 * HOUR_MS });
const copies = fc.integer({ min: 1, max: 4 });
const half = (halves: number): number => halves / 2;
const twice = (value: unknown): number => (typeof value === 'number' ? value * 2 : 1);
const lasting = <K extends Happening['kind']>(kind: K) => fc.record({ kind: fc.constant(kind), forMs });
const repeated = <K extends Happening['kind']>(kind: K) => fc.record({ kind: fc.constant(kind), copies });

const happening: fc.Arbitrary<Happening> = fc.oneof(
  lasting('lag'),
  lasting('unknown-status'),
  lasting('no-global-cluster'),
  lasting('missing-datapoints'),
  lasting('hold'),
  lasting('no-schedule'),
  lasting('versions-differ'),
  repeated('alarm'),
  repeated('rds-event'),
  repeated('malformed-event'),
  fc.record({ kind: fc.constant('journal-lost' as const) }),
  fc.record({ kind: fc.constant('path' as const), side, path: fc.constantFrom(...PATHS), forMs }),
  fc.record({ kind: fc.constant('bad-deployment' as const), side, forMs }),
  fc.record({
    kind: fc.constant('database' as const),
    side,
    how: fc.constantFrom(...DATABASE_TROUBLES),
    forMs,
  }),
  fc.record({ kind: fc.constant('certificate' as const), side, forMs }),
  fc.record({ kind: fc.constant('check' as const), side, how: fc.constantFrom(...CHECK_TROUBLES), forMs }),
  fc.record({
    kind: fc.constant('late-datapoints' as const),
    byMs: fc.integer({ min: 0, max: 600_000 }),
    forMs,
  }),
  fc.record({
    kind: fc.constant('lose' as const),
    side,
    what: fc.constantFrom('region' as const, 'data' as const, 'control' as const, 'network' as const),
    forMs,
  }),
  fc.record({
    kind: fc.constant('service' as const),
    service: fc.constantFrom(...SERVICES),
    fault: fc.constantFrom(...OUTAGE_FAULTS),
    forMs,
  }),
  fc.record({
    kind: fc.constant('policy' as const),
    value: fc.constantFrom(
      'automatic' as const,
      'approval' as const,
      'notify-only' as const,
      'malformed' as const,
      'missing' as const,
    ),
    forMs,
  }),
  fc.record({ kind: fc.constant('no-instance' as const), side, forMs }),
  fc.record({
    kind: fc.constant('command' as const),
    side,
    operation: fc.constantFrom(
      'status' as const,
      'failover' as const,
      'switchover' as const,
      'failback' as const,
      'acknowledge' as const,
    ),
    request: fc.integer({ min: 0, max: 9 }),
    acceptDataLoss: fc.boolean(),
    override: fc.boolean(),
    dryRun: fc.boolean(),
    copies,
    apartMs: forMs,
  }),
  fc.record({
    kind: fc.constant('approve' as const),
    bySecond: fc.boolean(),
    acceptDataLoss: fc.boolean(),
    stale: fc.boolean(),
    copies,
    apartMs: forMs,
  }),
  fc.record({
    kind: fc.constant('console' as const),
    operation: fc.constantFrom('failover' as const, 'switchover' as const),
    target: side,
  }),
);

const event: fc.Arbitrary<Event> = fc.record({
  when: fc.oneof(
    fc.record({ at: fc.integer({ min: 0, max: 4 * HOUR_MS }) }),
    fc.record({
      call: fc.constantFrom(...CALLS),
      nth: fc.integer({ min: 0, max: 400 }),
      delayMs: fc.integer({ min: 0, max: HOUR_MS }),
    }),
  ),
  what: happening,
});

const fault: fc.Arbitrary<Fault> = fc.record({
  call: fc.constantFrom(...CALLS),
  nth: fc.integer({ min: 0, max: 400 }),
  kind: fc.constantFrom(...FAULTS),
});

const within = (min: number, max: number) => fc.integer({ min, max });

const policy: fc.Arbitrary<Exclude<PolicyChoice, undefined>> = fc.record(
  {
    mode: fc.constantFrom('automatic' as const, 'approval' as const, 'notify-only' as const),
    lagBoundSeconds: within(1, 86_400),
    lagMaxAgeSeconds: within(120, 3_600),
    confirmationSeconds: within(180, 1_800),
    failoverWhileReplicatingAfterMinutes: within(5, 1_440),
    cooldownMinutes: within(10, 43_200),
    plannedLagSeconds: within(1, 60),
    operationDeadlineMinutes: within(5, 60),
    reissueAfterSeconds: within(98, 1_800),
    approvalMinutes: within(1, 1_440),
    capacity: fc.record(
      { minTasks: within(1, 1_000), minAcu: within(1, 512).map(half, twice) },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
);

/**
 * Every schedule that can be written down, with no weight on any. A schedule that failed is shrunk within it by fast-check: fewer
 * events and faults, shorter durations, plainer nature.
 */
export const anySchedule: fc.Arbitrary<Schedule> = fc.record({
  nature: fc.record({
    writer: fc.constantFrom('primary' as const, 'dr' as const),
    jitter: fc.integer({ min: 0, max: 1_000_000 }),
    staleMs: fc.integer({ min: 0, max: 60_000 }),
    skewMs: fc.integer({ min: 0, max: 5_000 }),
    lagMs: fc.integer({ min: 0, max: 60_000 }),
    metricGrows: fc.boolean(),
    notices: fc.boolean(),
    deep: fc.boolean(),
    checkMs: fc.integer({ min: 0, max: 120_000 }),
    lingerMs: fc.integer({ min: 0, max: HOUR_MS }),
    recreates: fc.boolean(),
    operationMs: fc.integer({ min: 10_000, max: HOUR_MS }),
    failing: fc.integer({ min: 0, max: 255 }),
    snapshot: fc.boolean(),
    tellsEnds: fc.boolean(),
    overlap: fc.boolean(),
  }),
  policy,
  events: fc.array(event, { maxLength: 20 }),
  faults: fc.array(fault, { maxLength: 12 }),
});
