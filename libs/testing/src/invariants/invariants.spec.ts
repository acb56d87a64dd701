import { loadEnvironment, type Environment } from '@healthcare-dr/topology';
import { synthesizeAll, synthesizeStack } from '../synth';
import type { SynthesizedStack } from '../synthesized-stack';
import { allDefinitions } from '../workspace';
import { bucketOrderProblems } from './bucket-order';
import { contractProblems, type DefinedStack } from './contracts';
import { weigh, type DeclaredException, type Place } from './declared';
import { foundationProblems, GLOBAL_PROVIDERS } from './foundation';
import { dependenceProblems, primaryRegionMentions } from './independence';
import { claimsOf, collisions, nameProblems } from './names';
import { observabilityProblems } from './observability';
import { differences } from './parity';
import { protectionProblems } from './protection';
import { PRIMARY_REGION_MENTIONS, ROLE_DIFFERENCES } from './role-differences';

const definitions = allDefinitions();
const tiers = [...new Set(definitions.map(({ tier }) => tier))];

interface Synthesized {
  readonly environment: Environment;
  readonly stacks: readonly SynthesizedStack[];
}

const environments = new Map(
  ['dev', 'prod', 'us', 'pr7'].map((suffix): [string, Synthesized] => {
    const environment = loadEnvironment(suffix);
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
  const side = (suffix: string, role: string) =>
    stacksOf(suffix).find((stack) => stack.tier === tier && stack.role === role);

  it('stands on both sides', () => {
    const roles = definitions.filter((definition) => definition.tier === tier).map(({ role }) => role);
    expect(roles.sort()).toEqual(['dr', 'primary']);
  });

  it('is the same on both sides, but for what is declared', () => {
    const places = [...environments.keys()].flatMap((suffix) => {
      const [primary, dr] = [side(suffix, 'primary'), side(suffix, 'dr')];
      return primary === undefined || dr === undefined ? [] : differences(primary, dr);
    });
    expect(weighAll(places, ROLE_DIFFERENCES[tier] ?? [])).toEqual({ unexplained: [], unused: [] });
  });

  it('names the primary Region nowhere on the dr side, but for what is declared', () => {
    const places = everyStack
      .filter((stack) => stack.tier === tier && stack.role === 'dr')
      .flatMap((stack) => primaryRegionMentions(stack));
    expect(weighAll(places, PRIMARY_REGION_MENTIONS[tier] ?? [])).toEqual({ unexplained: [], unused: [] });
  });
});

it('a provider in us-east-1 is there wherever it is allowed for', () => {
  const using = everyStack.filter((stack) => stack.providers().some(({ alias }) => alias === 'global'));
  expect([...new Set(using.map(({ tier }) => tier))]).toEqual(Object.keys(GLOBAL_PROVIDERS));
});

it.each([
  ['ROLE_DIFFERENCES', ROLE_DIFFERENCES],
  ['PRIMARY_REGION_MENTIONS', PRIMARY_REGION_MENTIONS],
])('%s speaks of tiers that exist, and gives reasons', (_name, table) => {
  expect(Object.keys(table).filter((tier) => !tiers.includes(tier))).toEqual([]);
  expect(
    Object.values(table)
      .flat()
      .filter(({ reason }) => reason.length < 10),
  ).toEqual([]);
});
