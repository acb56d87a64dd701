import { defineContract } from '@healthcare-dr/platform';
import { UserError } from '@healthcare-dr/topology';
import { architectureDiagram, withDiagram, type DrawnStack } from './architecture-diagram';

const kms = defineContract('kms', { keyArn: 'string' });

const stack = (role: 'primary' | 'dr', tier: string, more: Partial<DrawnStack> = {}): DrawnStack => ({
  name: `${role}-${tier}`,
  role,
  tier,
  reads: [],
  readsDr: [],
  ...more,
});

const DIAGRAM = [
  '```mermaid',
  'flowchart LR',
  '  subgraph primary["primary Region"]',
  '    primary-aurora["aurora"]',
  '    primary-kms["kms"]',
  '  end',
  '  subgraph dr["dr Region"]',
  '    dr-kms["kms"]',
  '  end',
  '  primary-kms --> primary-aurora',
  '  dr-kms ==> primary-aurora',
  '```',
].join('\n');

describe('the diagram of the architecture', () => {
  it('has an arrow from who publishes a contract to who reads it, once, in its own Region or from dr', () => {
    const stacks = [
      stack('primary', 'kms'),
      stack('dr', 'kms'),
      stack('primary', 'aurora', { reads: [kms, kms], readsDr: [kms] }),
    ];

    expect(architectureDiagram(stacks)).toBe(DIAGRAM);
    expect(architectureDiagram(stacks.reverse())).toBe(DIAGRAM);
  });

  it('replaces what stands between the markers of a document, and nothing else', () => {
    const [begin, end] = [
      '<!-- architecture: written by npm run reference from the stacks and their contracts -->',
      '<!-- architecture: end -->',
    ];

    const once = withDiagram(`# Title\n\n${begin}\nstale\n${end}\n\nMore.\n`, DIAGRAM);

    expect(once).toBe(`# Title\n\n${begin}\n\n${DIAGRAM}\n\n${end}\n\nMore.\n`);
    expect(withDiagram(once, DIAGRAM)).toBe(once);
  });

  it('refuses a document without a place for it', () => {
    expect(() => withDiagram('# Title\n', DIAGRAM)).toThrow(UserError);
  });
});
