import { PARAMETER_ROOT, stacksReadBy, type Contract, type StackDefinition } from '@healthcare-dr/platform';
import { peerOf, topologyOf, type Role } from '@healthcare-dr/topology';
import type { Block, SynthesizedStack } from '../synthesized-stack';

/** A stack together with what it was made from. */
export interface DefinedStack {
  readonly definition: Pick<StackDefinition, 'name' | 'role' | 'tier' | 'reads' | 'readsDr'>;
  readonly stack: SynthesizedStack;
}

interface Parameter {
  readonly region: string;
  readonly name: string;
  readonly address: string;
}

const parametersIn = (stack: SynthesizedStack, blocks: readonly Block[]): Parameter[] =>
  blocks
    .filter(({ type }) => type === 'aws_ssm_parameter')
    .map((block) => ({
      region: String(stack.regionOf(block)),
      name: String(block.attributes['name']),
      address: block.address,
    }))
    .filter(({ name }) => name.startsWith(`${PARAMETER_ROOT}/`));

const kebab = (key: string) => key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** The names of the parameters of a contract. */
const namesOf = ({ tier, keys }: Contract, suffix: string) =>
  Object.keys(keys).map((key) => `${PARAMETER_ROOT}/${suffix}/${tier}/${kebab(key)}`);

/** What of an environment's stacks breaks the rules of contracts. */
export function contractProblems(stacks: readonly DefinedStack[]): string[] {
  return [
    ...stacks.flatMap((stack) => readingProblems(stack, stacks)),
    ...stacks.flatMap((stack) => declarationProblems(stack)),
    ...stacks.flatMap(({ stack }) => remoteStateProblems(stack)),
    ...orderProblems(stacks.map(({ definition }) => definition)),
  ];
}

/** Every key that is read is published by the stack it names, and by no other, in the Region it is read from. */
function readingProblems({ stack }: DefinedStack, stacks: readonly DefinedStack[]): string[] {
  return parametersIn(stack, stack.allDataSources).flatMap(({ region, name, address }) => {
    const [, , , tier] = name.split('/');
    const role = roleIn(stack, region);
    const expected = role === undefined ? [] : [`${role}-${String(tier)}`];
    const publishers = stacks
      .filter(({ stack: other }) =>
        parametersIn(other, other.allResources).some(
          (published) => published.region === region && published.name === name,
        ),
      )
      .map(({ stack: other }) => other.name);
    return publishers.join() === expected.join() && expected.length === 1
      ? []
      : [
          `${stack.name}: ${address} reads ${name} in ${region}, which ${expected[0] ?? 'no stack of this environment'} must publish; ` +
            `published by ${publishers.join(', ') || 'nobody'}.`,
        ];
  });
}

const roleIn = ({ environment }: SynthesizedStack, region: string): Role | undefined =>
  (['primary', 'dr'] as const).find((role) => topologyOf(environment, role).region === region);

/** What a stack reads is declared, key by key, and what it declares it reads. */
function declarationProblems({ definition, stack }: DefinedStack): string[] {
  const { suffix } = stack.environment;
  const own = topologyOf(stack.environment, definition.role).region;
  const other = topologyOf(stack.environment, peerOf(definition.role)).region;
  const read = parametersIn(stack, stack.allDataSources);
  const declared = [
    ...definition.reads.map((contract) => ({ contract, region: own, field: 'reads' })),
    ...definition.readsDr.map((contract) => ({ contract, region: other, field: 'readsDr' })),
  ];
  const undeclared = read.filter(
    ({ region, name }) =>
      !declared.some((entry) => entry.region === region && namesOf(entry.contract, suffix).includes(name)),
  );
  const unread = declared.filter(
    ({ contract, region }) =>
      !read.some((entry) => entry.region === region && namesOf(contract, suffix).includes(entry.name)),
  );
  return [
    ...undeclared.map(
      ({ address, name, region }) =>
        `${stack.name}: ${address} reads ${name} in ${region}, which its stack.ts does not declare.`,
    ),
    ...unread.map(
      ({ contract, field }) =>
        `${stack.name}: declares '${contract.tier}' in ${field} and reads nothing of it.`,
    ),
  ];
}

function remoteStateProblems(stack: SynthesizedStack): string[] {
  return stack
    .dataSources('terraform_remote_state')
    .map(
      ({ address }) =>
        `${stack.name}: ${address} reads another stack's state; publish what it needs in a contract.`,
    );
}

/** Tiers that are read and do not exist, and circles in the order of deployment. */
export function orderProblems(definitions: readonly DefinedStack['definition'][]): string[] {
  const edges = new Map(definitions.map((definition) => [definition.name, stacksReadBy(definition)]));
  const missing = [...edges].flatMap(([name, before]) =>
    before
      .filter((other) => !edges.has(other))
      .map((other) => `${name}: reads from ${other}, which does not exist.`),
  );
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (name: string, trail: readonly string[]) => {
    if (trail.includes(name))
      circles.push(
        `${[...trail.slice(trail.indexOf(name)), name].join(' reads from ')}: no order deploys them.`,
      );
    else if (!done.has(name)) {
      for (const before of edges.get(name) ?? []) visit(before, [...trail, name]);
      done.add(name);
    }
  };
  for (const name of edges.keys()) visit(name, []);
  return [...missing, ...circles];
}
