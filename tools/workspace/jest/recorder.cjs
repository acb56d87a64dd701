'use strict';
/**
 * Records which files of the workspace a process looks at, for `test` tasks to be held to their inputs: a file that a spec reads and its
 * task does not know would leave a red test hidden in the cache. Loaded into each jest worker, and by `--require` into every Node
 * process that a spec starts.
 *
 * `RECORD_READS_TO` names the file that takes the paths, one a line, and `RECORD_READS_BELOW` the folder whose files count.
 */
const fs = require('node:fs');
const promises = require('node:fs/promises');
const { syncBuiltinESMExports } = require('node:module');
const { join, resolve, sep } = require('node:path');
const { fileURLToPath } = require('node:url');

/** What is installed or made is no input. */
const NO_INPUT =
  /(?:^|[\\/])(?:node_modules|dist|cdktf\.out|drill-report|coverage|\.(?:git|nx|cache|terraform|venv|worktrees))(?:[\\/]|$)/;

/** Functions that look at the file or folder that their first argument names. */
const READERS = [
  ...[
    'access',
    'copyFile',
    'cp',
    'createReadStream',
    'lstat',
    'open',
    'opendir',
    'readFile',
    'readdir',
    'stat',
  ],
  ...[
    'accessSync',
    'copyFileSync',
    'cpSync',
    'existsSync',
    'lstatSync',
    'openSync',
    'opendirSync',
    'readFileSync',
  ],
  ...['readdirSync', 'statSync'],
];

const { appendFileSync, readdirSync, statSync } = fs;

/** @type {Set<string>} what was recorded already, with the file it was recorded in */
const recorded = new Set();

/** @param {unknown} argument a path, a URL, or a file descriptor, which was opened by its path */
function record(argument) {
  const to = process.env['RECORD_READS_TO'];
  const below = process.env['RECORD_READS_BELOW'];
  if (to === undefined || below === undefined) return;
  const path = argument instanceof URL ? fileURLToPath(argument) : argument;
  if (typeof path !== 'string') return;
  const file = resolve(path);
  if (!file.startsWith(below + sep) || NO_INPUT.test(file.slice(below.length))) return;
  const key = `${to}\n${file}`;
  if (recorded.has(key)) return;
  recorded.add(key);
  const files = filesOf(file).filter((each) => !NO_INPUT.test(each.slice(below.length)));
  if (files.length > 0) appendFileSync(to, `${files.join('\n')}\n`);
}

/**
 * @param {string} path
 * @returns {string[]} the file itself, the files that lie in a folder, or nothing if there is nothing
 */
function filesOf(path) {
  try {
    return statSync(path).isFile() ? [path] : [];
  } catch {
    // Nothing is there, or what stands on the way to it is a file.
    return [];
  }
}

/**
 * @param {string} folder
 * @param {boolean} recursive
 */
function recordFolder(folder, recursive) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isFile()) record(path);
    else if (recursive && entry.isDirectory() && !NO_INPUT.test(path)) recordFolder(path, recursive);
  }
}

/** @param {Record<string, any>} module */
function watch(module) {
  for (const name of READERS) {
    const original = module[name];
    if (typeof original !== 'function') continue;
    const lists = name.startsWith('readdir') || name.startsWith('opendir') || name.startsWith('cp');
    module[name] = Object.assign(
      /** @type {(this: unknown, ...args: any[]) => unknown} */
      function (path, ...rest) {
        record(path);
        const [options] = rest;
        if (lists && typeof path === 'string' && process.env['RECORD_READS_TO'] !== undefined)
          tryTo(() => recordFolder(path, options?.recursive === true));
        return original.call(this, path, ...rest);
      },
      original,
    );
  }
}

/** @param {() => void} action that fails where the watched function will fail too, and say so */
function tryTo(action) {
  try {
    action();
  } catch {
    // The watched function says what is wrong.
  }
}

if (process.env['RECORD_READS_BELOW'] !== undefined) {
  watch(fs);
  watch(promises);
  syncBuiltinESMExports();
}

module.exports = { record };
