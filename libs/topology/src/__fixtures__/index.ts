import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { folderAt, loadEnvironment } from '../loading';
import type { Environment, EnvironmentInput } from '../schema';
import { FIXTURES_DIRECTORY } from './directory';

export { FIXTURES_DIRECTORY };

/** The fixture of a suffix: `dev`, `prod`, `us`, or any `pr<number>`. */
export function fixtureEnvironment(suffix: string): Environment {
  return loadEnvironment(suffix, folderAt(FIXTURES_DIRECTORY, '.'));
}

/** The development fixture as it is written, before defaults: specs change a field and parse it. */
export const dev = parse(readFileSync(join(FIXTURES_DIRECTORY, 'dev.yaml'), 'utf8')) as EnvironmentInput;

/** The production fixture as it is written. */
export const prod = parse(readFileSync(join(FIXTURES_DIRECTORY, 'prod.yaml'), 'utf8')) as EnvironmentInput;

export { WrittenEnvironments } from './written-environments';
