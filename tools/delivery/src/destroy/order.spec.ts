import { orderOfStates } from './order';

const state = (stack: string, reads: readonly string[] = [], publishes: readonly string[] = []) => ({
  stack,
  reads,
  publishes,
});

describe('orderOfStates', () => {
  it('goes by the records', () => {
    const order = orderOfStates(
      [state('dr-dns'), state('dr-old')],
      [{ stack: 'dr-old', dependsOn: ['dr-dns'] }],
    );

    expect(order).toEqual([
      { name: 'dr-dns', dependsOn: [] },
      { name: 'dr-old', dependsOn: ['dr-dns'] },
    ]);
  });

  it('goes by who read what of whom where there is no record', () => {
    const order = orderOfStates([state('dr-kms', [], ['/key']), state('dr-old', ['/key'])], []);

    expect(order).toContainEqual({ name: 'dr-old', dependsOn: ['dr-kms'] });
  });
});
