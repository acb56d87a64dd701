import fc from 'fast-check';
import { series, type Series } from './datapoint';
import { evaluateExpression } from './metric-math';

const METRICS: Readonly<Record<string, Series>> = {
  m1: series(1, 2, undefined, 4),
  m2: series(10, undefined, undefined, 2),
  m3: series(5, 5, 5, 5),
  none: series(undefined, undefined, undefined, undefined),
};

const evaluate = (expression: string, metrics = METRICS) =>
  evaluateExpression(expression, {
    series: (id) => {
      const found = metrics[id];
      if (found === undefined) throw new Error(`no ${id}`);
      return found;
    },
    metrics: () => ['m1', 'm3'],
  }).map((datapoint) => datapoint?.value);

const gap = undefined;

it.each([
  ['m1', [1, 2, gap, 4]],
  ['m3 - m1', [4, 3, gap, 1]],
  ['m1 - m2', [-9, gap, gap, 2]],
  ['m1 + 2 * m3', [11, 12, gap, 14]],
  ['(m1 + 2) * m3', [15, 20, gap, 30]],
  ['m3 - m1 - 1', [3, 2, gap, 0]],
  ['-m1', [-1, -2, gap, -4]],
  ['m1 / (m1 - 1)', [gap, 2, gap, 4 / 3]],
  ['m1 >= 2', [0, 1, gap, 1]],
  ['m1 == 2 OR m1 == 4', [0, 1, gap, 1]],
  ['m1 > 1 AND m1 < 4', [0, 1, gap, 0]],
  ['m1 > 1 && m1 != 4 || m1 == 1', [1, 1, gap, 0]],
  ['FILL(m1, 0)', [1, 2, 0, 4]],
  ['FILL(m2, REPEAT)', [10, 10, 10, 2]],
  ['FILL(none, REPEAT)', [gap, gap, gap, gap]],
  ['FILL(m1, 0) - FILL(m2, 7)', [-9, -5, -7, 2]],
  ['IF(m1 > 1, m3, 0)', [0, 5, gap, 5]],
  ['IF(FILL(m1, 0) > 1, m3, m3 - 5)', [0, 5, 0, 5]],
  ['SUM([FILL(m1, 0), m3])', [6, 7, 5, 9]],
  ['MAX([FILL(m1, 0), m3])', [5, 5, 5, 5]],
  ['MIN([FILL(m1, 9), m3])', [1, 2, 5, 4]],
  ['AVG([m3, m3])', [5, 5, 5, 5]],
  ['SUM([none, none])', [gap, gap, gap, gap]],
  ['ABS(m1 - m3)', [4, 3, gap, 1]],
])('%s', (expression, values) => {
  expect(evaluate(expression)).toEqual(values);
});

it('knows all metrics', () => {
  expect(evaluate('SUM(METRICS())', { ...METRICS, m1: series(1, 1, 1, 1) })).toEqual([6, 6, 6, 6]);
});

it.each([
  ['ANOMALY_DETECTION_BAND(m1, 2)', 'the function ANOMALY_DETECTION_BAND is not known here; known: ABS, AVG'],
  ['RATE(m1)', 'the function RATE is not known'],
  ["SEARCH('x', 'Sum', 60)", 'is not known here'],
  ['SUM([m1, m3])', 'SUM of series of which some have no data for a period is not documented: FILL them'],
  ['FILL(m1, LINEAR)', 'FILL with LINEAR is not known'],
  ['FILL(m1, m2)', 'FILL takes a number or REPEAT'],
  ['SUM(m1)', 'SUM of a single series is not known'],
  ['IF(m1, m2)', 'three parameters'],
  ['METRICS("m")', 'is not known here'],
  ['METRICS(m1)', 'METRICS with a filter'],
  ['[m1, m2]', 'comes to several series'],
  ['1 + 2', 'comes to a number'],
  ['m1 m2', "'m2' is not expected"],
  ['m1 -', 'it ends too early'],
  ['(m1', 'it ends too early'],
  ['[m1] + m2', 'a series is expected'],
  ['Total', "'Total' is not expected"],
  ['m1 ^ 2', "'^ 2' is not known here"],
  ['ABS(m1, m2)', 'ABS takes one parameter'],
])('refuses %s', (expression, message) => {
  expect(() => evaluate(expression)).toThrow(message);
});

it('has data exactly where both sides have', () => {
  const values = fc.array(fc.option(fc.integer({ min: -9, max: 9 }), { nil: undefined }), {
    minLength: 4,
    maxLength: 4,
  });
  fc.assert(
    fc.property(values, values, (a, b) => {
      const difference = evaluate('a - b', { a: series(...a), b: series(...b) });
      expect(difference).toEqual(
        a.map((value, at) => (value === gap || b[at] === gap ? gap : value - (b[at] ?? 0))),
      );
    }),
  );
});
