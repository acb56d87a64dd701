import { median } from './bench/measure';
import { meets, report } from './bench/goals';
import { closingLine, sum } from './totals';

describe('totals', () => {
  it('adds up', () => {
    expect(
      sum([
        { passed: 1, failed: 2, skipped: 3 },
        { passed: 10, failed: 20, skipped: 30 },
      ]),
    ).toEqual({ passed: 11, failed: 22, skipped: 33 });
  });

  it('closes with a line that any runner can read, and hides no skipped check', () => {
    expect(closingLine({ passed: 4, failed: 0, skipped: 0 })).toBe('4 passed, 0 failed');
    expect(closingLine({ passed: 4, failed: 1, skipped: 2 })).toBe('4 passed, 1 failed, 2 skipped');
  });
});

describe('median', () => {
  it('is the middle, or the mean of the two middles', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([9, 1, 5, 7])).toBe(6);
    expect(() => median([])).toThrow(RangeError);
  });
});

describe('goals', () => {
  const figure = { title: 'ours / theirs', value: 0.5, unit: '×', from: '1 ms / 2 ms' };

  it('tells a met goal from a missed one', () => {
    expect(meets({ ...figure, goal: { atMost: 0.7 } })).toBe(true);
    expect(meets({ ...figure, goal: { atLeast: 25 } })).toBe(false);
    expect(meets({ ...figure, value: NaN, goal: { atMost: 0.7 } })).toBe(false);
    expect(meets(figure)).toBeUndefined();
  });

  it('says what a figure was computed from', () => {
    expect(report([{ ...figure, goal: { atLeast: 25 } }])).toMatch(
      /0\.50 × +at least 25 +MISSED +1 ms \/ 2 ms/,
    );
  });
});
