import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from '@healthcare-dr/topology';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { synthesizeAll, synthesizeStack } from '../synth';
import type { SynthesizedStack } from '../synthesized-stack';
import { allDefinitions, WORKSPACE_ROOT } from '../workspace';
import { bucketOrderProblems } from './bucket-order';
import { contractProblems, type DefinedStack } from './contracts';
import { weigh, type DeclaredException, type Place } from './declared';
import { foundationProblems } from './foundation';
import { dependenceProblems, primaryRegionMentions } from './independence';
import { claimsOf, collisions, nameProblems } from './names';
import { observabilityProblems } from './observability';
import { differences } from './parity';
import { protectionProblems } from './protection';
import { SHARED_NAME_RULES } from './name-rules';
import { invariantsFile, invariantsOf } from './tier-invariants';

const definitions = allDefinitions();
const tiers = [...new Set(definitions.map(({ tier }) => tier))];

interface Synthesized {
  readonly environment: Environment;
  readonly stacks: readonly SynthesizedStack[];
}

const environments = new Map(
  ['dev', 'prod', 'us', 'pr7'].map((suffix): [string, Synthesized] => {
    const environment = fixtureEnvironment(suffix);
    return [suffix, { environment, stacks: synthesizeAll(environment) }];
  }),
);
const stacksOf = (suffix: string) => environments.get(suffix)?.stacks ?? [];
const everyStack = [...environments.values()].flatMap(({ stacks }) => stacks);

describe.each([...environments])('the stacks of %s', (_suffix, { environment, stacks }) => {
  it('are all there', () => {
    expect(stacks.map(({ name }) => name)).toEqual(definitions.map(({ name }) => name));
    expect(stacks.length).toBeGreaterThan(0);
  });

  it('carry the environment’s suffix in every name', () => {
    expect(stacks.flatMap((stack) => nameProblems(stack))).toEqual([]);
  });

  it('claim no name twice, in one Region or over both', () => {
    expect(collisions(stacks.flatMap((stack) => claimsOf(stack)))).toEqual([]);
  });

  const defined = stacks.flatMap((stack): DefinedStack[] =>
    definitions.filter(({ name }) => name === stack.name).map((definition) => ({ definition, stack })),
  );

  it('read what is declared, published and deployed before them', () => {
    expect(defined).toHaveLength(definitions.length);
    expect(contractProblems(defined)).toEqual([]);
  });

  it('refuse to be destroyed in production, and go whole elsewhere', () => {
    expect(stacks.flatMap((stack) => protectionProblems(stack))).toEqual([]);
  });

  it('write to buckets that stand before them', () => {
    expect(bucketOrderProblems(defined)).toEqual([]);
  });

  it('watch, show and tell what is there, and nothing else', () => {
    expect(observabilityProblems(stacks)).toEqual([]);
  });

  it('act on their own account and Region, with their state encrypted and locked', () => {
    expect(stacks.flatMap((stack) => foundationProblems(stack))).toEqual([]);
  });

  it('are the same bytes when synthesized again, one by one', () => {
    const again = definitions.map((definition) => synthesizeStack(definition, environment));
    expect(again.map(({ text }) => text)).toEqual(stacks.map(({ text }) => text));
  });

  it('need nothing of the primary Region on the dr side', () => {
    const dr = stacks.filter(({ role }) => role === 'dr');
    expect(dr.flatMap((stack) => dependenceProblems(stack))).toEqual([]);
  });
});

it('two environments of one account collide nowhere', () => {
  const [dev, pr7] = [environments.get('dev'), environments.get('pr7')];
  expect(dev?.environment.accountId).toBe(pr7?.environment.accountId);
  expect(collisions([...stacksOf('dev'), ...stacksOf('pr7')].flatMap((stack) => claimsOf(stack)))).toEqual(
    [],
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
  const side = (suffix: string, role: string) =>
    stacksOf(suffix).find((stack) => stack.tier === tier && stack.role === role);

  it('stands on both sides', () => {
    const roles = definitions.filter((definition) => definition.tier === tier).map(({ role }) => role);
    expect(roles.sort()).toEqual(['dr', 'primary']);
  });

  it('is drilled on both sides, or on neither', () => {
    const sides = definitions.filter((definition) => definition.tier === tier);
    expect(new Set(sides.map(({ notDrilled }) => notDrilled === undefined)).size).toBe(1);
  });

  it('is the same on both sides, but for what is declared', () => {
    const places = [...environments.keys()].flatMap((suffix) => {
      const [primary, dr] = [side(suffix, 'primary'), side(suffix, 'dr')];
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
