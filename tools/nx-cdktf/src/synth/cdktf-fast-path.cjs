'use strict';
const { readFileSync } = require('node:fs');
const { join, sep } = require('node:path');

/**
 * Whether cdktf's resolver would hand a value back as it is: nothing, a boolean, or a string with no marker of a token (all of them begin
 * with a brace) and nothing that could be the encoding of a number token. Most attributes of most resources are not set.
 */
const IS_PLAIN = `const isPlain = (x) => x === undefined || x === null || typeof x === "boolean" || (typeof x === "string" && !x.includes("{") && !/[-|\\d.+]e[-|\\d.eE+]/.test(x));`;

/** The releases whose source the pieces below are of: of cdktf the last one, and of CDK Terrain, which continues it. */
const REVIEWED = /** @type {Readonly<Record<string, string>>} */ ({ cdktf: '0.21.0', cdktn: '0.24.0' });

/**
 * Where cdktf spends time on what no output depends on, and what stands there instead. Each is an exact piece of its
 * source: if a piece is not found, the build fails and says so, rather than quietly being slow or wrong. `of` names the package that
 * alone has the piece.
 *
 * @type {{ file: string, of?: string, replacements: [from: string, to: string][] }[]}
 */
const PATCHES = [
  {
    // Every token and every attribute that is read takes an unlimited stack trace, shown only when a token cannot be resolved.
    file: 'tokens/private/stack-trace.js',
    replacements: [['function captureStackTrace(below) {', 'function captureStackTrace(below) { return [];']],
  },
  {
    // Each string is searched with four regular expressions, and each value gets two closures and a path that only errors show.
    file: 'tokens/private/resolve.js',
    replacements: [
      [
        'function resolve(obj, options) {',
        `${IS_PLAIN}\nfunction resolve(obj, options) { if (isPlain(obj)) return obj;`,
      ],
      [
        'const pathName = "/" + prefix.join("/");',
        'const pathName = { toString: () => "/" + prefix.join("/") };',
      ],
      [
        '.map((x, i) => makeContext(`${i}`)[0].resolve(x))',
        '.map((x, i) => isPlain(x) ? x : resolve(x, { ...options, prefix: prefix.concat([`${i}`]) }))',
      ],
      [
        'const resolvedKey = makeContext()[0].resolve(key);',
        'const resolvedKey = isPlain(key) ? key : makeContext()[0].resolve(key);',
      ],
      [
        'const value = makeContext(key)[0].resolve(obj[key]);',
        'const value = isPlain(obj[key]) ? obj[key] : resolve(obj[key], { ...options, prefix: prefix.concat([key]) });',
      ],
    ],
  },
  {
    // Each element is resolved before the others for references between stacks, and all of them once more when they are merged.
    file: 'terraform-stack.js',
    replacements: [
      ['terraformElements(this).forEach((e) => (0, _tokens_1.resolve)(this, e.toTerraform(), true));', ''],
      [
        'return (0, _tokens_1.resolve)(this, tf);',
        'return Object.keys(this.rawOverrides).length > 0 ? (0, _tokens_1.resolve)(this, tf) : tf;',
      ],
    ],
  },
  {
    // What is left out above would make an output and a remote state of a reference between stacks. It is refused instead.
    file: 'tfExpression.js',
    replacements: [
      [
        'if (context.preparing) {',
        `if (this.originStack && this.originStack !== resolutionStack) throw new Error(\`\${stackName} refers to \${this.originStack.node.id}: stacks speak through contracts.\`);
        if (context.preparing) {`,
      ],
    ],
  },
  {
    // Loaded by every program, used by those that zip an asset.
    file: 'private/fs.js',
    of: 'cdktf',
    replacements: [
      ['const archiver = require("archiver");', ''],
      ['archive = archiver("zip",', 'archive = require("archiver")("zip",'],
    ],
  },
];

/**
 * An esbuild plugin that bundles cdktf without the work that no output depends on. A spec compares the output with stock
 * cdktf's, byte by byte.
 *
 * @type {import('esbuild').Plugin}
 */
const cdktfFastPath = {
  name: 'cdktf-fast-path',
  setup(build) {
    const files = PATCHES.map(({ file }) =>
      file.replace(/[./]/g, (c) => (c === '/' ? '[\\\\/]' : '\\.')),
    ).join('|');
    build.onLoad({ filter: new RegExp(`[\\\\/]cdkt[fn][\\\\/]lib[\\\\/](${files})$`) }, ({ path }) => {
      const { name, version } = packageOf(path);
      if (REVIEWED[name] !== version) return failure(`${name} ${version} was not reviewed`);
      const patch = PATCHES.find(({ file }) => path.endsWith(file.replaceAll('/', sep)));
      let contents = readFileSync(path, 'utf8');
      if (patch?.of !== undefined && patch.of !== name) return { contents, loader: 'js' };
      for (const [from, to] of patch?.replacements ?? []) {
        if (contents.split(from).length !== 2) {
          return failure(`'${from}' does not stand once in ${path}`);
        }
        contents = contents.replace(from, () => to);
      }
      return { contents, loader: 'js' };
    });
  },
};

/**
 * The package that a file of its `lib` is of. An npm alias keeps the folder's name and brings another package.
 *
 * @param {string} path
 * @returns {{ name: string, version: string }}
 */
function packageOf(path) {
  const root = path.slice(0, path.lastIndexOf(`${sep}lib${sep}`));
  return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
}

/** @param {string} what */
const failure = (what) => ({
  errors: [{ text: `cdktf has changed: ${what}. Review the fast path of the synthesizer.` }],
});

module.exports = { cdktfFastPath };
