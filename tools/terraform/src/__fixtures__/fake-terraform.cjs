#!/usr/bin/env node
/**
 * Stands in for Terraform: notes each call in FAKE_LOG, answers `version` with FAKE_VERSION and `validate` with FAKE_VALIDATION,
 * writes the plan it is told to save, and fails the command that FAKE_FAILS names.
 */
'use strict';
const { appendFileSync, writeFileSync } = require('node:fs');

const [, , command = '', ...args] = process.argv;
const {
  FAKE_LOG: log,
  FAKE_VERSION: version = '1.11.4',
  FAKE_VALIDATION: validation,
  FAKE_FAILS: fails,
} = process.env;
if (log !== undefined && command !== 'version') {
  appendFileSync(log, `${JSON.stringify({ command, args, cwd: process.cwd() })}\n`);
}
if (command === fails) {
  process.stderr.write('Error: it did not work\n');
  process.exit(1);
}
if (command === 'version') {
  process.stdout.write(
    args.includes('-json')
      ? JSON.stringify({ terraform_version: version })
      : `${process.env['FAKE_NAME'] ?? 'Terraform'} v${version}\n`,
  );
}
if (command === 'validate') process.stdout.write(validation ?? '{"valid": true, "diagnostics": []}');
const out = args.find((arg) => arg.startsWith('-out='));
if (out !== undefined) writeFileSync(out.slice('-out='.length), 'a plan');
process.exit(command === 'plan' ? Number(process.env['FAKE_PLAN_EXIT'] ?? '2') : 0);
