import type { Incident } from './journal';
import { assessLoss, boundHoldsUntil, estimatedLossMs, lossIsWithinBound } from './loss';
import type { LagReading } from './lag';
import type { Loss } from './protocol';
import { incidentOf, NOON, POLICY } from '../__fixtures__/world';

const opened = (lagAtOpening: LagReading | undefined): Incident => incidentOf({ lagAtOpening });

const reading = (lagMs: number, ageMs: number): LagReading => ({ lagMs, measuredAt: NOON - ageMs });

test.each<[string, LagReading | undefined, number | undefined, boolean]>([
  ['the lag and the time since it was measured', reading(2_000, 60_000), 62_000, true],
  ['exactly the bound', reading(840_000, 60_000), 900_000, true],
  ['one millisecond more', reading(840_001, 60_000), 900_001, false],
  ['milliseconds, not seconds: 15 minutes are 900,000', reading(900, 0), 900, true],
  ['a lag of 15.1 minutes', reading(906_000, 0), 906_000, false],
  ['unknown, which is not zero', undefined, undefined, false],
  ['an old datapoint: its age is part of the loss', reading(0, 600_000), 600_000, true],
  ['one as old as the bound', reading(1, 900_000), 900_001, false],
  ['a datapoint of a clock that is ahead', reading(500, -2_000), 500, true],
])('%s', (_, lag, estimate, isWithin) => {
  expect(estimatedLossMs(opened(lag), NOON)).toBe(estimate);
  expect(lossIsWithinBound(opened(lag), POLICY, NOON)).toBe(isWithin);
});

test.each<[string, LagReading | undefined, Loss]>([
  [
    'within the bound',
    reading(2_000, 60_000),
    { code: 'loss-within-bound', lossMs: 62_000, boundMs: 900_000 },
  ],
  ['beyond it', reading(840_001, 60_000), { code: 'loss-beyond-bound', lossMs: 900_001, boundMs: 900_000 }],
  ['unknown without a datapoint', undefined, { code: 'loss-unknown' }],
])('is assessed: %s', (_, lag, loss) => {
  expect(assessLoss(opened(lag), POLICY, NOON)).toEqual(loss);
});

test('counts the time since the opening: a Region that is cut off goes on committing', () => {
  const incident = opened(reading(2_000, 60_000));
  expect(estimatedLossMs(incident, NOON + 600_000)).toBe(662_000);
  expect(lossIsWithinBound(incident, POLICY, NOON + 838_000)).toBe(true);
  expect(lossIsWithinBound(incident, POLICY, NOON + 838_001)).toBe(false);
  expect(boundHoldsUntil(incident, POLICY, NOON)).toBe(NOON + 838_000);
  expect(boundHoldsUntil(incident, POLICY, NOON + 838_001)).toBeUndefined();
});
