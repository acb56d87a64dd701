import { ConfigurationError } from './errors';
import { findingsOf } from './findings';
import type { Role } from './roles';
import { environmentSchema, type Environment, type EnvironmentInput, type RegionTopology } from './schema';

/** Where a configuration was written, for what is said of it. */
export interface ConfigurationSource {
  /** The files it was read from, as messages show them: what it extends first, its own last. */
  readonly files: readonly string[];
  /** Where a field stands, such as `environments/dev.yaml:7:11`; `undefined` if it was not written. */
  locate(path: readonly PropertyKey[]): string | undefined;
}

/**
 * Validates a configuration and fills in its defaults. Pure. All that is wrong with it is said at once.
 *
 * @param source where it was written
 * @throws ConfigurationError naming every field that cannot be used, what is allowed there, and where to fix it
 */
export function parseEnvironment(
  input: EnvironmentInput | Readonly<Record<string, unknown>>,
  source?: ConfigurationSource,
): Environment {
  const { environment, findings } = findingsOf(environmentSchema, input);
  if (environment !== undefined) return environment;
  const lines = findings.map(({ path, message }) => {
    const place = source?.locate(path);
    return `\n    ${path.join('.') || 'environment'}${place === undefined ? '' : ` (${place})`} ${message}`;
  });
  const [own] = source?.files.slice(-1) ?? [];
  throw new ConfigurationError({
    problem: `Environment '${String(input['suffix' as keyof typeof input])}' cannot be used:${lines.join('')}`,
    fix:
      own === undefined
        ? 'change these values, or choose another environment.'
        : `edit ${filesToEdit(source)}.`,
  });
}

const filesToEdit = (source: ConfigurationSource | undefined): string => {
  const files = source?.files ?? [];
  const [own = '', ...bases] = [...files].reverse();
  return bases.length === 0 ? own : `${own}, or what it extends (${bases.join(', ')})`;
};

/** The side of the pair that a role stands for. */
export function topologyOf(environment: Environment, role: Role): RegionTopology {
  return environment[role];
}

/** Whether the environment may be destroyed whole, data included. */
export function isEphemeral(environment: Pick<Environment, 'deletionPolicy'>): boolean {
  return environment.deletionPolicy === 'ephemeral';
}
