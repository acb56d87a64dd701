import { parseEnvironment } from '../environment';
import type { Environment } from '../schema';
import { environmentSuffixes, type EnvironmentsFolder } from './folder';
import { layersOf, PULL_REQUEST_BASE, type FileOrigin, type Origin } from './layers';
import { mergeLayers } from './merge';

/** An environment, and where its values come from. */
export interface ResolvedEnvironment {
  readonly environment: Environment;
  /** The files it was read from: what it extends first, its own last. */
  readonly files: readonly FileOrigin[];
  /** Who gave a value; `undefined`: nobody, it is the default. */
  originOf(path: readonly PropertyKey[]): Origin | undefined;
}

/**
 * The environment of this suffix, validated: its file over what it extends.
 *
 * @throws ConfigurationError if there is none, or if its configuration cannot be deployed
 */
export function loadEnvironment(suffix: string, folder: EnvironmentsFolder): Environment {
  return resolveEnvironment(suffix, folder).environment;
}

/**
 * The same as {@link loadEnvironment}, and where each value comes from.
 *
 * @throws ConfigurationError if there is none, or if its configuration cannot be deployed
 */
export function resolveEnvironment(suffix: string, folder: EnvironmentsFolder): ResolvedEnvironment {
  const layers = layersOf(folder, suffix);
  const { values, originOf } = mergeLayers(layers);
  const locate = (path: readonly PropertyKey[]): string | undefined => {
    const origin = originOf(path) ?? originBelow(path, originOf, values);
    if (origin?.kind !== 'file') return undefined;
    const position = origin.positionOf(path);
    return position === undefined ? origin.file : `${origin.file}:${position.line}:${position.column}`;
  };
  const files = filesOf(layers);
  return {
    environment: parseEnvironment(values, { files: files.map(({ file }) => file), locate }),
    files,
    originOf,
  };
}

/**
 * The files that an environment is read from, absolute: what it extends first, its own last.
 *
 * @throws ConfigurationError if one of them does not exist or cannot be read
 */
export function environmentFiles(suffix: string, folder: EnvironmentsFolder): string[] {
  return filesOf(layersOf(folder, suffix)).map(({ path }) => path);
}

/** An environment that has a file, or the reason why it cannot be used. */
export type ExistingEnvironment =
  | { readonly suffix: string; readonly environment: Environment; readonly error?: undefined }
  | { readonly suffix: string; readonly environment?: undefined; readonly error: unknown };

/** Every environment that has a file, whether or not it can be used, and the first of `pr<number>` if these can be made. */
export function existingEnvironments(folder: EnvironmentsFolder): ExistingEnvironment[] {
  const existing = environmentSuffixes(folder).map((suffix) => attempt(suffix, folder));
  const base = existing.find(({ suffix }) => suffix === PULL_REQUEST_BASE);
  if (base?.environment === undefined || existing.some(({ suffix }) => suffix === 'pr1')) return existing;
  return [...existing, attempt('pr1', folder)];
}

function attempt(suffix: string, folder: EnvironmentsFolder): ExistingEnvironment {
  try {
    return { suffix, environment: loadEnvironment(suffix, folder) };
  } catch (error) {
    return { suffix, error };
  }
}

const filesOf = (layers: readonly { readonly origin: Origin }[]): FileOrigin[] =>
  layers.flatMap(({ origin }) => (origin.kind === 'file' ? [origin] : []));

/** Who gave the first value below a map, for what is said of the map as a whole. */
function originBelow(
  path: readonly PropertyKey[],
  originOf: (path: readonly PropertyKey[]) => Origin | undefined,
  values: unknown,
): Origin | undefined {
  let value = values;
  for (const segment of path) value = (value as Record<PropertyKey, unknown> | undefined)?.[segment];
  if (typeof value !== 'object' || value === null) return undefined;
  for (const key of Object.keys(value)) {
    const below = [...path, key];
    const origin = originOf(below) ?? originBelow(below, originOf, values);
    if (origin !== undefined) return origin;
  }
  return undefined;
}
