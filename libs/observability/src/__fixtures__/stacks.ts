import { computeContract } from '@healthcare-dr/compute/contract';
import { kmsContract } from '@healthcare-dr/kms/contract';
import { defineStack } from '@healthcare-dr/platform';
import { synthesizeStack, type Block, type SynthesizedStack } from '@healthcare-dr/testing';
import type { Environment, Role } from '@healthcare-dr/topology';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { Observability } from '../observability';

/** The environment that specs look at unless they say otherwise. */
export const dev = fixtureEnvironment('dev');

/** The tier of a side, as its stack.ts makes it. */
export function synthesize(role: Role, environment: Environment = dev): SynthesizedStack {
  return synthesizeStack(
    defineStack({
      role,
      tier: 'observability',
      reads: [kmsContract, computeContract],
      build(stack) {
        const { logsKeyArn, notificationsKeyArn } = stack.read(kmsContract);
        new Observability(stack, 'observability', {
          logsKeyArn,
          notificationsKeyArn,
          loadBalancer: stack.read(computeContract),
        });
      },
    }),
    environment,
  );
}

/** The alarm of a stack whose name is `healthcare-<what>-<suffix>`. */
export function alarmOf(stack: SynthesizedStack, what: string): Block['attributes'] {
  const name = `healthcare-${what}-${stack.environment.suffix}`;
  const alarms = [
    ...stack.resources('aws_cloudwatch_metric_alarm'),
    ...stack.resources('aws_cloudwatch_composite_alarm'),
  ];
  const found = alarms.find(({ attributes }) => attributes['alarm_name'] === name);
  if (found === undefined)
    throw new Error(
      `There is no ${name} among ${alarms.map(({ attributes }) => String(attributes['alarm_name'])).join(', ')}.`,
    );
  return found.attributes;
}

/** The names of all alarms of a stack on metrics of its own Region, without project and suffix, in the order of the alphabet. */
export function alarmNames(stack: SynthesizedStack): string[] {
  return stack
    .resources('aws_cloudwatch_metric_alarm')
    .filter(({ attributes }) => attributes['provider'] === undefined)
    .map(({ attributes }) => String(attributes['alarm_name']).replace(/^healthcare-(.*)-[^-]*$/, '$1'))
    .sort();
}
