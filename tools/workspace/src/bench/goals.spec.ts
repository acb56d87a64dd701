import { meets, report } from './goals';
import { median } from './measure';

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
