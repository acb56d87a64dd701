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
  const entry = `${JSON.stringify(alias)}: [${JSON.stringify(`./${file}`)}]`;
  const next = aliases.find(({ name }) => name > alias);
  const last = aliases[aliases.length - 1];
  if (last === undefined) throw notFound();
  const indent = text.slice(text.lastIndexOf('\n', last.start) + 1, last.start);
  tree.write(
    FILE,
    next === undefined
      ? `${text.slice(0, last.end)},\n${indent}${entry}${text.slice(last.end)}`
      : `${text.slice(0, next.start)}${entry},\n${indent}${text.slice(next.start)}`,
  );
}

interface Alias {
  readonly name: string;
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
