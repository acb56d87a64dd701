import { table } from '@healthcare-dr/cli-kit';
import type { StateResource } from '@healthcare-dr/terraform';
import type { DrillOutcome } from './drill';
import type { StandingStack } from './session';

/** What is worth knowing of a resource at a glance, by type; other types are only counted. */
const FACTS: Readonly<Record<string, (values: StateResource['values']) => string>> = {
  aws_vpc: ({ id, cidr_block: cidr }) => `VPC ${String(id)} ${String(cidr)}`,
  aws_nat_gateway: ({ public_ip: ip }) => `NAT gateway ${String(ip)}`,
};

/** What stood where: a row per stack, with the resources it holds by type. */
export function standingTable(standing: readonly StandingStack[]): string {
  const rows = [...standing]
    .sort((a, b) => (a.name < b.name ? 1 : -1))
    .map(({ name, region, resources }) => [region, name, String(resources.length), summary(resources)]);
  return table(['Region', 'Stack', 'Resources', 'What'], rows);
}

/** How many types of resources are named beside the facts. */
const NAMED_TYPES = 3;

function summary(resources: readonly StateResource[]): string {
  const facts = resources.flatMap(({ type, values }) => FACTS[type]?.(values) ?? []);
  const counts = new Map<string, number>();
  for (const { type } of resources) {
    if (FACTS[type] === undefined) counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  const ranked = [...counts].sort(([, a], [, b]) => b - a);
  const named = ranked.slice(0, NAMED_TYPES).map(([type, count]) => `${count} ${type.replace('aws_', '')}`);
  const rest = ranked.slice(NAMED_TYPES).reduce((sum, [, count]) => sum + count, 0);
  return [...facts, ...named, ...(rest === 0 ? [] : [`${rest} more`])].join(', ');
}

/** Every assertion with its verdict, the detail of each that failed, and the totals as the last line. */
export function verdict({
  assertions,
  leftOut,
  failure,
}: Pick<DrillOutcome, 'assertions' | 'leftOut' | 'failure'>): string {
  const failed = assertions.filter(({ ok }) => !ok);
  const passed = assertions.length - failed.length;
  // What broke a step outright is a failure too, though no assertion saw it.
  const broken = failure !== undefined && failed.length === 0 ? 1 : 0;
  return [
    ...(assertions.length > 0 ? ['Assertions:', ''] : []),
    ...assertions.map(({ ok, title }) => `  ${ok ? 'holds' : 'FAILS'}  ${title}`),
    ...(leftOut.length > 0 ? ['', 'Not drilled:', ''] : []),
    ...leftOut.map(({ name, reason }) => `  ${name}: ${reason}`),
    ...(failure === undefined ? [] : ['', failure.message]),
    '',
    `${passed} passed, ${failed.length + broken} failed`,
  ].join('\n');
}
