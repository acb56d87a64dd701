'use strict';
const { join, relative } = require('node:path');
const { TestEnvironment } = require('jest-environment-node');
const { LOAD } = require('./shared-modules.cjs');

// Plain text wherever specs run: CI, and a terminal, would have colours in what they read.
delete process.env['FORCE_COLOR'];
process.env['NO_COLOR'] = '1';

/** The module of cdktf with which every token and every attribute that is read takes an unlimited stack trace. */
const STACK_TRACE = 'cdktf/lib/tokens/private/stack-trace.js';

/** What cdktf itself does, once it was replaced. @type {(() => string[]) | undefined} */
let original;

/**
 * Not while this file loads: jest transforms what an environment's file loads as it transforms specs.
 *
 * @param {boolean} enabled
 */
function setStackTraces(enabled) {
  const cdktf = require(STACK_TRACE);
  original ??= cdktf.captureStackTrace;
  cdktf.captureStackTrace = enabled ? original : () => [];
}

/**
 * Has the files recorded that the spec looks at, if the `test` task that runs it asks for that.
 *
 * @param {string} testPath
 * @returns {((file: string) => void) | undefined} records one more file
 */
function startRecording(testPath) {
  const { RECORD_READS_IN: folder, RECORD_READS_BELOW: below } = process.env;
  if (folder === undefined || below === undefined) return undefined;
  process.env['RECORD_READS_TO'] = join(folder, encodeURIComponent(relative(below, testPath)));
  return require('./recorder.cjs').record;
}

/**
 * Node's environment, with the packages that all spec files of a worker share, and without the stack traces of cdktf's tokens: nothing
 * shows them but an error of a token that cannot be resolved, and with source maps they took half of the time of a spec that
 * synthesizes.
 *
 * `@jest-environment-options {"stackTraces": true}` in a spec's first comment leaves cdktf as it is.
 */
module.exports = class extends TestEnvironment {
  /** @type {((file: string) => void) | undefined} */
  #record;

  /**
   * @param {import('@jest/environment').JestEnvironmentConfig} config
   * @param {import('@jest/environment').EnvironmentContext} context
   */
  constructor(config, context) {
    // First, because a spec has the variables that stand when its environment is made.
    const record = startRecording(context.testPath);
    super(config, context);
    this.#record = record;
    const { stackTraces = false } = config.projectConfig.testEnvironmentOptions;
    setStackTraces(stackTraces === true);
    Object.assign(this.global, { [Symbol.for(LOAD)]: require });
  }

  /** @param {{ readonly name: string }} event */
  handleTestEvent({ name }) {
    if (name !== 'run_finish' || this.#record === undefined) return;
    const loaded = /** @type {() => string[]} */ (
      Reflect.get(this.global, Symbol.for('healthcare-dr.loaded-modules'))
    );
    for (const file of loaded()) this.#record(file);
  }

  /**
   * What jest reads from here on, such as the next spec file, is not read by this one.
   *
   * @override
   */
  async teardown() {
    delete process.env['RECORD_READS_TO'];
    await super.teardown();
  }
};
