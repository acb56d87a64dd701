import { blocksOf, type Json, type SynthesizedStack } from '@healthcare-dr/testing';
import { IDENTITIES } from './identities';

/** What of a version an environment that stands must keep, or be told about. */
export interface Footprint {
  /** The identity of each resource that must not be replaced, by `<stack> <address>`. */
  readonly stateful: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  /** The names that people, dashboards and other tools know: `alarm …`, `namespace …`, `metric …`, `parameter …`. */
  readonly names: readonly string[];
}

/** What stands of a version, by its synthesized stacks. */
export function footprintOf(stacks: readonly Pick<SynthesizedStack, 'name' | 'allResources'>[]): Footprint {
  const stateful: Record<string, Record<string, Json>> = {};
  const names = new Set<string>();
  for (const { name: stack, allResources } of stacks) {
    for (const { address, type, attributes } of allResources) {
      const identity = IDENTITIES[type];
      if (identity !== undefined)
        stateful[`${stack} ${address}`] = Object.fromEntries(
          identity.flatMap((key) => (attributes[key] === undefined ? [] : [[key, attributes[key]]])),
        );
      for (const name of namesOf(type, attributes)) names.add(name);
    }
  }
  return { stateful, names: [...names].sort() };
}

function namesOf(type: string, attributes: Readonly<Record<string, Json | undefined>>): string[] {
  const named = (kind: string, value: Json | undefined) =>
    typeof value === 'string' ? [`${kind} ${value}`] : [];
  switch (type) {
    case 'aws_cloudwatch_composite_alarm':
      return named('alarm', attributes['alarm_name']);
    case 'aws_cloudwatch_metric_alarm':
      return [
        ...named('alarm', attributes['alarm_name']),
        ...named('namespace', attributes['namespace']),
        ...named('metric', attributes['metric_name']),
      ];
    case 'aws_cloudwatch_log_metric_filter':
      return blocksOf(attributes['metric_transformation']).flatMap(({ name, namespace }) => [
        ...named('namespace', namespace),
        ...named('metric', name),
      ]);
    case 'aws_ssm_parameter':
      return named('parameter', attributes['name']);
    default:
      return [];
  }
}

/** What an upgrade would replace or destroy: each resource of the former version that is not the same any more. */
export function replacedBetween(former: Footprint, next: Footprint): string[] {
  return Object.entries(former.stateful).flatMap(([resource, identity]) => {
    const now = next.stateful[resource];
    if (now === undefined) return [`${resource} is gone: it would be destroyed`];
    const keys = new Set([...Object.keys(identity), ...Object.keys(now)]);
    return [...keys]
      .filter((key) => JSON.stringify(identity[key]) !== JSON.stringify(now[key]))
      .map(
        (key) =>
          `${resource} would be replaced: ${key} was ${JSON.stringify(identity[key]) ?? 'absent'} and is ${JSON.stringify(now[key]) ?? 'absent'}`,
      );
  });
}

/** The names of the former version that nothing has any more. */
export function goneBetween(former: Footprint, next: Footprint): string[] {
  return former.names.filter((name) => !next.names.includes(name));
}
