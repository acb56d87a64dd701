import fc from 'fast-check';
import { CALLS, FAULTS, SERVICES, type Event, type Fault, type Happening, type Schedule } from '../schedule';

const HOUR_MS = 3_600_000;

const side = fc.constantFrom('dr' as const, 'primary' as const);
const forMs = fc.integer({ min: 0, max: HOUR_MS });
const copies = fc.integer({ min: 1, max: 4 });
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
  fc.record({
    kind: fc.constant('lose' as const),
    side,
    what: fc.constantFrom('region' as const, 'data' as const, 'control' as const, 'network' as const),
    forMs,
  }),
  fc.record({
    kind: fc.constant('service' as const),
    service: fc.constantFrom(...SERVICES),
    fault: fc.constantFrom(
      'timeout' as const,
      'unreachable' as const,
      'throttled' as const,
      'denied' as const,
    ),
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
    ),
    request: fc.integer({ min: 0, max: 9 }),
    acceptDataLoss: fc.boolean(),
    dryRun: fc.boolean(),
    copies,
    apartMs: forMs,
  }),
  fc.record({
    kind: fc.constant('approve' as const),
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
    operationMs: fc.integer({ min: 10_000, max: HOUR_MS }),
    failing: fc.integer({ min: 0, max: 15 }),
    snapshot: fc.boolean(),
    overlap: fc.boolean(),
  }),
  policy: fc.record({
    mode: fc.constantFrom('automatic' as const, 'approval' as const, 'notify-only' as const),
    quorum: fc.integer({ min: 2, max: 3 }),
    lagBoundMs: fc.integer({ min: 60_000, max: HOUR_MS }),
    cooldownMs: fc.integer({ min: 60_000, max: 2 * HOUR_MS }),
    approvalMs: fc.integer({ min: 60_000, max: HOUR_MS }),
    capacity: fc.boolean(),
  }),
  events: fc.array(event, { maxLength: 20 }),
  faults: fc.array(fault, { maxLength: 12 }),
});
