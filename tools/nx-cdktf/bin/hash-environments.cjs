#!/usr/bin/env node
/**
 * Prints a hash over every file of the chosen folder of environments: an input of what depends on all of them, and of stacks whose
 * environment lies outside the repository, where Nx sees no files. Plain JavaScript, because Nx runs it before it runs anything.
 */
'use strict';
const { createHash } = require('node:crypto');
const { existsSync, readdirSync, readFileSync } = require('node:fs');
const { join, resolve } = require('node:path');

const workspaceRoot = join(__dirname, '..', '..', '..');
const folder = resolve(workspaceRoot, process.env['ENVIRONMENTS_DIR'] || 'environments');
const hash = createHash('sha256');
const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.yaml')) : [];
for (const name of names.sort()) {
  const content = readFileSync(join(folder, name));
  hash.update(`${name}\0${content.length}\0`).update(content);
}
process.stdout.write(`${hash.digest('hex')}\n`);
