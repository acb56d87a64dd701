import { messageOf } from '../__fixtures__/message-of';
import { readDefinition } from './definition';

const FILE = 'apps/primary/aurora/stack.ts';
const IMPORTS = `
import { defineStack as stackOf, defineStack } from '@healthcare-dr/platform';
import { kmsContract } from '@healthcare-dr/kms/contract';
import { networkingContract as network } from '@healthcare-dr/networking/contract';
import { stray } from './stray';
`;

const read = (body: string) => readDefinition(FILE, `${IMPORTS}${body}`);

/** A definition whose argument is this. */
const withSpec = (spec: string) => read(`export default defineStack({ ${spec} });`);

describe('readDefinition', () => {
  it('reads a stack that reads nothing', () => {
    expect(withSpec("role: 'primary', tier: 'aurora', build() {}")).toEqual({
      name: 'primary-aurora',
      role: 'primary',
      tier: 'aurora',
      reads: [],
      readsDr: [],
      after: [],
      notDrilled: undefined,
    });
  });

  it('reads why a stack is left out of the drill', () => {
    const { notDrilled } = withSpec(
      "role: 'primary', tier: 'aurora', notDrilled: { reason: 'moto has no broker' }",
    );
    expect(notDrilled).toBe('moto has no broker');
  });

  it.each(["{ reason: '' }", '{ reason: stray }', '{}', 'true', 'stray'])(
    'refuses to leave a stack out of the drill for %s',
    (value) => {
      expect(messageOf(() => withSpec(`role: 'primary', tier: 'aurora', notDrilled: ${value}`))).toContain(
        'gives no reason for notDrilled',
      );
    },
  );

  it('finds tiers by what was imported, whatever it is called locally, each once', () => {
    const facts = read(`
      /* reads: [decoy] */
      export default stackOf({
        role: 'primary', tier: 'aurora',
        "reads": [network, kmsContract, kmsContract],
        readsDr: [kmsContract],
        after: ['dr-aurora', 'dr-aurora'],
        build: (stack) => { const x = { reads: [stray] }; },
      });`);

    expect(facts.reads).toEqual(['kms', 'networking']);
    expect(facts.readsDr).toEqual(['kms']);
    expect(facts.after).toEqual(['dr-aurora']);
  });

  it.each([
    ['no default export', 'export const x = defineStack({});', 'does not export a stack by default'],
    [
      'a default export that is no call',
      'const s = 1; export default s;',
      'does not export a stack by default',
    ],
    ['another function', "export default stray({ role: 'primary' });", 'does not export a stack by default'],
    [
      'an argument out of place',
      'const spec = {}; export default defineStack(spec);',
      'does not export a stack by default',
    ],
    ['a spread', 'export default defineStack({ ...stray });', "gives defineStack '...stray'"],
    ['a shorthand', 'const reads = []; export default defineStack({ reads });', "gives defineStack 'reads'"],
  ])('refuses %s', (_what, body, message) => {
    expect(messageOf(() => read(body))).toContain(message);
  });

  it.each([
    [
      'another role than its folder',
      "role: 'dr', tier: 'aurora'",
      "defines the role 'dr' in the folder of 'primary'",
    ],
    [
      'another tier than its folder',
      "role: 'primary', tier: 'kms'",
      "defines the tier 'kms' in the folder of 'aurora'",
    ],
    ['no tier', "role: 'primary'", 'gives its stack no tier'],
    ['a computed role', "role: stray, tier: 'aurora'", 'gives its stack the role stray'],
    [
      'reads that are no list',
      "role: 'primary', tier: 'aurora', reads: stray",
      'gives reads something else than a list',
    ],
    [
      'reads that are a method',
      "role: 'primary', tier: 'aurora', reads() {}",
      'gives reads something else than a list',
    ],
    [
      'a contract from elsewhere',
      "role: 'primary', tier: 'aurora', reads: [stray]",
      "lists 'stray' in reads",
    ],
    [
      'a stack that is no string',
      "role: 'primary', tier: 'aurora', after: [stray]",
      "lists 'stray' in after, which is no string",
    ],
    [
      'a contract made in place',
      "role: 'primary', tier: 'aurora', readsDr: [make()]",
      "lists 'make()' in readsDr",
    ],
  ])('refuses %s', (_what, spec, message) => {
    expect(messageOf(() => withSpec(spec))).toContain(message);
  });

  it('refuses a folder that is no role', () => {
    const source = `${IMPORTS}export default defineStack({ role: 'standby', tier: 'aurora' });`;

    expect(messageOf(() => readDefinition('apps/standby/aurora/stack.ts', source))).toContain(
      "the role 'standby'",
    );
  });

  it('says where, what would do, and how to fix it', () => {
    expect(messageOf(() => withSpec("role: 'primary', tier: 'aurora', reads: [stray]"))).toBe(
      [
        `${FILE}:6 lists 'stray' in reads, which is no imported contract.`,
        "  Allowed: reads: [kmsContract, …], each imported from '@healthcare-dr/<tier>/contract'",
        "  Fix:     import the contract by name from its tier's contract and list it here.",
      ].join('\n'),
    );
  });
});
