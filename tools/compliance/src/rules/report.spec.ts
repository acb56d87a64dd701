import { check, type ControlKey } from './check';
import { fixtureModel, fixtureStack } from '@healthcare-dr/testing';
import { is, onEach } from './judge';
import type { ExceptionRegister } from './approvals';
import { evaluateCompliance, isCompliant } from './report';

const rotation = check('kms-rotation', onEach('aws_kms_key', is('enable_key_rotation', true)));
const suppression = (name: string, reason = 'Because.', owner = 'platform') => ({
  '//': { suppressions: [{ check: name, reason, owner }] },
});
const APPROVAL = { check: 'kms-rotation', tier: 'fixture', approver: 'security', expires: '2027-01-31' };
const reportOn = (
  { approvals = [APPROVAL], today = '2027-01-31' }: Partial<ExceptionRegister>,
  ...keys: Record<string, unknown>[]
) =>
  evaluateCompliance(
    fixtureModel(
      fixtureStack({ aws_kms_key: Object.fromEntries(keys.map((key, index) => [`k${index}`, key])) }),
    ),
    [rotation],
    { approvals, today },
  );
const report = (...keys: Record<string, unknown>[]) => reportOn({}, ...keys);

describe('a compliance report', () => {
  it('says that a control over nothing does not apply yet, rather than that it is met', () => {
    expect(report().results).toMatchObject([{ state: 'not applicable yet', findings: [] }]);
    expect(isCompliant(report())).toBe(true);
  });

  it('says that a control is met, by how many', () => {
    const result = report({ enable_key_rotation: true }, { enable_key_rotation: true });
    expect(result.results).toMatchObject([
      { control: { key: 'kms-rotation' }, state: 'met', findings: { length: 2 } },
    ]);
    expect(isCompliant(result)).toBe(true);
  });

  it('says what violates a control, and where', () => {
    const result = report({ enable_key_rotation: true }, {});
    expect(result.results).toMatchObject([
      {
        state: 'violated',
        findings: { length: 2 },
        violations: [
          {
            stack: 'primary-fixture',
            address: 'aws_kms_key.k1',
            violation: expect.stringContaining('absent'),
          },
        ],
      },
    ]);
    expect(isCompliant(result)).toBe(false);
  });

  it('accepts a violation with its reason and owner', () => {
    const result = report({ enable_key_rotation: true }, suppression('kms-rotation'));
    expect(result.results).toMatchObject([
      {
        state: 'excepted',
        violations: [],
        exceptions: [
          {
            address: 'aws_kms_key.k1',
            suppression: {
              reason: 'Because.',
              owner: 'platform',
              approver: 'security',
              expires: '2027-01-31',
            },
          },
        ],
      },
    ]);
    expect(isCompliant(result)).toBe(true);
  });

  it.each([
    ['nobody approved', { approvals: [] }, 'has no approval'],
    ['was approved for another tier', { approvals: [{ ...APPROVAL, tier: 'other' }] }, 'has no approval'],
    [
      'its own owner approved',
      { approvals: [{ ...APPROVAL, approver: 'platform' }] },
      'by its own owner, platform',
    ],
    ['expired yesterday', { today: '2027-02-01' }, 'expired on 2027-01-31'],
  ])('takes an exception that %s for a violation', (_, register, problem) => {
    const result = reportOn(register, suppression('kms-rotation'));
    expect(result.results).toMatchObject([
      { state: 'violated', exceptions: [], violations: [{ violation: expect.stringContaining(problem) }] },
    ]);
    expect(isCompliant(result)).toBe(false);
  });

  it('lets one exception excuse one resource only', () => {
    expect(report(suppression('kms-rotation'), {}).results).toMatchObject([{ state: 'violated' }]);
  });

  it.each([
    [
      'that nothing needs',
      { enable_key_rotation: true, ...suppression('kms-rotation') },
      'but does not violate it',
    ],
    ['of an unknown check', suppression('kms-rotatoin'), 'which is no check'],
    ['without a reason', suppression('kms-rotation', ' '), 'without a reason and an owner'],
    ['without an owner', suppression('kms-rotation', 'Because.', ''), 'without a reason and an owner'],
  ])('refuses a suppression %s', (_what, key, message) => {
    const result = report(key);
    expect(result.suppressionProblems).toEqual([expect.stringContaining(message)]);
    expect(result.suppressionProblems[0]).toContain('primary-fixture: aws_kms_key.k0');
    expect(isCompliant(result)).toBe(false);
  });

  it('knows no control outside the catalogue', () => {
    expect(() => check('no-such-control' as ControlKey, () => [])).toThrow("no control 'no-such-control'");
  });
});
