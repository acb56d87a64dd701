#!/usr/bin/env node
/**
 * Runs the synthesizer. Plain JavaScript, because it is to start in the time `node` itself takes: it makes sure that the
 * bundle and the functions' code are as new as their sources, and hands over.
 */
'use strict';
const { join } = require('node:path');
const { BundleError, freshBundle } = require('../src/synth/bundle.cjs');
const { loadWithCodeCache } = require('../src/synth/code-cache.cjs');
const { freshFunctions } = require('../src/synth/functions.cjs');

const workspaceRoot = join(__dirname, '..', '..', '..');
Promise.all([freshBundle(workspaceRoot), freshFunctions(workspaceRoot)]).then(
  ([file, functions]) => {
    const bundle = loadWithCodeCache(file);
    process.exitCode = bundle.exports.main(workspaceRoot, process.argv.slice(2), functions);
    bundle.saveCache();
  },
  (error) => {
    if (!(error instanceof BundleError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  },
);
