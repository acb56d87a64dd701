'use strict';
const { TestEnvironment } = require('jest-environment-node');
const { LOAD } = require('./shared-modules.cjs');

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
 * Node's environment, with the packages that all spec files of a worker share, and without the stack traces of cdktf's tokens: nothing
 * shows them but an error of a token that cannot be resolved, and with source maps they took half of the time of a spec that
 * synthesizes.
 *
 * `@jest-environment-options {"stackTraces": true}` in a spec's first comment leaves cdktf as it is.
 */
module.exports = class extends TestEnvironment {
  /**
   * @param {import('@jest/environment').JestEnvironmentConfig} config
   * @param {import('@jest/environment').EnvironmentContext} context
   */
  constructor(config, context) {
    super(config, context);
    const { stackTraces = false } = config.projectConfig.testEnvironmentOptions;
    setStackTraces(stackTraces === true);
    Object.assign(this.global, { [Symbol.for(LOAD)]: require });
  }
};
