import { loadEnvironment } from '@healthcare-dr/topology';
import type { Json } from '../json';
import { SynthesizedStack } from '../synthesized-stack';
import type { Check, Finding } from './check';
import { EnvironmentModel } from './model';

/** Blocks by type and id; a type that begins with `data.` is a data source. */
export type Fixture = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;

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

/** A policy as the JSON string that stands in an attribute. */
export function policy(...statements: Record<string, unknown>[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

/** The stack of a fixture: a primary one of `prod`, with the provider of the dr Region as `aws.dr`. */
export function fixtureStack(fixture: Fixture, name = 'primary-fixture'): SynthesizedStack {
  const environment = loadEnvironment('prod');
  const resource: Record<string, unknown> = {};
  const data: Record<string, unknown> = {};
  for (const [type, blocks] of Object.entries(fixture)) {
    if (type.startsWith('data.')) data[type.slice('data.'.length)] = blocks;
    else resource[type] = blocks;
  }
  const provider = {
    aws: [{ region: environment.primary.region }, { alias: 'dr', region: environment.dr.region }],
  };
  const text = JSON.stringify({ resource, data, provider } as unknown as Json);
  return new SynthesizedStack({ name, role: 'primary', tier: 'fixture', environment, text });
}

/** The model of an environment that holds the fixtures' stacks and nothing else. */
export function fixtureModel(...stacks: SynthesizedStack[]): EnvironmentModel {
  return new EnvironmentModel(loadEnvironment('prod'), stacks);
}

/**
 * Shows of every check that it accepts what is good and refuses what is bad. A check without a fixture fails: it might be one
 * that cannot fail.
 */
export function describeChecks(
  checks: readonly Check[],
  fixtures: Readonly<Record<string, CheckFixture>>,
): void {
  const evaluate = (check: Check, fixture: Fixture): Finding[] =>
    check.evaluate(fixtureModel(fixtureStack(fixture)));
  const violationsOf = (findings: readonly Finding[]) =>
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
