'use strict';
const { existsSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { dirname } = require('node:path');
const { Script } = require('node:vm');

/**
 * Loads a CommonJS bundle with V8's code cache beside it, so that a second start compiles nothing. V8 itself rejects a
 * cache that was made from other source or by another version of node; it is then made anew.
 *
 * @param {string} file absolute path of the bundle
 * @returns {{ exports: any, saveCache: () => void }} call `saveCache` after the work is done: V8 then caches the functions that ran
 */
function loadWithCodeCache(file) {
  const source = readFileSync(file, 'utf8');
  const cacheFile = `${file}.${process.version}.v8`;
  const cachedData = existsSync(cacheFile) ? readFileSync(cacheFile) : undefined;
  const script = new Script(`(function (exports, require, module, __filename, __dirname) {${source}\n})`, {
    filename: file,
    cachedData,
  });
  const module = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(file), module, file, dirname(file));
  return {
    exports: module.exports,
    saveCache() {
      if (cachedData !== undefined && script.cachedDataRejected === false) return;
      const staged = `${cacheFile}.${process.pid}`;
      writeFileSync(staged, script.createCachedData());
      renameSync(staged, cacheFile);
    },
  };
}

module.exports = { loadWithCodeCache };
