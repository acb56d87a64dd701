'use strict';
const { readdirSync, readFileSync, existsSync } = require('node:fs');
const { join, resolve } = require('node:path');

/** The workspace, as this file stands in it. */
const ROOT = resolve(__dirname, '..', '..', '..');
const MAIN = join(ROOT, 'tools', 'drctl', 'src', 'main.ts');

// The pinned SDK runs on Node 20; that later versions will not is for whoever moves the pin.
const QUIET = "process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';";

/**
 * Bundles drctl into one file that needs Node alone.
 *
 * @param {string} outfile
 * @param {string} [banner] what stands before it
 * @returns {string[]} the files that it was made from, relative to the workspace, but for those of packages
 */
function bundle(outfile, banner = '') {
  const { metafile } = require('esbuild').buildSync({
    entryPoints: [MAIN],
    absWorkingDir: ROOT,
    tsconfig: join(ROOT, 'tsconfig.base.json'),
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    // The SDK's modules instead of its one file a client: of 5 MB, what no command asks for is left out.
    mainFields: ['module', 'main'],
    minify: true,
    keepNames: true,
    // What is loaded late is in the file, too.
    supported: { 'dynamic-import': false },
    metafile: true,
    logLevel: 'error',
    banner: { js: `${banner}${QUIET}` },
  });
  return Object.keys(metafile.inputs).filter((file) => !file.startsWith('node_modules/'));
}

/**
 * What a bundle outside the workspace reads instead of its files: the environments, and which of them is chosen where none is named.
 *
 * @param {NodeJS.ProcessEnv} variables `ENVIRONMENTS_DIR` as everywhere
 */
function embedded(variables) {
  const folder = resolve(ROOT, variables['ENVIRONMENTS_DIR'] || 'environments');
  const environments = Object.fromEntries(
    readdirSync(folder)
      .filter((name) => name.endsWith('.yaml'))
      .map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  );
  const context = join(ROOT, 'cdktf.json');
  const choice = existsSync(context) ? JSON.parse(readFileSync(context, 'utf8')).context : {};
  return `globalThis.DRCTL_EMBEDDED = ${JSON.stringify({ environments, context: choice ?? {} })};`;
}

module.exports = { bundle, embedded, ROOT };
