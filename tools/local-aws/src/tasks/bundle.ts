import { build } from 'esbuild';

/**
 * Bundles a service, as its image has it: one file that needs Node.js alone.
 *
 * @param entry - absolute path of its main module
 * @param outfile - absolute path of the file that is made
 */
export async function bundleService(entry: string, outfile: string): Promise<void> {
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    logLevel: 'silent',
    // An optional, native driver of pg, which nobody asks for.
    external: ['pg-native'],
  });
}
