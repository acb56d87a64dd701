import { UserError } from '@healthcare-dr/topology';
import type { Tree } from '@nx/devkit';
import ts from 'typescript';

const FILE = 'tsconfig.base.json';

/**
 * Adds a path alias to tsconfig.base.json, in its place in the alphabet, and leaves every other byte as it is. An alias that
 * exists stays, wherever it leads.
 *
 * @throws UserError if the file has no `compilerOptions.paths` to add to
 */
export function addPathAlias(tree: Tree, alias: string, file: string): void {
  const text = tree.read(FILE, 'utf8') ?? '';
  const aliases = pathsIn(text);
  if (aliases.some(({ name }) => name === alias)) return;
  const next = aliases.find(({ name }) => name > alias);
  const last = aliases[aliases.length - 1];
  if (last === undefined) throw notFound();
  const indent = text.slice(text.lastIndexOf('\n', last.start) + 1, last.start);
  const entry = entryOf(alias, file, indent);
  tree.write(
    FILE,
    next === undefined
      ? `${text.slice(0, last.end)},\n${indent}${entry}${text.slice(last.end)}`
      : `${text.slice(0, next.start)}${entry},\n${indent}${text.slice(next.start)}`,
  );
}

/** Takes the aliases out that lead to no file of the tree, and leaves every other byte as it is. */
export function removeDeadAliases(tree: Tree): void {
  const text = tree.read(FILE, 'utf8') ?? '';
  const dead = pathsIn(text).filter(({ file }) => !tree.exists(file));
  if (dead.length === 0) return;
  tree.write(
    FILE,
    dead.reduceRight((rest, { start, end }) => {
      const comma = /^,?/.exec(rest.slice(end))?.[0].length ?? 0;
      const lineStart = rest.lastIndexOf('\n', start);
      // The last of them leaves the comma of the one before.
      const before = comma === 0 ? rest.slice(0, lineStart).replace(/,$/, '') : rest.slice(0, lineStart);
      return before + rest.slice(end + comma);
    }, text),
  );
}

/** As the formatter writes it. */
function entryOf(alias: string, file: string, indent: string): string {
  const [name, path] = [JSON.stringify(alias), JSON.stringify(`./${file}`)];
  const line = `${name}: [${path}]`;
  return indent.length + line.length < PRINT_WIDTH ? line : `${name}: [\n${indent}  ${path}\n${indent}]`;
}

/** That of the formatter, with room for a comma. */
const PRINT_WIDTH = 110;

interface Alias {
  readonly name: string;
  /** Relative to the workspace. */
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

function pathsIn(text: string): Alias[] {
  const source = ts.parseJsonText(FILE, text);
  const root = source.statements[0]?.expression;
  const paths = ['compilerOptions', 'paths'].reduce<ts.Expression | undefined>(
    (node, key) => propertiesOf(node).find(({ name }) => name.getText(source) === `"${key}"`)?.initializer,
    root,
  );
  if (paths === undefined) throw notFound();
  return propertiesOf(paths).map((property) => ({
    name: JSON.parse(property.name.getText(source)) as string,
    file: (JSON.parse(property.initializer.getText(source)) as string[])[0]?.replace(/^\.\//, '') ?? '',
    start: property.getStart(source),
    end: property.getEnd(),
  }));
}

function propertiesOf(node: ts.Expression | undefined): ts.PropertyAssignment[] {
  if (node === undefined || !ts.isObjectLiteralExpression(node)) return [];
  return node.properties.filter(ts.isPropertyAssignment);
}

function notFound(): UserError {
  return new UserError({
    problem: `${FILE} has no path alias yet.`,
    allowed: 'compilerOptions.paths with an entry or more',
    fix: `restore it; every library of the workspace is found through it.`,
  });
}
