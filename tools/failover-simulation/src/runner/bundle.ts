import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { applyMutant, readSource, type Mutant, type Patch } from '../mutants/mutant';

/** Where the controller's source stands, from the workspace's root. */
export const CONTROLLER_SOURCE = join('libs', 'failover-controller', 'src');

/**
 * Bundles the worker with the controller as it is, or with one guard broken.
 *
 * @returns the file of the bundle, in `folder`
 * @throws StaleMutantError if the mutant's patch does not fit the source
 */
export async function bundle(workspaceRoot: string, folder: string, mutant?: Mutant): Promise<string> {
  const outfile = join(
    folder,
    `${mutant === undefined ? 'controller' : mutant.name.replaceAll(/\W+/g, '-')}.cjs`,
  );
  const patch = mutant && applyMutant(mutant, readSource(join(workspaceRoot, CONTROLLER_SOURCE)));
  await build({
    entryPoints: [join(workspaceRoot, 'tools', 'failover-simulation', 'src', 'runner', 'worker.ts')],
    absWorkingDir: workspaceRoot,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    tsconfig: join(workspaceRoot, 'tsconfig.base.json'),
    logLevel: 'silent',
    outfile,
    plugins: patch === undefined ? [] : [replacing(patch)],
  });
  return outfile;
}

const replacing = ({ file, contents }: Patch): Plugin => ({
  name: 'mutant',
  setup({ onLoad }) {
    onLoad({ filter: new RegExp(`failover-controller/src/${file.replaceAll('.', '\\.')}$`) }, () => ({
      contents,
      loader: 'ts',
    }));
  },
});
