/** `npm run drctl:bundle`: drctl in one file, for the laptop of whoever is on call. */
'use strict';
const { chmodSync, mkdirSync, statSync } = require('node:fs');
const { dirname, resolve } = require('node:path');
const { parseArgs } = require('node:util');
const { bundle, embedded } = require('./bundle.cjs');

const USAGE = 'npm run drctl:bundle -- [--out <file>] [--help]';
const DEFAULT_OUT = 'dist/drctl.cjs';

function parse() {
  try {
    return parseArgs({ options: { out: { type: 'string' }, help: { type: 'boolean' } } }).values;
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n  Allowed: ${USAGE}`);
    process.exit(2);
  }
}

const { out = DEFAULT_OUT, help } = parse();
if (help === true) {
  console.log(
    `${USAGE}\n  --out <file>  where it is written; default: ${DEFAULT_OUT}\n\nThe file holds the environments as they are now, and needs Node alone.`,
  );
} else {
  const file = resolve(out);
  mkdirSync(dirname(file), { recursive: true });
  bundle(file, `#!/usr/bin/env node\n${embedded(process.env)}`);
  chmodSync(file, 0o755);
  console.log(`wrote ${out} (${(statSync(file).size / 1e6).toFixed(1)} MB): node ${out} status`);
}
