import fc from 'fast-check';
import type { PolicyChoice } from '../schedule';

const often = <T>(weight: number, value: T, ...others: readonly T[]): fc.Arbitrary<T> =>
  fc.oneof(
    { weight, arbitrary: fc.constant(value) },
    ...others.map((other) => ({ weight: 1, arbitrary: fc.constant(other) })),
  );

const capacity = fc.constantFrom({}, { minTasks: 4, minAcu: 8 });

/** What is deployed with nothing chosen but who acts, and with what capacity: most of the runs. */
const shipped: fc.Arbitrary<PolicyChoice> = fc.record({
  mode: often(5, 'automatic' as const, 'approval' as const, 'notify-only' as const),
  capacity,
});

/** All but what few opt into. */
const REQUIRED = [
  'mode',
  'lagBoundSeconds',
  'lagMaxAgeSeconds',
  'confirmationSeconds',
  'cooldownMinutes',
  'plannedLagSeconds',
  'operationDeadlineMinutes',
  'reissueAfterSeconds',
  'approvalMinutes',
  'capacity',
] as const;

/** Every other policy that an environment may have. What the fields exclude of each other is left to the schema. */
const others: fc.Arbitrary<PolicyChoice> = fc.record(
  {
    mode: often(4, 'automatic' as const, 'approval' as const, 'notify-only' as const),
    lagBoundSeconds: often(1, 900, 300, 600),
    lagMaxAgeSeconds: often(1, 300, 120, 240),
    confirmationSeconds: often(2, 180, 200, 300),
    cooldownMinutes: often(1, 60, 30, 10),
    plannedLagSeconds: often(1, 10, 30, 60),
    operationDeadlineMinutes: often(1, 20, 15, 10),
    reissueAfterSeconds: often(2, 180, 98, 240),
    approvalMinutes: often(1, 60, 30, 4),
    capacity,
    failoverWhileReplicatingAfterMinutes: fc.constantFrom(5, 10),
  },
  { requiredKeys: [...REQUIRED] },
);

export const policies: fc.Arbitrary<PolicyChoice> = fc.oneof(
  { weight: 3, arbitrary: shipped },
  { weight: 2, arbitrary: others },
);
