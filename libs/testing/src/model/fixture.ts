import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import type { Json } from '../json';
import { SynthesizedStack } from '../synthesized-stack';
import { EnvironmentModel } from './model';

/** Blocks by type and id; a type that begins with `data.` is a data source. */
export type Fixture = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;

/** A policy as the JSON string that stands in an attribute. */
export function policy(...statements: Record<string, unknown>[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

/** The stack of a fixture: a primary one of `prod`, with the provider of the dr Region as `aws.dr`. */
export function fixtureStack(fixture: Fixture, name = 'primary-fixture'): SynthesizedStack {
  const environment = fixtureEnvironment('prod');
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
  return new EnvironmentModel(fixtureEnvironment('prod'), stacks);
}
