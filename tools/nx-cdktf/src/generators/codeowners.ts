import type { Tree } from '@nx/devkit';

const FILE = '.github/CODEOWNERS';
const HEADER = `# Who is asked to review a change. The last line that matches a file counts:
# https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
`;

/**
 * Names the owner of what matches a pattern, in the pattern's place in the alphabet; a pattern that has an owner keeps it.
 * The file is created if there is none.
 *
 * @param owner - the team, without the organisation
 */
export function addCodeOwner(tree: Tree, pattern: string, owner: string): void {
  const lines = (tree.read(FILE, 'utf8') ?? HEADER).trimEnd().split('\n');
  if (lines.some((line) => patternOf(line) === pattern)) return;
  const next = lines.findIndex((line) => (patternOf(line) ?? '') > pattern);
  lines.splice(next === -1 ? lines.length : next, 0, `${pattern} @healthcare-dr/${owner}`);
  tree.write(FILE, `${lines.join('\n')}\n`);
}

function patternOf(line: string): string | undefined {
  return line.startsWith('#') ? undefined : line.split(/\s+/)[0];
}
