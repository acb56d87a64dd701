import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { context, type BuildContext, type Plugin } from 'esbuild';
import { applyMutant, readSource, type Mutant, type Patch } from '../mutants/mutant';

/** Where the controller's source stands, from the workspace's root. */
export const CONTROLLER_SOURCE = join('libs', 'failover-controller', 'src');

/** Bundles of the worker with the controller as it is, and with one guard broken at a time. What they share is read once. */
export class Bundler {
  private readonly replaced: { patch: Patch | undefined } = { patch: undefined };
  private last: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly building: BuildContext<{ write: false }>,
    private readonly source: ReadonlyMap<string, string>,
    private readonly folder: string,
    replaced: { patch: Patch | undefined },
  ) {
    this.replaced = replaced;
  }

  static async open(workspaceRoot: string, folder: string): Promise<Bundler> {
    const replaced: { patch: Patch | undefined } = { patch: undefined };
    const building = await context({
      entryPoints: [join(workspaceRoot, 'tools', 'failover-simulation', 'src', 'runner', 'worker.ts')],
      absWorkingDir: workspaceRoot,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node20',
      tsconfig: join(workspaceRoot, 'tsconfig.base.json'),
      logLevel: 'silent',
      write: false,
      plugins: [replacing(replaced)],
    });
    return new Bundler(building, readSource(join(workspaceRoot, CONTROLLER_SOURCE)), folder, replaced);
  }

  /**
   * Bundles the worker with the controller as it is, or with one guard broken.
   *
   * @returns the file of the bundle
   * @throws StaleMutantError if the mutant's patch does not fit the source
   */
  bundle(mutant?: Mutant): Promise<string> {
    const patch = mutant && applyMutant(mutant, this.source);
    const outfile = join(this.folder, `${mutant?.name.replaceAll(/\W+/g, '-') ?? 'controller'}.cjs`);
    // One at a time: what is replaced is said beside the build.
    const built = this.last.then(async () => {
      this.replaced.patch = patch;
      const { outputFiles } = await this.building.rebuild();
      await writeFile(outfile, outputFiles[0]?.contents ?? '');
      return outfile;
    });
    this.last = built.catch(() => undefined);
    return built;
  }

  async close(): Promise<void> {
    await this.last;
    await this.building.dispose();
  }
}

const replacing = (replaced: { readonly patch: Patch | undefined }): Plugin => ({
  name: 'mutant',
  setup({ onLoad }) {
    onLoad({ filter: /failover-controller\/src\/.*\.ts$/ }, ({ path }) => {
      const { patch } = replaced;
      if (patch === undefined || !path.endsWith(`failover-controller/src/${patch.file}`)) return undefined;
      return { contents: patch.contents, loader: 'ts' };
    });
  },
});
