import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fixtureStack } from './fixture-stack';
import { SHARED_NAME_RULES } from './name-rules';
import { nameProblems } from './names';
import { invariantsFile, invariantsOf, nameRulesOf } from './tier-invariants';

const TIER = 'queues';
let root: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'tier-invariants-'));
});

afterAll(() => rmSync(root, { recursive: true }));

function declare(tier: string, source: string): void {
  const file = join(root, invariantsFile(tier));
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, source);
}

describe('the invariants of a tier', () => {
  it('are found by its folder, and none is needed', () => {
    declare(TIER, "export default { globalProvider: { reason: 'the service has one Region' } };");

    expect(invariantsOf(TIER, root)).toEqual({ globalProvider: { reason: 'the service has one Region' } });
    expect(invariantsOf('kms', root)).toEqual({});
  });

  it('say the names of resource types that no tier has used before', () => {
    declare(
      'parts',
      "export default { names: { aws_mq_broker: { names: ['broker_name'], namespace: 'region' } } };",
    );
    const stack = fixtureStack({
      tier: 'parts',
      resource: { aws_mq_broker: { b: { broker_name: 'healthcare-parts' } } },
    });

    expect(nameProblems(stack, nameRulesOf('parts', root))).toEqual([
      expect.stringContaining("broker_name is 'healthcare-parts', which does not carry the suffix"),
    ]);
    expect(nameProblems(stack, nameRulesOf('kms', root))).toEqual([
      expect.stringContaining('Write into libs/parts/src/invariants.ts'),
    ]);
  });

  it('do not change what all tiers share', () => {
    declare('strange', "export default { names: { aws_kms_key: { names: [], namespace: 'none' } } };");
    expect(nameRulesOf('strange', root)['aws_kms_key']).toEqual(SHARED_NAME_RULES['aws_kms_key']);
  });

  it('must be the default export', () => {
    declare('silent', 'export const invariants = {};');
    expect(() => invariantsOf('silent', root)).toThrow(
      'libs/silent/src/invariants.ts exports nothing by default.',
    );
  });
});
