import {
  EVERYTHING_ELSE,
  parseRepository,
  REPOSITORY_FILE,
  type Repository,
} from '@healthcare-dr/topology/loading';
import { UserError } from '@healthcare-dr/topology';
import type { Tree } from '@nx/devkit';
import { parseDocument } from 'yaml';

const FILE = '.github/CODEOWNERS';
const HEADER = `# Written by npx nx sync from ${REPOSITORY_FILE}. Who is asked to review a change: the last line that matches a file counts.
# https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
`;

/**
 * Writes the CODEOWNERS file that the owners of `repository.yaml` make. A change of who owns what is the owner of everything else's.
 *
 * @throws UserError if there is no `repository.yaml`, or if it names a folder that is not there
 */
export function writeCodeOwners(tree: Tree): void {
  const { organization, owners } = readRepositoryOf(tree);
  const { [EVERYTHING_ELSE]: everythingElse = '', ...folders } = owners;
  const lines = Object.entries(folders).flatMap(([name, team]) =>
    patternsOf(tree, name).map((pattern) => `${pattern} @${organization}/${team}`),
  );
  const text = `${HEADER}${[`* @${organization}/${everythingElse}`, ...lines.sort()].join('\n')}\n`;
  if (tree.read(FILE, 'utf8') !== text) tree.write(FILE, text);
}

/**
 * Names the owner of a folder in `repository.yaml`; one that has an owner keeps it.
 *
 * @param owner - the team, without the organization
 */
export function addOwner(tree: Tree, folder: string, owner: string): void {
  if (folder in readRepositoryOf(tree).owners) return;
  const document = parseDocument(tree.read(REPOSITORY_FILE, 'utf8') ?? '');
  document.setIn(['owners', folder], owner);
  tree.write(REPOSITORY_FILE, document.toString({ lineWidth: 0 }).replaceAll('"*"', "'*'"));
}

function readRepositoryOf(tree: Tree): Repository {
  const text = tree.read(REPOSITORY_FILE, 'utf8');
  if (text !== null) return parseRepository(text);
  throw new UserError({
    problem: `There is no ${REPOSITORY_FILE}.`,
    allowed: "organization, repository and owners, at least { '*': <team> }",
    fix: 'restore it; owners come from it.',
  });
}

function patternsOf(tree: Tree, name: string): string[] {
  const roles = tree.exists('apps') ? tree.children('apps') : [];
  const patterns = [
    ...(roles.some((role) => tree.exists(`apps/${role}/${name}`)) ? [`/apps/*/${name}/`] : []),
    ...['libs', 'services', 'tools']
      .filter((area) => tree.exists(`${area}/${name}`))
      .map((area) => `/${area}/${name}/`),
  ];
  if (patterns.length > 0) return patterns;
  throw new UserError({
    problem: `${REPOSITORY_FILE} gives '${name}' an owner, and there is no such folder in libs, services, tools or apps/<role>.`,
    allowed: 'folders that are there',
    fix: 'correct the name, or take the line out.',
  });
}
