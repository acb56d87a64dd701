/**
 * Runs drctl from a bundle that is kept, and made anew when a source has changed: it starts in a third of the time that compiling it takes.
 */
'use strict';
const { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } = require('node:fs');
const { dirname, join } = require('node:path');
const { Script } = require('node:vm');
const { bundle, ROOT } = require('./bundle.cjs');

const CACHE = join(ROOT, 'node_modules', '.cache', 'drctl');
const MAIN = join(ROOT, 'tools', 'drctl', 'src', 'main.ts');
/** Beside the sources: what the packages in it hang on, and how it is made. */
const ALSO = ['package-lock.json', 'tsconfig.base.json', 'tools/drctl/bin/bundle.cjs'];

/** What a file is known by without reading it. @param {string} file */
function stampOf(file) {
  const stat = statSync(join(ROOT, file), { throwIfNoEntry: false });
  return stat === undefined ? 'gone' : `${stat.mtimeMs} ${stat.size}`;
}

/** The bundle in the cache, made first if it is stale. */
function current() {
  const code = join(CACHE, `drctl-${process.version}.cjs`);
  const stamps = `${code}.json`;
  if (existsSync(code) && existsSync(stamps)) {
    /** @type {Record<string, string>} */
    const known = JSON.parse(readFileSync(stamps, 'utf8'));
    if (Object.entries(known).every(([file, stamp]) => stampOf(file) === stamp)) return code;
  }
  mkdirSync(CACHE, { recursive: true });
  // Two that start at once each write their own, and the last one stays.
  const fresh = `${code}.${process.pid}`;
  const files = [...bundle(fresh), ...ALSO];
  writeFileSync(
    `${fresh}.json`,
    JSON.stringify(Object.fromEntries(files.map((file) => [file, stampOf(file)]))),
  );
  renameSync(fresh, code);
  renameSync(`${fresh}.json`, stamps);
  return code;
}

/** Runs a file as if it were the main module in the sources, with what V8 had compiled of it before. @param {string} code */
function run(code) {
  const compiled = `${code}.v8`;
  const source = `(function (exports, require, module, __filename, __dirname) {${readFileSync(code, 'utf8')}\n})`;
  const cachedData = existsSync(compiled) ? readFileSync(compiled) : undefined;
  const script = new Script(source, { filename: code, ...(cachedData === undefined ? {} : { cachedData }) });
  const rejected = cachedData !== undefined && script.cachedDataRejected === true;
  process.argv[1] = MAIN;
  const module = { exports: {} };
  script.runInThisContext()(module.exports, require, module, MAIN, dirname(MAIN));
  if (cachedData !== undefined && !rejected) return;
  const fresh = `${compiled}.${process.pid}`;
  writeFileSync(fresh, script.createCachedData());
  renameSync(fresh, compiled);
}

run(current());
