import { mergeLayers } from './merge';

const merged = (...layers: Record<string, unknown>[]) =>
  mergeLayers(layers.map((values, index) => ({ values, origin: index })));

describe('laying configurations over each other', () => {
  it('merges maps, and replaces everything else, lists included', () => {
    const { values } = merged({ a: { x: 1, y: [1, 2] }, b: 1 }, { a: { y: [3], z: { q: 1 } }, b: { c: 2 } });
    expect(values).toEqual({ a: { x: 1, y: [3], z: { q: 1 } }, b: { c: 2 } });
  });

  it('removes what null stands over, also within what is new', () => {
    const { values, originOf } = merged({ a: { x: 1, y: 2 } }, { a: { x: null }, b: { c: null, d: 1 } });
    expect(values).toEqual({ a: { y: 2 }, b: { d: 1 } });
    expect(originOf(['a', 'x'])).toBeUndefined();
  });

  it('knows who gave a value, and who gave the list or map it is in', () => {
    const { originOf } = merged(
      { a: { x: 1, y: 1 }, list: [{ k: 1 }], whole: { p: 1 } },
      { a: { y: 2 }, whole: 5 },
      { whole: { q: 1 } },
    );
    expect(originOf(['a', 'x'])).toBe(0);
    expect(originOf(['a', 'y'])).toBe(1);
    expect(originOf(['list', 0, 'k'])).toBe(0);
    expect(originOf(['whole', 'q'])).toBe(2);
    expect(originOf(['whole', 'p'])).toBeUndefined();
    expect(originOf(['nobody'])).toBeUndefined();
  });

  it('keeps keys that begin alike, hold dots or are names of objects apart', () => {
    const { values, originOf } = merged({ 'a.b': 1, a: { b: 2 }, ab: 1 }, { a: null });
    expect(values).toEqual({ 'a.b': 1, ab: 1 });
    expect(originOf(['a.b'])).toBe(0);
    const hostile = merged({}, JSON.parse('{"__proto__": {"polluted": 1}}') as Record<string, unknown>);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(Object.keys(hostile.values)).toEqual(['__proto__']);
  });
});
