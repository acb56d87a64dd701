import { allDefinitions, EnvironmentModel, synthesizeAll, testedEnvironments } from '@healthcare-dr/testing';
import { CONTROLS } from './rules/check';
import { ALL_CHECKS } from './rules/checks';
import { APPROVALS } from './cli';
import { readApprovals } from './rules/approvals';
import { evaluateCompliance } from './rules/report';

const approvals = readApprovals(APPROVALS);
/** A day on which every exception of this repository is accepted: that they are on the day of an audit is what the audit says. */
const today = '2026-11-30';

describe('the catalogue', () => {
  it('has a check for every control, or says why it is left to the account’s owner', () => {
    const checked = new Set(ALL_CHECKS.map(({ key }) => key));
    expect(checked.size).toBe(ALL_CHECKS.length);
    const loose = CONTROLS.filter(({ key, leftTo }) => checked.has(key) === (leftTo !== undefined));
    expect(loose.map(({ key }) => key)).toEqual([]);
  });

  it('says of every control what it is, where it comes from, and cites 45 CFR where a rule set does', () => {
    for (const { title, ids, hipaa, basis } of CONTROLS) {
      expect(title).not.toBe('');
      expect(ids).not.toHaveLength(0);
      expect(hipaa.every((section) => /^164\.\d{3}\(/.test(section))).toBe(true);
      expect(hipaa.length === 0).toBe(basis === 'none');
    }
  });
});

describe('the register of exceptions', () => {
  it('names controls and tiers that exist', () => {
    const controls = new Set<string>(CONTROLS.map(({ key }) => key));
    const tiers = new Set(allDefinitions().map(({ tier }) => tier));
    expect(approvals.filter(({ check, tier }) => !controls.has(check) || !tiers.has(tier))).toEqual([]);
  });
});

describe.each(testedEnvironments())('the stacks of $title', ({ environment, isFixture }) => {
  const report = evaluateCompliance(
    new EnvironmentModel(environment, synthesizeAll(environment)),
    ALL_CHECKS,
    { approvals, today },
  );

  it('violate no control', () => {
    const violations = report.results.flatMap(({ control, violations: found }) =>
      found.map(
        ({ stack, address, violation }) => `${control.key}: ${stack}: ${address} ${String(violation)}`,
      ),
    );
    expect(violations).toEqual([]);
  });

  // A user may configure away what a tier excuses; the fixtures need every suppression.
  it('suppress nothing that is not violated in any of the fixtures', () => {
    expect(isFixture ? report.suppressionProblems : []).toEqual([]);
  });

  it('are looked at', () => {
    const met = report.results.filter(({ state }) => state === 'met').map(({ control }) => control.key);
    expect(met).toEqual(expect.arrayContaining(['kms-rotation', 'ec2-no-instances', 'iam-no-users']));
  });
});
