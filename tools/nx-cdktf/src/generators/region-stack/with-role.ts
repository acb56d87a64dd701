import ts from 'typescript';

/** The source with every `role: '<from>'` of an object turned into `role: '<to>'`, and nothing else touched. */
export function withRole(source: string, from: string, to: string): string {
  const file = ts.createSourceFile('stack.ts', source, ts.ScriptTarget.ES2022, true);
  const spots: ts.StringLiteral[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAssignment(node) && node.name.getText(file) === 'role') {
      const { initializer } = node;
      if (ts.isStringLiteral(initializer) && initializer.text === from) spots.push(initializer);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  // From the end, so that the positions of those before stay true.
  return spots
    .reverse()
    .reduce(
      (text, spot) => `${text.slice(0, spot.getStart(file))}'${to}'${text.slice(spot.getEnd())}`,
      source,
    );
}
