import { predecessors, wavesOf } from './order';

const stacks = [
  { name: 'compute', dependsOn: ['networking', 'elsewhere'] },
  { name: 'dns', dependsOn: [] },
  { name: 'kms', dependsOn: [] },
  { name: 'networking', dependsOn: ['kms'] },
];

describe('predecessors', () => {
  it('are all that come before, near and far, as far as they exist', () => {
    expect([...(predecessors(stacks).get('compute') ?? [])].sort()).toEqual(['kms', 'networking']);
  });

  it('names those that wait for each other', () => {
    const circle = [
      { name: 'a', dependsOn: ['b'] },
      { name: 'b', dependsOn: ['a'] },
    ];

    expect(() => predecessors(circle)).toThrow('a -> b -> a');
  });
});

describe('wavesOf', () => {
  it('puts each stack after all before it', () => {
    expect(wavesOf(stacks, new Set(stacks.map(({ name }) => name)))).toEqual([
      ['dns', 'kms'],
      ['networking'],
      ['compute'],
    ]);
  });

  it('keeps the order of a selection with gaps', () => {
    expect(wavesOf(stacks, new Set(['compute', 'kms']))).toEqual([['kms'], ['compute']]);
  });
});
