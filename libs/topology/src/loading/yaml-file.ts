import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
  type Document,
  type Node,
} from 'yaml';
import { ConfigurationError } from '../errors';

/** A value as YAML gives it: text, numbers, booleans, null, lists and maps. */
export type Tree = Readonly<Record<string, unknown>>;

/** Where something stands in a file, counted from one. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A YAML file that was read. */
export interface YamlFile {
  /** The map that it holds. */
  readonly values: Tree;
  /** Where a field stands; `undefined` if it is not in this file. */
  positionOf(path: readonly PropertyKey[]): Position | undefined;
}

/**
 * Reads a map out of YAML 1.2. Anchors, aliases and merge keys (`<<`) may be used.
 *
 * @param text what the file holds
 * @param label the file as messages show it
 * @throws ConfigurationError with file, line and column, for the first thing that is wrong: syntax, a key that stands twice, a
 * second document, a tag that nobody knows, aliases without end, or something else than a map
 */
export function parseYaml(text: string, label: string): YamlFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, merge: true, prettyErrors: false });
  const positionAt = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const fail = (offset: number, problem: string): never => {
    const { line, column } = positionAt(offset);
    throw new ConfigurationError({
      problem: `${label}:${line}:${column} ${problem}`,
      allowed: 'one YAML 1.2 document that is a map, each key once',
      fix: `correct ${label}.`,
    });
  };
  const [finding] = [...document.errors, ...document.warnings];
  if (finding !== undefined) fail(finding.pos[0], problemOf(finding.code, finding.message));
  visit(document, {
    Alias: (_, alias) => {
      if (alias.resolve(document) === undefined)
        fail(startOf(alias) ?? 0, `uses the alias *${alias.source}, which no anchor before it gives.`);
    },
  });
  if (!isMap(document.contents)) {
    fail(0, document.contents === null ? 'is empty.' : 'holds no map of fields.');
  }
  return {
    values: valuesOf(document, fail),
    positionOf: (path) => {
      const offset = offsetOf(document, path);
      return offset === undefined ? undefined : positionAt(offset);
    },
  };
}

function problemOf(code: string, message: string): string {
  if (code === 'MULTIPLE_DOCS') return 'begins a second document.';
  if (code === 'DUPLICATE_KEY') return 'gives a key a second time.';
  return `is no YAML: ${message.replace(/\s+/g, ' ').replace(/\.?$/, '.')}`;
}

function valuesOf(document: Document, fail: (offset: number, problem: string) => never): Tree {
  try {
    return document.toJS({ maxAliasCount: 100 }) as Tree;
  } catch (error) {
    return fail(0, `cannot be read: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

function offsetOf(document: Document, path: readonly PropertyKey[]): number | undefined {
  let node: unknown = document.contents;
  let offset: number | undefined;
  for (const segment of path) {
    if (isAlias(node)) node = node.resolve(document);
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(segment));
      if (pair === undefined) return undefined;
      offset = startOf(pair.key) ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(segment)];
      offset = startOf(node) ?? offset;
    } else {
      return undefined;
    }
  }
  return offset;
}

const startOf = (node: unknown): number | undefined => (node as Node | null | undefined)?.range?.[0];
