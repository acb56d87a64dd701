import type { SynthesizedFile } from '@healthcare-dr/nx-cdktf';
import type { Role } from '@healthcare-dr/topology';
import { selectStacks } from './selection';

const stack = (role: Role, tier: string, more: Partial<SynthesizedFile> = {}): SynthesizedFile => ({
  name: `${role}-${tier}`,
  role,
  file: `/out/stacks/${role}-${tier}/cdk.tf.json`,
  changed: true,
  dependsOn: [],
  reads: [],
  ...more,
});
const notDrilled = { reason: 'the local AWS cannot play aws_mq_broker' };

describe('the stacks of a drill', () => {
  it('are all of them, unless one says otherwise', () => {
    const stacks = [stack('primary', 'kms'), stack('dr', 'kms')];
    expect(selectStacks(stacks)).toEqual({ drilled: stacks, leftOut: [] });
  });

  it('are without those that declare it, also where others come after these', () => {
    const drilled = [
      stack('dr', 'kms'),
      stack('dr', 'observability', { dependsOn: ['dr-kms', 'dr-broker'], reads: ['dr-kms'] }),
    ];
    const broker = [stack('primary', 'broker', { notDrilled }), stack('dr', 'broker', { notDrilled })];
    expect(selectStacks([...broker, ...drilled])).toEqual({
      drilled,
      leftOut: [
        { name: 'primary-broker', reason: notDrilled.reason },
        { name: 'dr-broker', reason: notDrilled.reason },
      ],
    });
  });

  it.each([
    [
      'one side of a tier is drilled and the other is not',
      [stack('primary', 'broker', { notDrilled }), stack('dr', 'broker')],
      'apps/primary/broker/stack.ts declares notDrilled, and apps/dr/broker/stack.ts does not.',
    ],
    [
      'one of them reads the contract of a tier that is left out',
      [
        stack('primary', 'broker', { notDrilled }),
        stack('dr', 'broker', { notDrilled }),
        stack('primary', 'worker', { dependsOn: ['primary-broker'], reads: ['primary-broker'] }),
      ],
      "apps/primary/worker/stack.ts reads the contract of 'broker'",
    ],
    [
      'the drill itself needs the tier',
      [stack('primary', 'aurora', { notDrilled }), stack('dr', 'aurora', { notDrilled })],
      "the drill cannot do without the tier 'aurora'",
    ],
  ])('are refused where %s', (_what, stacks, message) => {
    expect(() => selectStacks(stacks)).toThrow(message);
  });
});
