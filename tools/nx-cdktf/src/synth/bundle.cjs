'use strict';
const { createHash } = require('node:crypto');
const {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} = require('node:fs');
const { join, relative } = require('node:path');
const { cdktfFastPath } = require('./cdktf-fast-path.cjs');
// By its path: plain Node knows nothing of the aliases in tsconfig.base.json.
// eslint-disable-next-line @nx/enforce-module-boundaries
const { findStacks } = require('../../../../libs/platform/src/find-stacks.cjs');

/** The sources of the stacks do not compile; the message is esbuild's own. */
class BundleError extends Error {
  /** @param {string} message */
  constructor(message) {
    super(message);
    this.name = 'BundleError';
  }
}

/** What changes the bundle without being in it. */
const FAST_PATH = require.resolve('./cdktf-fast-path.cjs');

/** npm's own record of what is installed: it changes with every installed package. */
const INSTALLED = join('node_modules', '.package-lock.json');

/**
 * The path of a synthesizer bundle that is as new as all it was built from; builds it if there is none.
 *
 * A source counts by its time and size, the installed packages by npm's record of them. The bundle loads a stack only
 * when it is asked for.
 *
 * @param {string} workspaceRoot
 * @returns {Promise<string>} absolute path of a CommonJS file that exports `main(workspaceRoot, args, functions)`
 * @throws {BundleError} if a source does not compile
 */
async function freshBundle(workspaceRoot) {
  const folder = join(workspaceRoot, 'node_modules', '.cache', 'nx-cdktf');
  const recordFile = join(folder, 'record.json');
  const names = findStacks(workspaceRoot).map(({ name }) => name);
  const record = readRecord(recordFile);
  if (record !== undefined && existsSync(record.bundle) && isFresh(workspaceRoot, names, record))
    return record.bundle;

  const { code, inputs } = await build(workspaceRoot);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  // Named by content: V8 tells sources apart by their length alone, and a code cache must never meet another bundle.
  const bundle = join(folder, `${createHash('sha256').update(code).digest('hex').slice(0, 16)}.cjs`);
  replace(bundle, code);
  replace(
    recordFile,
    JSON.stringify({ bundle, names, inputs: inputs.map((file) => [file, stamp(join(workspaceRoot, file))]) }),
  );
  return bundle;
}

/**
 * @typedef {object} BundleRecord
 * @property {string} bundle
 * @property {string[]} names of the stacks it holds
 * @property {[string, string][]} inputs each file it was built from, and that file's stamp
 */

/**
 * @param {string} file
 * @returns {BundleRecord | undefined}
 */
function readRecord(file) {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * @param {string} workspaceRoot
 * @param {string[]} names
 * @param {BundleRecord} record
 */
function isFresh(workspaceRoot, names, record) {
  return (
    record.names.join() === names.join() &&
    record.inputs.every(([file, was]) => stamp(join(workspaceRoot, file)) === was)
  );
}

/**
 * @param {string} file
 * @returns {string} its time and size, or `absent`
 */
function stamp(file) {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat === undefined ? 'absent' : `${stat.mtimeMs}:${stat.size}`;
}

/**
 * Puts a file in place whole, by a rename.
 *
 * @param {string} file
 * @param {string | Uint8Array} content
 */
function replace(file, content) {
  const staged = `${file}.${process.pid}`;
  writeFileSync(staged, content);
  renameSync(staged, file);
}

/**
 * Bundles the synthesizer.
 *
 * @param {string} workspaceRoot
 * @param {{ alias?: Record<string, string>, fast?: boolean }} [options] other packages in the place of some, as an npm alias puts them, and
 *   whether cdktf is bundled without what no output depends on (default: it is)
 * @returns {Promise<{ code: string, inputs: string[] }>} the bundle, and the files it depends on relative to the workspace
 * @throws {BundleError} if a source does not compile
 */
async function build(workspaceRoot, { alias = {}, fast = true } = {}) {
  const esbuild = require('esbuild');
  const registry = findStacks(workspaceRoot)
    .map(({ name, file }) => `  ${JSON.stringify(name)}: () => require(${JSON.stringify(file)}).default,`)
    .join('\n');
  const entry = [
    `const { main } = require(${JSON.stringify(join(__dirname, 'cli.ts'))});`,
    `const registry = {\n${registry}\n};`,
    'exports.main = (workspaceRoot, args, functions) => main(registry, workspaceRoot, args, functions);',
  ].join('\n');
  try {
    const { outputFiles, metafile } = await esbuild.build({
      stdin: { contents: entry, resolveDir: workspaceRoot, sourcefile: 'synth-entry.cjs' },
      absWorkingDir: workspaceRoot,
      tsconfig: join(workspaceRoot, 'tsconfig.base.json'),
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node20',
      minifyWhitespace: true,
      alias,
      plugins: fast ? [cdktfFastPath] : [],
      metafile: true,
      write: false,
      logLevel: 'silent',
    });
    const sources = Object.keys(metafile.inputs).filter(
      (file) => !file.startsWith('node_modules') && file !== 'synth-entry.cjs',
    );
    return {
      code: outputFiles[0]?.text ?? '',
      inputs: [
        ...sources,
        INSTALLED,
        'tsconfig.base.json',
        relative(workspaceRoot, __filename),
        relative(workspaceRoot, FAST_PATH),
      ],
    };
  } catch (error) {
    throw await formatFailure(esbuild, error);
  }
}

/**
 * @param {typeof import('esbuild')} esbuild
 * @param {unknown} error
 * @returns {Promise<unknown>} what esbuild says of sources that do not compile, in its own words; any other error as it is
 */
async function formatFailure(esbuild, error) {
  if (!(error instanceof Error) || !('errors' in error)) return error;
  const messages = /** @type {import('esbuild').BuildFailure} */ (error).errors;
  const formatted = await esbuild.formatMessages(messages, { kind: 'error' });
  return new BundleError(formatted.join('\n').trim());
}

module.exports = {
  BundleError,
  INSTALLED,
  bundleSynthesizer: build,
  formatFailure,
  freshBundle,
  readRecord,
  replace,
  stamp,
};
