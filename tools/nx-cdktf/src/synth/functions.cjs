'use strict';
const { existsSync, mkdirSync, readdirSync, readFileSync } = require('node:fs');
const { join, relative } = require('node:path');
const { BundleError, INSTALLED, formatFailure, readRecord, replace, stamp } = require('./bundle.cjs');

/** A tier that has a function names the source of its handler here: `{ "handler": "libs/<lib>/src/….ts" }`, from the workspace's root. */
const DECLARATION = 'function.json';

/** ESM, because only its imports can be shaken; some packages inside are CommonJS and ask for `require`. */
const BANNER = "import{createRequire}from'node:module';const require=createRequire(import.meta.url);";

/**
 * Lambda hands over credentials in the environment, and the functions of this workspace take them from there. The SDK's clients
 * import the whole chain nevertheless: a fifth of the bundle.
 *
 * @type {import('esbuild').Plugin}
 */
const noCredentialChain = {
  name: 'no-credential-chain',
  setup(build) {
    build.onResolve({ filter: /^@aws-sdk\/credential-provider-node$/ }, ({ path }) => ({
      path,
      namespace: 'no-credential-chain',
    }));
    build.onLoad({ filter: /.*/, namespace: 'no-credential-chain' }, () => ({
      contents: [
        'export const defaultProvider = () => async () => {',
        "  throw Object.assign(new Error('A client of this function was given no credentials.'), {",
        "    name: 'CredentialsProviderError',",
        '  });',
        '};',
      ].join('\n'),
    }));
  },
};

/**
 * The SDK's clients read their version out of their package.json, which brings all of it along.
 *
 * @type {import('esbuild').Plugin}
 */
const versionsOnly = {
  name: 'versions-only',
  setup(build) {
    build.onLoad({ filter: /[\\/]@(?:aws-sdk|smithy)[\\/][^\\/]+[\\/]package\.json$/ }, ({ path }) => {
      const { name, version } = JSON.parse(readFileSync(path, 'utf8'));
      return { contents: JSON.stringify({ name, version }), loader: 'json' };
    });
  },
};

/** An error of a service as a client's schemas define and register it: its traits, its members, and the class that is made of it. */
const ERROR =
  /export var (\w+)\$ = \[-3, n0, \w+,\n {4}(\{.*\}|0),\n {4}\[([^\]]*)\],\n {4}\[[^\]]*\]\n\];\nn0_registry\.registerError\(\1\$, \1\);\n/g;
/** The code by which it is told on the wire, its fault, and the status: what says no more of an error than its name does. */
const PLAIN_TRAITS = /^(?:0|\{ (?:\[_aQE\]: \[`(\w+)`, \d+\]|\[_e\]: \w+|\[_hE\]: \d+|, )* \})$/;
const MESSAGE_ALONE = /^(?:_m|_M)?$/;

/**
 * The SDK's clients bring a class and a schema of every error that their service knows, a quarter of the bundle. An error of which no class is
 * registered is thrown as the service's own exception, with the same name and message: nobody here asks for more. What has more members than
 * a message, or another name on the wire, stays.
 *
 * @type {import('esbuild').Plugin}
 */
const errorsByName = {
  name: 'errors-by-name',
  setup(build) {
    build.onLoad(
      { filter: /[\\/]@aws-sdk[\\/]client-[^\\/]+[\\/]dist-es[\\/]schemas[\\/]schemas_0\.js$/ },
      ({ path }) => ({
        contents: readFileSync(path, 'utf8').replace(ERROR, (error, name, traits, members) => {
          const [isPlain, code = name] = PLAIN_TRAITS.exec(traits) ?? [];
          return isPlain && code === name && MESSAGE_ALONE.test(members) ? '' : error;
        }),
      }),
    );
  },
};

/**
 * The zip file of the function of each tier that has one (`libs/<tier>/function.json` names its handler), as new as all it was built from.
 * The same sources give the same bytes, on every machine and at any time.
 *
 * @param {string} workspaceRoot
 * @returns {Promise<Readonly<Record<string, string>>>} the absolute path of the zip file, by tier
 * @throws {BundleError} if a source does not compile
 */
async function freshFunctions(workspaceRoot) {
  /** @type {Record<string, string>} */
  const files = {};
  for (const [tier, handler] of findFunctions(workspaceRoot))
    files[tier] = await freshFunction(workspaceRoot, tier, handler);
  return files;
}

/**
 * @param {string} workspaceRoot
 * @returns {[tier: string, handler: string][]} sorted by tier; the handler's source is relative to the workspace
 * @throws {BundleError} if a declaration names no source
 */
function findFunctions(workspaceRoot) {
  const libs = join(workspaceRoot, 'libs');
  if (!existsSync(libs)) return [];
  return readdirSync(libs)
    .filter((tier) => existsSync(join(libs, tier, DECLARATION)))
    .sort()
    .map((tier) => [tier, handlerOf(workspaceRoot, join('libs', tier, DECLARATION))]);
}

/**
 * @param {string} workspaceRoot
 * @param {string} declaration relative to the workspace
 */
function handlerOf(workspaceRoot, declaration) {
  const { handler } = JSON.parse(readFileSync(join(workspaceRoot, declaration), 'utf8'));
  if (typeof handler === 'string' && existsSync(join(workspaceRoot, handler))) return handler;
  throw new BundleError(
    `${declaration} names the handler ${JSON.stringify(handler)}, which is no file of this workspace.\n` +
      '  Allowed: {"handler": "libs/<lib>/src/<file>.ts"}, from the workspace\'s root\n' +
      `  Fix:     correct it in ${declaration}.`,
  );
}

/**
 * @param {string} workspaceRoot
 * @param {string} tier
 * @param {string} handler
 */
async function freshFunction(workspaceRoot, tier, handler) {
  const folder = join(workspaceRoot, 'node_modules', '.cache', 'nx-cdktf-functions', tier);
  const recordFile = join(folder, 'record.json');
  const zipFile = join(folder, 'function.zip');
  const record = readRecord(recordFile);
  const fresh =
    record !== undefined &&
    existsSync(zipFile) &&
    record.inputs.every(([file, was]) => stamp(join(workspaceRoot, file)) === was);
  if (fresh) return zipFile;
  const { files, inputs } = await bundleFunction(workspaceRoot, handler);
  mkdirSync(folder, { recursive: true });
  replace(zipFile, zip(files));
  replace(
    recordFile,
    JSON.stringify({
      inputs: [...inputs, join('libs', tier, DECLARATION)].map((file) => [
        file,
        stamp(join(workspaceRoot, file)),
      ]),
    }),
  );
  return zipFile;
}

/**
 * Bundles a function for Lambda: `handler.mjs`, and beside it what it imports only at need.
 *
 * @param {string} workspaceRoot
 * @param {string} entry relative to the workspace
 * @param {readonly import('esbuild').Plugin[]} [plugins] more of esbuild's plugins
 * @returns {Promise<{ files: Readonly<Record<string, Uint8Array>>, inputs: string[] }>}
 * @throws {BundleError} if a source does not compile
 */
async function bundleFunction(workspaceRoot, entry, plugins = []) {
  const esbuild = require('esbuild');
  try {
    const { outputFiles, metafile } = await esbuild.build({
      entryPoints: [{ in: join(workspaceRoot, entry), out: 'handler' }],
      absWorkingDir: workspaceRoot,
      tsconfig: join(workspaceRoot, 'tsconfig.base.json'),
      bundle: true,
      splitting: true,
      platform: 'node',
      format: 'esm',
      target: 'node22',
      mainFields: ['module', 'main'],
      minify: true,
      legalComments: 'none',
      banner: { js: BANNER },
      outdir: 'out',
      outExtension: { '.js': '.mjs' },
      plugins: [noCredentialChain, versionsOnly, errorsByName, ...plugins],
      metafile: true,
      write: false,
      logLevel: 'silent',
    });
    const out = join(workspaceRoot, 'out');
    const sources = Object.keys(metafile.inputs).filter((file) => existsSync(join(workspaceRoot, file)));
    return {
      files: Object.fromEntries(outputFiles.map(({ path, contents }) => [relative(out, path), contents])),
      inputs: [
        ...sources.filter((file) => !file.startsWith('node_modules')),
        INSTALLED,
        'tsconfig.base.json',
        relative(workspaceRoot, __filename),
      ],
    };
  } catch (error) {
    throw await formatFailure(esbuild, error);
  }
}

/** The earliest a zip file can say. Its parts are local time, so that it is the same in every time zone. */
const NO_TIME = new Date(1980, 0, 1);

/** Readable by all: Lambda runs the code as a user of its own. The upper half is the mode, as Unix writes it. */
const READABLE = (0o100644 << 16) >>> 0;

/**
 * @param {Readonly<Record<string, Uint8Array>>} files
 * @returns {Uint8Array} a zip file without a trace of when and where it was made
 */
function zip(files) {
  const { zipSync } = require('fflate');
  const entries = Object.keys(files)
    .sort()
    .map((name) => [name, [files[name], { level: 9, mtime: NO_TIME, os: 3, attrs: READABLE }]]);
  return zipSync(Object.fromEntries(entries));
}

/** An import that is followed when a module loads, as esbuild writes it minified; `import(` is one at need. */
const STATIC_IMPORT = /(?:from|import)"\.\/([^"]+)"/g;

/**
 * @param {Readonly<Record<string, Uint8Array>>} files
 * @returns {number} the bytes that a cold start loads: of `handler.mjs` and of what it imports, but not of what it imports at need
 */
function loadedBytes(files) {
  /** @type {Set<string>} */
  const loaded = new Set();
  const visit = (/** @type {string} */ name) => {
    const content = files[name];
    if (content === undefined || loaded.has(name)) return;
    loaded.add(name);
    for (const [, imported] of Buffer.from(content).toString().matchAll(STATIC_IMPORT)) visit(imported ?? '');
  };
  visit('handler.mjs');
  return [...loaded].reduce((sum, name) => sum + (files[name]?.length ?? 0), 0);
}

module.exports = { BundleError, bundleFunction, freshFunctions, loadedBytes, zip };
