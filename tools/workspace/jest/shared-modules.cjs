'use strict';
const { createHash } = require('node:crypto');

/**
 * Packages that each jest worker loads once, outside of the realm of any spec file. Jest gives each spec file a module registry of its
 * own, and evaluating cdktf's 380 modules anew in each of them cost more than running the specs.
 *
 * A package belongs here if it is large, keeps no state that a spec can see, and no spec mocks it. Its objects are of another realm:
 * `instanceof TypeError` is false of what it throws, `instanceof` of its own classes is true.
 */
const SHARED_PACKAGES = ['cdktf', 'constructs', '@cdktf/provider-aws', 'ip-num', 'typescript', 'zod'];

/** Where the environment puts the function that loads a module outside of the spec's realm. */
const LOAD = 'healthcare-dr.load-shared-module';

const names = SHARED_PACKAGES.join('|');

/**
 * A jest transform: instead of a shared package's module, a line that takes what the worker has loaded.
 *
 * @type {import('@jest/transform').SyncTransformer}
 */
const transformer = {
  process: (_source, file) => ({
    code: `module.exports = globalThis[Symbol.for(${JSON.stringify(LOAD)})](${JSON.stringify(file)});`,
  }),
  getCacheKey: (_source, file) => createHash('sha256').update(`${LOAD}:${file}`).digest('hex').slice(0, 32),
};

module.exports = {
  ...transformer,
  LOAD,
  /** Matches the path of each module of a shared package, and of what a fixture does once for a worker. */
  SHARED: `/node_modules/(?:${names})/.*\\.c?js$|\\.once\\.cjs$`,
  /** Matches the path of each module that is loaded as it is. */
  UNTOUCHED: `/node_modules/(?!(?:${names})/)`,
};
