import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import fc from 'fast-check';
import { ALARM, drawn } from './__fixtures__/alarms';
import { ALARM_STATES, type AlarmState } from './alarm-state';
import { series, type Series } from './datapoint';
import { evaluateMetricAlarm, evaluateOverTime } from './metric-alarm';

type Cell = AlarmState | 'kept';

/** The columns of the documentation's tables, in their order. */
const TREATMENTS = ['missing', 'ignore', 'breaching', 'notBreaching'] as const;

const stateOf = (alarm: MetricAlarm, data: Series, previous: AlarmState = 'OK') =>
  evaluateMetricAlarm(alarm, data, previous).state;

const ALL_OK = ['OK', 'OK', 'OK', 'OK'] as const;
const ALL_ALARM = ['ALARM', 'ALARM', 'ALARM', 'ALARM'] as const;

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html, row by row. */
const DOCUMENTED: readonly (readonly [number, string, readonly Cell[]])[] = [
  [3, '0 - X - X', ALL_OK],
  [3, '0 - - - -', ALL_OK],
  [3, '- - - - -', ['INSUFFICIENT_DATA', 'kept', 'ALARM', 'OK']],
  [3, '0 X X - X', ALL_ALARM],
  [3, '- - X - -', ['ALARM', 'kept', 'ALARM', 'OK']],
  [2, '0 - X - X', ALL_ALARM],
  [2, '0 0 X 0 X', ALL_ALARM],
  [2, '0 - X - -', ['OK', 'OK', 'ALARM', 'OK']],
  [2, '- - - - 0', ['OK', 'OK', 'ALARM', 'OK']],
  [2, '- - - X -', ['ALARM', 'kept', 'ALARM', 'OK']],
];

describe('the documented examples of missing data', () => {
  const cells = DOCUMENTED.flatMap(([toAlarm, picture, row]) =>
    TREATMENTS.map((treatment, column) => [toAlarm, picture, treatment, row[column] as Cell] as const),
  );

  it.each(cells)(
    '%i of 3 with %s, missing data as %s: %s',
    (DatapointsToAlarm, picture, TreatMissingData, expected) => {
      for (const previous of ALARM_STATES) {
        const state = stateOf({ ...ALARM, DatapointsToAlarm, TreatMissingData }, drawn(picture), previous);
        expect(state).toBe(expected === 'kept' ? previous : expected);
      }
    },
  );

  it.each(['- - - - X', '- - - X -'])('does not go off early with %s', (picture) => {
    expect(stateOf(ALARM, drawn(picture), 'ALARM')).toBe('INSUFFICIENT_DATA');
    expect(stateOf({ ...ALARM, TreatMissingData: 'ignore' }, drawn(picture))).toBe('OK');
  });

  it.each(['- - - X 0', '- - X - 0'])('is OK once %s says otherwise', (picture) => {
    expect(stateOf(ALARM, drawn(picture), 'ALARM')).toBe('OK');
  });
});

describe('the most recent periods', () => {
  it.each<[string, string, AlarmState]>([
    ['all breach', '0 0 X X X', 'ALARM'],
    ['one does not', 'X X X 0 X', 'OK'],
    ['only older ones breach', 'X X 0 0 0', 'OK'],
    ['what is older than the range does not count', 'X X X - - - - -', 'INSUFFICIENT_DATA'],
  ])('when %s', (_when, picture, state) => {
    expect(stateOf(ALARM, drawn(picture))).toBe(state);
  });

  it('counts M of N that need not be in a row', () => {
    const alarm = { ...ALARM, DatapointsToAlarm: 2, EvaluationPeriods: 4 };
    expect(stateOf(alarm, drawn('0 0 X 0 0 X'))).toBe('ALARM');
    expect(stateOf(alarm, drawn('0 X 0 0 0 X'))).toBe('OK');
  });

  it.each([
    ['GreaterThanThreshold', [false, false, true]],
    ['GreaterThanOrEqualToThreshold', [false, true, true]],
    ['LessThanThreshold', [true, false, false]],
    ['LessThanOrEqualToThreshold', [true, true, false]],
  ] as const)('%s', (ComparisonOperator, breaching) => {
    const alarm = { ...ALARM, EvaluationPeriods: 1, ComparisonOperator };
    expect([0, 1, 2].map((value) => stateOf(alarm, series(value)) === 'ALARM')).toEqual(breaching);
  });
});

describe('over time', () => {
  it('shows each change, and says what led to it', () => {
    const evaluations = evaluateOverTime(ALARM, drawn('0 0 0 X X X 0'));
    expect(evaluations.map(({ state }) => state)).toEqual(['OK', 'OK', 'OK', 'OK', 'OK', 'ALARM', 'OK']);
    expect(evaluations[5]?.reason).toBe('3 of 3 datapoints [2, 2, 2] are greater than 1; it takes 3 of 3');
  });

  it('evaluates the last datapoints again and again after a metric has stopped', () => {
    const silence = {
      ...ALARM,
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
    } as const;
    const states = evaluateOverTime(silence, drawn('X X X X X - - - - -')).map(({ state }) => state);
    // Three missing minutes are not enough: those before them are looked at once more.
    expect(states.slice(5)).toEqual(['OK', 'OK', 'OK', 'OK', 'ALARM']);
  });

  it('keeps its state for as long as there is nothing, if it ignores that', () => {
    const alarm = { ...ALARM, TreatMissingData: 'ignore' };
    const last = (picture: string) => evaluateOverTime(alarm, drawn(picture)).at(-1)?.state;
    expect(last('X X X - - - - - - - -')).toBe('ALARM');
    expect(last('0 0 0 - - - - - - - -')).toBe('OK');
    expect(last('- - -')).toBe('INSUFFICIENT_DATA');
  });
});

describe('a percentile of few samples', () => {
  const alarm: MetricAlarm = {
    ...ALARM,
    Statistic: undefined,
    ExtendedStatistic: 'p95',
    EvaluateLowSampleCountPercentile: 'ignore',
  };
  const slow = (samples: number): Series => Array.from({ length: 3 }, () => ({ value: 2, samples }));

  it('keeps the state below 10 / (1 - percentile) samples', () => {
    expect(evaluateMetricAlarm(alarm, slow(66), 'OK')).toEqual({
      state: 'OK',
      reason: 'The state is kept: the percentile has 198 samples, and takes 200.',
    });
    expect(stateOf(alarm, slow(66), 'ALARM')).toBe('ALARM');
    expect(stateOf(alarm, slow(67))).toBe('ALARM');
  });

  it('needs 10 / percentile for one below the median', () => {
    const low = { ...alarm, ExtendedStatistic: 'p10' };
    expect([stateOf(low, slow(33)), stateOf(low, slow(34))]).toEqual(['OK', 'ALARM']);
  });

  it('is evaluated anyway unless the alarm ignores it', () => {
    expect(stateOf({ ...alarm, EvaluateLowSampleCountPercentile: 'evaluate' }, slow(1))).toBe('ALARM');
  });
});

describe('an alarm that CloudWatch refuses or this model does not know', () => {
  it.each<[string, Partial<MetricAlarm>, string]>([
    [
      'anomaly detection',
      { ComparisonOperator: 'GreaterThanUpperThreshold' },
      'GreaterThanUpperThreshold is not known',
    ],
    ['no threshold', { Threshold: undefined }, 'it has no threshold'],
    ['no evaluation periods', { EvaluationPeriods: undefined }, 'it has no evaluation periods'],
    ['more datapoints than periods', { DatapointsToAlarm: 4 }, '4 datapoints of 3 cannot breach'],
    ['no period', { Period: undefined }, 'it has no period'],
    [
      'too long a look back',
      { Period: 1800, EvaluationPeriods: 49 },
      'it looks back 88200 s; CloudWatch allows 86400 s',
    ],
    ['too long a look back by hours', { Period: 3600, EvaluationPeriods: 169 }, 'CloudWatch allows 604800 s'],
    ['an unknown treatment', { TreatMissingData: 'notbreaching' }, 'missing data cannot be notbreaching'],
  ])('%s', (_what, changes, message) => {
    expect(() => evaluateMetricAlarm({ ...ALARM, ...changes }, [], 'OK')).toThrow(`lag: `);
    expect(() => evaluateMetricAlarm({ ...ALARM, ...changes }, [], 'OK')).toThrow(message);
  });

  it('takes a week of hours, and the period of a metric in metric math', () => {
    expect(stateOf({ ...ALARM, Period: 3600, EvaluationPeriods: 168 }, [])).toBe('INSUFFICIENT_DATA');
    const Metrics = [{ Id: 'm1', MetricStat: { Metric: {}, Period: 60, Stat: 'Sum' } }];
    expect(stateOf({ ...ALARM, Period: undefined, Metrics }, [])).toBe('INSUFFICIENT_DATA');
  });

  it('ignores missing data of DynamoDB unless the alarm says otherwise', () => {
    const alarm = { ...ALARM, Namespace: 'AWS/DynamoDB' };
    expect(stateOf(alarm, drawn('- - - - -'), 'ALARM')).toBe('ALARM');
    expect(stateOf({ ...alarm, TreatMissingData: 'notBreaching' }, drawn('- - - - -'), 'ALARM')).toBe('OK');
  });
});

describe('for any alarm and any data', () => {
  const sign = fc.constantFrom('0', 'X', '-');
  const alarms = fc
    .record({ n: fc.integer({ min: 1, max: 5 }), m: fc.nat(), treatment: fc.constantFrom(...TREATMENTS) })
    .map(({ n, m, treatment }): MetricAlarm => {
      return { ...ALARM, EvaluationPeriods: n, DatapointsToAlarm: 1 + (m % n), TreatMissingData: treatment };
    });
  const pictures = fc.array(sign, { minLength: 7, maxLength: 7 });
  const states = fc.constantFrom(...ALARM_STATES);
  const stateFor = (alarm: MetricAlarm, picture: readonly string[], previous: AlarmState) =>
    stateOf(alarm, drawn(picture.join(' ')), previous);

  it('one more datapoint that breaches never ends an alarm, be it in the place of another or of none', () => {
    fc.assert(
      fc.property(alarms, pictures, states, fc.nat({ max: 6 }), (alarm, picture, previous, at) => {
        fc.pre(stateFor(alarm, picture, previous) === 'ALARM' && picture[at] !== 'X');
        expect(stateFor(alarm, picture.with(at, 'X'), previous)).toBe('ALARM');
      }),
      { numRuns: 1000 },
    );
  });

  it('treating silence as a breach never says OK where treating it as none says ALARM', () => {
    fc.assert(
      fc.property(alarms, pictures, states, (alarm, picture, previous) => {
        const by = (TreatMissingData: string) => stateFor({ ...alarm, TreatMissingData }, picture, previous);
        fc.pre(by('notBreaching') === 'ALARM');
        expect([by('breaching'), by('missing'), by('ignore')]).toEqual(['ALARM', 'ALARM', 'ALARM']);
      }),
    );
  });

  it('without gaps nothing but the last N periods counts, and not how missing data is treated', () => {
    const whole = fc.array(fc.constantFrom('0', 'X'), { minLength: 7, maxLength: 7 });
    fc.assert(
      fc.property(alarms, whole, states, (alarm, picture, previous) => {
        const { EvaluationPeriods: n = 0, DatapointsToAlarm: m = 0 } = alarm;
        const breaching = picture.slice(-n).filter((each) => each === 'X').length;
        expect(stateFor(alarm, picture, previous)).toBe(breaching >= m ? 'ALARM' : 'OK');
      }),
    );
  });

  it('only an alarm that ignores silence depends on the state before', () => {
    fc.assert(
      fc.property(alarms, pictures, states, states, (alarm, picture, one, other) => {
        fc.pre(alarm.TreatMissingData !== 'ignore');
        expect(stateFor(alarm, picture, one)).toBe(stateFor(alarm, picture, other));
      }),
    );
  });
});
