/**
 * Asks once for each process whether a Python with moto can be had: a spec file has modules of its own, this one its worker has loaded for
 * all of them.
 */
'use strict';
const { spawnSync } = require('node:child_process');
const { join } = require('node:path');

/** @type {string | undefined} */
let refusal;

/** @returns {string} why there is none, or nothing */
function motoRefusal() {
  refusal ??= spawnSync(
    process.execPath,
    [join(__dirname, '..', '..', '..', 'run.cjs'), join(__dirname, 'find-moto.ts')],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
  ).stdout;
  return refusal;
}

module.exports = { motoRefusal };
