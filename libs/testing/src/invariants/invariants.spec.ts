import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { synthesizeAll } from '../synth';
import { testedEnvironments } from '../tested-environments';
import { allDefinitions, WORKSPACE_ROOT } from '../workspace';
import { weigh, type DeclaredException, type Place } from './declared';
import { environmentProblems, sharedAccountProblems } from './environment-problems';
import type { SynthesizedEnvironment } from './synthesized-environment';
import { primaryRegionMentions } from './independence';
import { differences } from './parity';
import { SHARED_NAME_RULES } from './name-rules';
import { invariantsFile, invariantsOf } from './tier-invariants';

const definitions = allDefinitions();
const tiers = [...new Set(definitions.map(({ tier }) => tier))];

interface Tested extends SynthesizedEnvironment {
  readonly title: string;
  readonly isFixture: boolean;
}

const tested = testedEnvironments().map((given): Tested => ({
  ...given,
  stacks: synthesizeAll(given.environment),
}));
const fixtures = tested.filter(({ isFixture }) => isFixture);
const everyStack = fixtures.flatMap(({ stacks }) => stacks);

describe.each(tested)('the stacks of $title', (given) => {
  it('are one or more', () => {
    expect(given.stacks.length).toBeGreaterThan(0);
  });

  it.each(Object.entries(environmentProblems(definitions, given)))('%s', (_, problems) => {
    expect(problems).toEqual([]);
  });
});

it('two environments of one account collide nowhere', () => {
  const [dev, pr7] = ['dev', 'pr7'].map((title) => fixtures.find((fixture) => fixture.title === title));
  expect(dev?.environment.accountId).toBe(pr7?.environment.accountId);
  expect(sharedAccountProblems(fixtures)).toEqual([]);
  expect(sharedAccountProblems(tested.filter(({ isFixture }) => !isFixture))).toEqual([]);
});

it('production shares its account with no other environment', () => {
  const named = (title: string) => fixtures.filter((fixture) => fixture.title === title);
  const prod = named('prod').map((found) => ({
    ...found,
    environment: { ...found.environment, accountId: named('dev')[0]?.environment.accountId ?? '' },
  }));
  expect(sharedAccountProblems([...named('dev'), ...prod])).toContainEqual(
    expect.stringContaining('prod is production'),
  );
});

/** What the declarations of a tier leave unexplained in any environment, and which of them no environment needs. */
const weighAll = (places: readonly Place[], declared: readonly DeclaredException[]) => {
  const { unexplained, unused } = weigh(places, declared);
  return {
    unexplained: [...new Set(unexplained.map(({ found }) => found))],
    unused: unused.map(({ path }) => path),
  };
};

describe.each(tiers)('the %s tier', (tier) => {
  const declared = invariantsOf(tier);
  const sideOf = ({ stacks }: Tested, role: string) =>
    stacks.find((stack) => stack.tier === tier && stack.role === role);

  it('stands on both sides', () => {
    const roles = definitions.filter((definition) => definition.tier === tier).map(({ role }) => role);
    expect(roles.sort()).toEqual(['dr', 'primary']);
  });

  it('is drilled on both sides, or on neither', () => {
    const sides = definitions.filter((definition) => definition.tier === tier);
    expect(new Set(sides.map(({ notDrilled }) => notDrilled === undefined)).size).toBe(1);
  });

  // Of the fixtures, whose sides are configured alike: a user may give one side more zones than the other.
  it('is the same on both sides, but for what is declared', () => {
    const places = fixtures.flatMap((fixture) => {
      const [primary, dr] = [sideOf(fixture, 'primary'), sideOf(fixture, 'dr')];
      return primary === undefined || dr === undefined ? [] : differences(primary, dr);
    });
    expect(weighAll(places, declared.roleDifferences ?? [])).toEqual({ unexplained: [], unused: [] });
  });

  it('names the primary Region nowhere on the dr side, but for what is declared', () => {
    const places = everyStack
      .filter((stack) => stack.tier === tier && stack.role === 'dr')
      .flatMap((stack) => primaryRegionMentions(stack));
    expect(weighAll(places, declared.primaryRegionMentions ?? [])).toEqual({ unexplained: [], unused: [] });
  });

  it('has a provider in us-east-1 if it declares one', () => {
    const using = everyStack.filter(
      (stack) => stack.tier === tier && stack.providers().some(({ alias }) => alias === 'global'),
    );
    expect(using.length > 0).toBe(declared.globalProvider !== undefined);
  });

  it('declares no names of types that tiers share', () => {
    expect(Object.keys(declared.names ?? {}).filter((type) => type in SHARED_NAME_RULES)).toEqual([]);
  });

  it('gives reasons for what it declares', () => {
    const { roleDifferences = [], primaryRegionMentions = [], globalProvider } = declared;
    const reasons = [
      ...roleDifferences,
      ...primaryRegionMentions,
      ...(globalProvider ? [globalProvider] : []),
    ];
    expect(reasons.filter(({ reason }) => reason.length < 10)).toEqual([]);
  });
});

it('two tiers agree on the names of a type that both use', () => {
  const rules = new Map<string, Set<string>>();
  for (const tier of tiers) {
    for (const [type, rule] of Object.entries(invariantsOf(tier).names ?? {})) {
      rules.set(type, (rules.get(type) ?? new Set()).add(JSON.stringify(rule)));
    }
  }
  expect([...rules].filter(([, known]) => known.size > 1).map(([type]) => type)).toEqual([]);
});

it('no folder declares the invariants of a tier that has no stack', () => {
  const declaring = readdirSync(join(WORKSPACE_ROOT, 'libs')).filter((folder) =>
    existsSync(join(WORKSPACE_ROOT, invariantsFile(folder))),
  );
  expect(declaring.filter((folder) => !tiers.includes(folder))).toEqual([]);
});
