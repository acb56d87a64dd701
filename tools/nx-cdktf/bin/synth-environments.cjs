/**
 * Synthesizes one environment after the other in one process and prints what each cost, in milliseconds. Run with the
 * workspace and a folder to write to.
 */
'use strict';
const { join } = require('node:path');
const { freshBundle } = require('../src/synth/bundle.cjs');
const { loadWithCodeCache } = require('../src/synth/code-cache.cjs');

const [, , workspaceRoot = '', folder = '', count = '1'] = process.argv;
const write = process.stdout.write.bind(process.stdout);

async function main() {
  const bundle = loadWithCodeCache(await freshBundle(workspaceRoot));
  process.stdout.write = () => true;
  const times = [];
  for (let number = 1; number <= Number(count); number += 1) {
    process.env['ENVIRONMENT_SUFFIX'] = `pr${number}`;
    const startedMs = performance.now();
    const exitCode = bundle.exports.main(workspaceRoot, ['--outdir', join(folder, `pr${number}`)], {});
    times.push(performance.now() - startedMs);
    if (exitCode !== 0) process.exit(exitCode);
  }
  write(`${JSON.stringify(times)}\n`);
}

void main();
