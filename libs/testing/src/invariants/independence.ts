import { everyString, type JsonObject } from '../json';
import type { SynthesizedStack } from '../synthesized-stack';
import type { Place } from './declared';

/** Every place where a dr stack names the primary Region, be it a provider, an ARN or a zone. */
export function primaryRegionMentions({ json, environment }: SynthesizedStack): Place[] {
  const { region } = environment.primary;
  return [...everyString(json)]
    .filter(({ text }) => text.includes(region))
    .map(({ path, text }) => ({
      path,
      found: `${path.join('.')} names ${region}: ${text.slice(0, 160)}`,
    }));
}

/** Providers, state and control planes that a dr stack needs outside the dr Region. */
export function dependenceProblems(stack: SynthesizedStack): string[] {
  const { region } = stack.environment.dr;
  const strays = stack
    .providers()
    .filter((provider) => provider['region'] !== region)
    .map(
      (provider) => `${stack.name}: a provider stands in ${String(provider['region'])}, not in ${region}.`,
    );
  return [...strays, ...controlPlaneProblems(stack), ...stateProblems(stack, stack.backend, region)];
}

/** Route 53 is changed, and even listed, by a control plane in us-east-1: the primary Region of some pairs. */
const controlPlaneProblems = ({ name, allResources, allDataSources }: SynthesizedStack) =>
  [...allResources, ...allDataSources]
    .filter(({ type }) => type.startsWith('aws_route53'))
    .map(
      ({ address }) =>
        `${name}: ${address} needs Route 53's control plane, which stands in us-east-1; make it in the primary stack.`,
    );

const stateProblems = ({ name }: SynthesizedStack, backend: JsonObject, region: string) =>
  backend['region'] === region && String(backend['bucket']).includes(region)
    ? []
    : [
        `${name}: its state is in ${String(backend['region'])}, bucket ${String(backend['bucket'])}, not in ${region}.`,
      ];
