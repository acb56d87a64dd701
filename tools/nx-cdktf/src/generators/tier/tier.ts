import { join } from 'node:path';
import { ROLES, UserError } from '@healthcare-dr/topology';
import { generateFiles, names, OverwriteStrategy, type Tree } from '@nx/devkit';
import { addOwner, writeCodeOwners } from '../codeowners';
import regionStack from '../region-stack/region-stack';
import { assertTierName, KEBAB_CASE, libraryOf } from '../tier-name';
import { addPathAlias } from '../tsconfig-paths';

/** Options of the `tier` generator. */
export interface TierOptions {
  /** The tier's name, in kebab-case. */
  readonly name: string;
  /** The team that owns it, without the organization, which `repository.yaml` names. */
  readonly owner: string;
}

const TEMPLATES = join(__dirname, 'templates');

/**
 * Makes a tier: library, contract, path aliases, owners, and the stacks of both Regions. The tier is complete and empty: it
 * synthesizes, and holds no resource until somebody writes one.
 *
 * What exists is left as it is, so that it can be run again; a library that exists is left alone as a whole.
 *
 * @throws UserError if the name or the owner cannot be used
 */
export default function tier(tree: Tree, { name, owner }: TierOptions): void {
  assertTierName(tree, name);
  assertOwner(owner);
  const library = libraryOf(name);
  const { className, propertyName } = names(name);
  const words = { name, owner, className, propertyName };
  for (const [part, folder] of [
    ['library', library],
    ['contract', `${library}/contract`],
  ] as const) {
    if (tree.exists(`${folder}/project.json`)) continue;
    generateFiles(tree, join(TEMPLATES, part), folder, words, {
      overwriteStrategy: OverwriteStrategy.KeepExisting,
    });
  }
  addPathAlias(tree, `@healthcare-dr/${name}`, `${library}/src/index.ts`);
  addPathAlias(tree, `@healthcare-dr/${name}/contract`, `${library}/contract/index.ts`);
  for (const role of ROLES) regionStack(tree, { tier: name, role });
  addOwner(tree, name, owner);
  writeCodeOwners(tree);
}

function assertOwner(owner: string): void {
  if (KEBAB_CASE.test(owner)) return;
  throw new UserError({
    problem: `'${owner}' cannot be the name of a team.`,
    allowed: 'kebab-case, without the organization',
    fix: 'such as --owner data-platform.',
  });
}
