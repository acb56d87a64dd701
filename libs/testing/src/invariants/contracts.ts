import { PARAMETER_ROOT, stacksBefore, type Contract, type StackDefinition } from '@healthcare-dr/platform';
import { peerOf, topologyOf, type Role } from '@healthcare-dr/topology';
import type { Block, SynthesizedStack } from '../synthesized-stack';

/** A stack together with what it was made from. */
export interface DefinedStack {
  readonly definition: Pick<StackDefinition, 'name' | 'role' | 'tier' | 'reads' | 'readsDr' | 'after'>;
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
function readingProblems({ definition, stack }: DefinedStack, stacks: readonly DefinedStack[]): string[] {
  return parametersIn(stack, stack.allDataSources).flatMap(({ region, name, address }) => {
    const [, , , tier] = name.split('/');
    const contract = [...definition.reads, ...definition.readsDr].find((declared) =>
      namesOf(declared, stack.environment.suffix).includes(name),
    );
    const role = contract?.publishedBy === 'primary' ? 'primary' : roleIn(stack, region);
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

/** A contract of the pair is there for whoever comes after the dr stack only if that one comes after the primary. */
function pairProblems(definitions: readonly DefinedStack['definition'][]): string[] {
  const pairs = definitions.flatMap(({ reads }) =>
    reads.filter(({ publishedBy }) => publishedBy === 'primary').map(({ tier }) => tier),
  );
  return [...new Set(pairs)]
    .map((tier) => definitions.find(({ name }) => name === `dr-${tier}`))
    .filter((definition) => definition !== undefined)
    .filter(({ tier, after }) => !after.includes(`primary-${tier}`))
    .map(
      ({ name, tier }) =>
        `${name}: must be deployed after primary-${tier}, which publishes a contract of the pair.`,
    );
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

/** Stacks that others wait for and that do not exist, and circles in the order of deployment. */
export function orderProblems(definitions: readonly DefinedStack['definition'][]): string[] {
  const edges = new Map(definitions.map((definition) => [definition.name, stacksBefore(definition)]));
  const missing = [...edges].flatMap(([name, before]) =>
    before
      .filter((other) => !edges.has(other))
      .map((other) => `${name}: is deployed after ${other}, which does not exist.`),
  );
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (name: string, trail: readonly string[]) => {
    if (trail.includes(name))
      circles.push(
        `${[...trail.slice(trail.indexOf(name)), name].join(' is deployed after ')}: no order deploys them.`,
      );
    else if (!done.has(name)) {
      for (const before of edges.get(name) ?? []) visit(before, [...trail, name]);
      done.add(name);
    }
  };
  for (const name of edges.keys()) visit(name, []);
  return [...missing, ...pairProblems(definitions), ...circles];
}
