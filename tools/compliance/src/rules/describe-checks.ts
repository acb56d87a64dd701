import { fixtureModel, fixtureStack, type Fixture } from '@healthcare-dr/testing';
import type { Check, ControlFinding } from './check';

/** What a check must accept and what it must refuse. */
export interface CheckFixture {
  readonly good: Fixture | readonly Fixture[];
  /** Each by the one thing that is wrong with it. */
  readonly bad: Readonly<Record<string, Fixture>>;
}

/** The customer key of the fixtures' own Region, and how a fixture refers to it. */
export const KEY: Fixture = { aws_kms_key: { k: {} } };

/** A reference to {@link KEY}. */
export const KEY_ARN = '${aws_kms_key.k.arn}';

/** A fixture of a single resource with a customer key beside it, for checks over one attribute. */
export function single(
  type: string,
  good: Record<string, unknown>,
  bad: Record<string, Record<string, unknown>>,
): CheckFixture {
  const around = (attributes: Record<string, unknown>): Fixture => ({ ...KEY, [type]: { x: attributes } });
  return {
    good: around(good),
    bad: Object.fromEntries(Object.entries(bad).map(([what, attributes]) => [what, around(attributes)])),
  };
}

/** A tripwire's fixture: nothing at all is fine, and one resource of each type is not. */
export function tripwire(...types: string[]): CheckFixture {
  return { good: {}, bad: Object.fromEntries(types.map((type) => [type, { [type]: { x: {} } }])) };
}

/**
 * Shows of every check that it accepts what is good and refuses what is bad. A check without a fixture fails: it might be one
 * that cannot fail.
 */
export function describeChecks(
  checks: readonly Check[],
  fixtures: Readonly<Record<string, CheckFixture>>,
): void {
  const evaluate = (check: Check, fixture: Fixture): ControlFinding[] =>
    check.evaluate(fixtureModel(fixtureStack(fixture)));
  const violationsOf = (findings: readonly ControlFinding[]) =>
    findings.filter(({ violation }) => violation !== undefined);

  it('has a fixture for every check, and a check for every fixture', () => {
    expect(Object.keys(fixtures).sort()).toEqual(checks.map(({ key }) => key).sort());
  });

  describe.each(checks.map((check) => [check.key, check] as const))('%s', (key, check) => {
    const { good = [], bad = {} } = fixtures[key] ?? {};

    it.each((Array.isArray(good) ? (good as Fixture[]) : [good as Fixture]).map((fixture) => [fixture]))(
      'accepts what is good',
      (fixture) => {
        const findings = evaluate(check, fixture);
        expect(findings).not.toHaveLength(0);
        expect(violationsOf(findings)).toEqual([]);
      },
    );

    it.each(Object.entries(bad))('refuses: %s', (_what, fixture) => {
      const violations = violationsOf(evaluate(check, fixture));
      expect(violations).not.toHaveLength(0);
      for (const { violation } of violations) expect(violation).not.toBe('');
    });

    it('is refused something', () => {
      expect(Object.keys(bad)).not.toHaveLength(0);
    });
  });
}
