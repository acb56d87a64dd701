import { serviceNames } from '@healthcare-dr/topology';
import type { Origin, ResolvedEnvironment } from '@healthcare-dr/topology/loading';

/** Where a value comes from. */
export type DescribedOrigin =
  | { readonly kind: 'default' }
  | { readonly kind: 'derived'; readonly rule: string }
  | { readonly kind: 'file'; readonly file: string; readonly line?: number; readonly inherited: boolean };

/** One value of an environment, and where it comes from. */
export interface DescribedValue {
  /** The names of the fields that lead to it; elements of lists by their number. */
  readonly path: readonly string[];
  readonly value: unknown;
  readonly origin: DescribedOrigin;
}

/** An environment as it is resolved. */
export interface DescribedEnvironment {
  readonly environment: string;
  /** The files it is read from: what it extends first, its own last. */
  readonly files: readonly string[];
  readonly values: readonly DescribedValue[];
}

/** Every value of an environment, and the names that follow from them. Pure. */
export function describeEnvironment({
  environment,
  files,
  originOf,
}: ResolvedEnvironment): DescribedEnvironment {
  const describe = (path: readonly string[], value: unknown): DescribedValue => {
    return { path, value, origin: described(originOf(path), path, environment.suffix) };
  };
  const { service, regional } = serviceNames(environment);
  const derived = Object.entries({ service, ...regional }).map(([name, value]): DescribedValue => ({
    path: ['names', name],
    value,
    origin: { kind: 'derived', rule: 'dns, Regions' },
  }));
  return {
    environment: environment.suffix,
    files: files.map(({ file }) => file),
    values: [...leavesOf(environment).map(([path, value]) => describe(path, value)), ...derived],
  };
}

function described(origin: Origin | undefined, path: readonly string[], suffix: string): DescribedOrigin {
  if (origin === undefined) return { kind: 'default' };
  if (origin.kind === 'derived') return { kind: 'derived', rule: origin.rule };
  const line = origin.positionOf(path)?.line;
  return {
    kind: 'file',
    file: origin.file,
    ...(line === undefined ? {} : { line }),
    inherited: origin.suffix !== suffix,
  };
}

function leavesOf(value: unknown, path: readonly string[] = []): [string[], unknown][] {
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0)
    return [[[...path], value]];
  return Object.entries(value).flatMap(([key, element]) => leavesOf(element, [...path, key]));
}
