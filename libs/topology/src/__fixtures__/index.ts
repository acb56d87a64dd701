import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { folderAt, loadEnvironment } from '../loading';
import type { Environment, EnvironmentInput } from '../schema';

/** The environments that specs are written against: frozen, so that what a user writes into theirs turns no spec red. */
export const FIXTURES_DIRECTORY = join(__dirname, 'environments');

/** The fixture of a suffix: `dev`, `prod`, `us`, or any `pr<number>`. */
export function fixtureEnvironment(suffix: string): Environment {
  return loadEnvironment(suffix, folderAt(FIXTURES_DIRECTORY, '.'));
}

/** The development fixture as it is written, before defaults: specs change a field and parse it. */
export const dev = parse(readFileSync(join(FIXTURES_DIRECTORY, 'dev.yaml'), 'utf8')) as EnvironmentInput;

/** The production fixture as it is written. */
export const prod = parse(readFileSync(join(FIXTURES_DIRECTORY, 'prod.yaml'), 'utf8')) as EnvironmentInput;

export { WrittenEnvironments } from './written-environments';
