#!/usr/bin/env node
/**
 * Runs the synthesizer. Plain JavaScript, because it is to start in the time `node` itself takes: it makes sure that the
 * bundle is as new as its sources, and hands over.
 */
'use strict';
const { join } = require('node:path');
const { BundleError, freshBundle } = require('../src/synth/bundle.cjs');
const { loadWithCodeCache } = require('../src/synth/code-cache.cjs');

const workspaceRoot = join(__dirname, '..', '..', '..');
freshBundle(workspaceRoot).then(
  (file) => {
    const bundle = loadWithCodeCache(file);
    process.exitCode = bundle.exports.main(workspaceRoot, process.argv.slice(2));
    bundle.saveCache();
  },
  (error) => {
    if (!(error instanceof BundleError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  },
);
