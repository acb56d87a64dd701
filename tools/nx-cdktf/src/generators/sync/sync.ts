import '../../module-resolution';
import type { Tree } from '@nx/devkit';
import { writeCodeOwners } from '../codeowners';
import { addPathAlias, removeDeadAliases } from '../tsconfig-paths';

/** What Nx shows when something is out of sync. */
interface SyncResult {
  readonly outOfSyncMessage: string;
}

const SCOPE = '@healthcare-dr';

/**
 * Brings what follows from other files up to date: CODEOWNERS from `repository.yaml`, and the path aliases of tsconfig.base.json from the
 * projects. A project with an `index.ts` gets an alias named after its folder, aliases that lead nowhere go, and every other one stays.
 *
 * @throws UserError if `repository.yaml` cannot be used
 */
export default function sync(tree: Tree): SyncResult {
  writeCodeOwners(tree);
  removeDeadAliases(tree);
  for (const root of projectRoots(tree)) {
    const index = [`${root}/src/index.ts`, `${root}/index.ts`].find((file) => tree.exists(file));
    if (index !== undefined) addPathAlias(tree, `${SCOPE}/${root.slice(root.indexOf('/') + 1)}`, index);
  }
  return {
    outOfSyncMessage: 'CODEOWNERS or the path aliases do not follow from repository.yaml and the projects.',
  };
}

/** The folders below libs and tools that are projects, at most two deep: `libs/kms`, `libs/kms/contract`, `tools/aws-models/iam`. */
function projectRoots(tree: Tree): string[] {
  const below = (folder: string) =>
    tree.exists(folder)
      ? tree
          .children(folder)
          .flatMap((name) => (tree.isFile(`${folder}/${name}`) ? [] : [`${folder}/${name}`]))
      : [];
  return ['libs', 'tools']
    .flatMap(below)
    .flatMap((folder) => [folder, ...below(folder)])
    .filter((folder) => tree.exists(`${folder}/project.json`));
}
