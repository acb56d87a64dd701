import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isObject, SynthesizedStack, type Json, type JsonObject } from '@healthcare-dr/testing';
import type { Role } from '@healthcare-dr/topology';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { compare } from 'semver';

/** The environment that a release is frozen with: the fixture in which everything is protected. */
export const FROZEN = fixtureEnvironment('prod');

/** A stack as a release made it. */
export interface ReleasedStack {
  /** `<role>-<tier>`. */
  readonly name: string;
  readonly role: Role;
  /** The stacks that were deployed before it. */
  readonly dependsOn: readonly string[];
  /** What Terraform read, without CDKTF's metadata. The code of a function, which it names as a file beside it, is not kept. */
  readonly configuration: JsonObject;
}

/** All that a release made of the frozen environment. */
export interface Release {
  /** Such as `0.1.0`. */
  readonly version: string;
  readonly stacks: readonly ReleasedStack[];
}

/** Where the releases are written down, a file each. */
export const RELEASES = join(__dirname, 'released');

/** The file of a release. */
export const releaseFile = (version: string): string => join(RELEASES, `${version}.json`);

/** Every release that was written down, the oldest first. */
export const readReleases = (): Release[] =>
  readdirSync(RELEASES)
    .map((file) => file.replace(/\.json$/, ''))
    .sort(compare)
    .map((version) => ({
      version,
      ...(JSON.parse(readFileSync(releaseFile(version), 'utf8')) as Pick<Release, 'stacks'>),
    }));

/** The release that environments stand at before this version. */
export function newestRelease(): Release {
  const newest = readReleases().at(-1);
  if (newest === undefined) throw new Error(`There is no release in ${RELEASES}.`);
  return newest;
}

/** A stack of this version, from what the synthesizer wrote of it. */
export function releasedStack({
  name,
  role,
  dependsOn,
  file,
}: Pick<ReleasedStack, 'name' | 'role' | 'dependsOn'> & { readonly file: string }): ReleasedStack {
  const configuration = withoutMetadata(JSON.parse(readFileSync(file, 'utf8')) as JsonObject) as JsonObject;
  return { name, role, dependsOn, configuration };
}

/** A line for each stack: a release is written once, and read by programs. */
export const formatRelease = ({ stacks }: Pick<Release, 'stacks'>): string =>
  `{"stacks":[\n${stacks.map((stack) => JSON.stringify(stack)).join(',\n')}\n]}\n`;

/** The same as what specs read of a stack that they synthesize. */
export const synthesizedAs = ({ name, role, configuration }: ReleasedStack): SynthesizedStack =>
  new SynthesizedStack({
    name,
    role,
    tier: name.slice(role.length + 1),
    environment: FROZEN,
    text: JSON.stringify(configuration),
  });

function withoutMetadata(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(withoutMetadata);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) =>
      key === '//' || inner === undefined ? [] : [[key, withoutMetadata(inner)]],
    ),
  );
}
