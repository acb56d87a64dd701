import { existsSync, readFileSync } from 'node:fs';
import { ConfigurationError } from '../errors';
import { environmentSuffixes, fileOf, type EnvironmentsFolder } from './folder';
import type { Layer } from './merge';
import { parseYaml, type Position, type Tree } from './yaml-file';

/** The environment that every `pr<number>` extends. */
export const PULL_REQUEST_BASE = 'dev';

const PULL_REQUEST = /^pr[1-9]\d*$/;

/** What a file may be called: the shape of a suffix, whatever its length. */
const SUFFIX = /^[a-z][a-z0-9]*$/;

/** Who gave a value. */
export type Origin = FileOrigin | DerivedOrigin;

/** A file gave the value. */
export interface FileOrigin {
  readonly kind: 'file';
  /** The environment whose file it is. */
  readonly suffix: string;
  /** The file as messages show it. */
  readonly file: string;
  /** Absolute. */
  readonly path: string;
  positionOf(path: readonly PropertyKey[]): Position | undefined;
}

/** A rule of this project gave the value. */
export interface DerivedOrigin {
  readonly kind: 'derived';
  /** What it follows from. */
  readonly rule: string;
}

/**
 * What an environment is made of: the file it extends, what that one extends, and so on, the lowest first; then its own.
 *
 * @throws ConfigurationError if one of them does not exist, cannot be read, names another suffix than its file, or extends
 * itself in the end
 */
export function layersOf(folder: EnvironmentsFolder, suffix: string): Layer<Origin>[] {
  return layersBelow(folder, suffix, []);
}

function layersBelow(folder: EnvironmentsFolder, suffix: string, above: readonly string[]): Layer<Origin>[] {
  if (above.includes(suffix)) throw cycle(folder, [...above, suffix]);
  const file = SUFFIX.test(suffix) ? fileOf(folder, suffix) : undefined;
  const found = file !== undefined && existsSync(file.path);
  const isPullRequest = PULL_REQUEST.test(suffix);
  if (!found && !isPullRequest) throw missing(folder, suffix, above);
  const own = found ? readLayer(file, suffix) : undefined;
  const base = own?.base ?? (isPullRequest ? PULL_REQUEST_BASE : undefined);
  return [
    ...(base === undefined ? [] : layersBelow(folder, base, [...above, suffix])),
    ...(isPullRequest ? [pullRequestLayer(suffix)] : []),
    ...(own === undefined ? [] : [own.layer]),
  ];
}

function readLayer(
  { path, label }: { path: string; label: string },
  suffix: string,
): { layer: Layer<Origin>; base: string | undefined } {
  const { values, positionOf } = parseYaml(readFileSync(path, 'utf8'), label);
  const { extends: base, ...given } = values;
  // What names the schema is for editors.
  const fields = Object.fromEntries(Object.entries(given).filter(([field]) => field !== '$schema'));
  const at = (field: string) => {
    const position = positionOf([field]);
    return position === undefined ? label : `${label}:${position.line}:${position.column}`;
  };
  if (fields['suffix'] !== suffix) {
    throw new ConfigurationError({
      problem: `${at('suffix')} ${'suffix' in fields ? `is of suffix '${String(fields['suffix'])}'` : 'gives no suffix'}, and the file is called ${suffix}.yaml.`,
      allowed: `suffix: ${suffix}`,
      fix: 'correct the field, or rename the file; every resource name ends in the suffix.',
    });
  }
  if (base !== undefined && typeof base !== 'string') {
    throw new ConfigurationError({
      problem: `${at('extends')} is of type ${Array.isArray(base) ? 'list' : typeof base}.`,
      allowed: 'extends: <suffix>, the suffix of one other environment, as text',
      fix: `correct ${label}.`,
    });
  }
  return {
    layer: { values: fields, origin: { kind: 'file', suffix, file: label, path, positionOf } },
    base,
  };
}

/** What an environment of a pull request has for itself beside the suffix: names in the zone, and no trails and query logs. */
function pullRequestLayer(suffix: string): Layer<Origin> {
  const values: Tree = {
    suffix,
    trail: {
      enabled: false,
      optOutReason:
        'The account is shared with dev, whose trails record it; CloudTrail has room for five in a Region, and each environment takes two.',
    },
    dns: {
      recordLabel: `app-${suffix}`,
      queryLogging: {
        enabled: false,
        optOutReason:
          'A zone has one query logging configuration, and the zone is shared with dev, which logs it.',
      },
    },
  };
  return { values, origin: { kind: 'derived', rule: 'pr<number>' } };
}

/** The environments that can be chosen, in words. */
export function knownEnvironments(folder: EnvironmentsFolder): string {
  const suffixes = environmentSuffixes(folder);
  if (!suffixes.includes(PULL_REQUEST_BASE))
    return suffixes.join(', ') || `none, ${folder.label} has no file`;
  return `${suffixes.join(', ')}, or pr<number> such as pr42`;
}

function missing(folder: EnvironmentsFolder, suffix: string, above: readonly string[]): ConfigurationError {
  const [child] = above.slice(-1);
  const isBase = child !== undefined;
  const why = !isBase ? '' : `, which '${child}' extends`;
  const isDefault = suffix === PULL_REQUEST_BASE;
  const file = fileOf(folder, SUFFIX.test(suffix) ? suffix : '<suffix>').label;
  return new ConfigurationError({
    problem:
      `There is no environment '${suffix}'${why}.` +
      (isDefault ? ' It is the default of cdktf.json, and what every pr<number> extends.' : ''),
    allowed: knownEnvironments(folder),
    fix: isBase
      ? `add ${file}, or let '${child}' extend another one.`
      : `choose one of these with ENVIRONMENT_SUFFIX, or add ${file}.`,
  });
}

function cycle(folder: EnvironmentsFolder, chain: readonly string[]): ConfigurationError {
  const [first = ''] = chain.slice(-1);
  return new ConfigurationError({
    problem: `Environment '${first}' extends itself: ${chain.slice(chain.indexOf(first)).join(' → ')}.`,
    allowed: 'a chain of extends that ends',
    fix: `remove extends from one of these files in ${folder.label}.`,
  });
}
