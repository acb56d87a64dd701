import type { ComparisonOperator } from '@aws-sdk/client-route-53';
import fc from 'fast-check';
import { ALARM } from './__fixtures__/world';
import { alarmState } from './alarm';

it.each<[ComparisonOperator, number, boolean]>([
  ['GreaterThanThreshold', 1, false],
  ['GreaterThanThreshold', 2, true],
  ['GreaterThanOrEqualToThreshold', 1, true],
  ['GreaterThanOrEqualToThreshold', 0, false],
  ['LessThanThreshold', 1, false],
  ['LessThanThreshold', 0, true],
  ['LessThanOrEqualToThreshold', 1, true],
  ['LessThanOrEqualToThreshold', 2, false],
])('%s 1 with %d: breaching %s', (ComparisonOperator, value, breaching) => {
  const alarm = { ...ALARM, EvaluationPeriods: 1, Threshold: 1, ComparisonOperator };
  expect(alarmState(alarm, [value])).toBe(breaching ? 'ALARM' : 'OK');
});

it.each<[string, (number | undefined)[], string]>([
  ['all of the last three breach', [0, 1, 1, 1], 'ALARM'],
  ['an older one does not count', [0, 5, 5, 5], 'ALARM'],
  ['one of three does not breach', [1, 0, 1], 'OK'],
  ['one does not, and others are missing', [undefined, 0, undefined], 'OK'],
  ['one is missing and the others breach', [1, undefined, 1], 'INSUFFICIENT_DATA'],
  ['there are too few', [1, 1], 'INSUFFICIENT_DATA'],
  ['there are none', [], 'INSUFFICIENT_DATA'],
])('when %s', (_when, datapoints, state) => {
  expect(alarmState(ALARM, datapoints)).toBe(state);
});

it('takes no incomplete copy of an alarm', () => {
  const incomplete = { ...ALARM, Threshold: undefined };
  expect(() => alarmState(incomplete, [1])).toThrow('has no EvaluationPeriods, Threshold');
});

it('never calls data an alarm that a single missing period could undo', () => {
  const datapoint = fc.option(fc.integer({ min: -2, max: 2 }), { nil: undefined });
  fc.assert(
    fc.property(fc.array(datapoint, { maxLength: 6 }), fc.integer({ min: 1, max: 4 }), (data, periods) => {
      const state = alarmState({ ...ALARM, EvaluationPeriods: periods }, data);
      const window = data.slice(-periods);
      const all = window.length === periods && window.every((value) => value !== undefined && value > 0);
      expect(state === 'ALARM').toBe(all);
      expect(state === 'OK').toBe(window.some((value) => value !== undefined && value <= 0));
    }),
  );
});
