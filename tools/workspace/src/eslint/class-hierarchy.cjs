/**
 * Which classes are constructs, told from the sources alone: a lint rule that asked the type checker would cost every run of the
 * linter a build of the program.
 */
'use strict';
const { readFileSync } = require('node:fs');
const { join, resolve } = require('node:path');
const ts = require('typescript');

const workspaceRoot = resolve(__dirname, '..', '..', '..', '..');

/** Where constructs come from: every class that these packages have to extend is one. */
const PACKAGES = /^(?:constructs|cdktf|@cdktf\/provider-[^/]+\/lib\/.+)$/;

/** @returns {ts.CompilerOptions} */
function compilerOptions() {
  const file = join(workspaceRoot, 'tsconfig.base.json');
  const { config } = ts.readConfigFile(file, ts.sys.readFile);
  return ts.parseJsonConfigFileContent({ ...config, files: [], include: [] }, ts.sys, workspaceRoot).options;
}

/** @type {ts.CompilerOptions | undefined} */
let options;

/** The file that a module of this workspace is in. @param {string} module @param {string} from */
function fileOf(module, from) {
  options ??= compilerOptions();
  const found = ts.resolveModuleName(module, from, options, ts.sys).resolvedModule;
  return found === undefined || found.isExternalLibraryImport ? undefined : found.resolvedFileName;
}

/** Sources by file: in one run of the linter they do not change. @type {Map<string, Module>} */
const modules = new Map();

/** @param {string} file */
function moduleOf(file) {
  const known = modules.get(file);
  if (known !== undefined) return known;
  const made = new Module(file, readFileSync(file, 'utf8'));
  modules.set(file, made);
  return made;
}

/** What one file says of classes. */
class Module {
  /** Name of each class: the class that it extends. @type {Map<string, string>} */
  #bases = new Map();
  /** Local name of each import or re-export: where it comes from, and its name there. @type {Map<string, { module: string, name: string }>} */
  #imports = new Map();
  /** Modules of which everything is exported again. @type {string[]} */
  #barrels = [];

  /** @param {string} file @param {string} text */
  constructor(file, text) {
    this.file = file;
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, false, ts.ScriptKind.TS);
    ts.forEachChild(source, (node) => this.#read(node));
  }

  /** @param {ts.Node} node */
  #read(node) {
    if (ts.isClassDeclaration(node) || ts.isClassExpression(node)) {
      const base = node.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)?.types[0]
        ?.expression;
      if (node.name !== undefined && base !== undefined && ts.isIdentifier(base)) {
        this.#bases.set(node.name.text, base.text);
      }
    } else if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
      const bindings = node.importClause?.namedBindings;
      if (bindings === undefined || !ts.isNamedImports(bindings)) return;
      for (const { name, propertyName } of bindings.elements) {
        this.#imports.set(name.text, {
          module: node.moduleSpecifier.text,
          name: (propertyName ?? name).text,
        });
      }
    } else if (
      ts.isExportDeclaration(node) &&
      node.moduleSpecifier &&
      ts.isStringLiteral(node.moduleSpecifier)
    ) {
      const module = node.moduleSpecifier.text;
      if (node.exportClause === undefined) this.#barrels.push(module);
      else if (ts.isNamedExports(node.exportClause)) {
        for (const { name, propertyName } of node.exportClause.elements) {
          this.#imports.set(name.text, { module, name: (propertyName ?? name).text });
        }
      }
    }
    if (!ts.isImportDeclaration(node) && !ts.isExportDeclaration(node)) {
      ts.forEachChild(node, (child) => this.#read(child));
    }
  }

  /**
   * Whether `name`, in this file, is a class of constructs.
   *
   * @param {string} name
   * @param {ReadonlySet<string>} [seen] files and names on the way, against a circle
   * @returns {boolean}
   */
  isConstruct(name, seen = new Set()) {
    const here = `${this.file}#${name}`;
    if (seen.has(here)) return false;
    const path = new Set([...seen, here]);
    const base = this.#bases.get(name);
    if (base !== undefined) return this.isConstruct(base, path);
    const imported = this.#imports.get(name);
    if (imported !== undefined) {
      return PACKAGES.test(imported.module) || this.#follow(imported.module, imported.name, path);
    }
    return this.#barrels.some((module) => this.#follow(module, name, path));
  }

  /** @param {string} module @param {string} name @param {ReadonlySet<string>} path */
  #follow(module, name, path) {
    const file = fileOf(module, this.file);
    return file !== undefined && moduleOf(file).isConstruct(name, path);
  }
}

/** The classes that one file can extend. */
class ClassHierarchy {
  #module;

  /** @param {string} file @param {string} text as it is linted, which may not be on disk yet */
  constructor(file, text) {
    this.#module = new Module(file, text);
  }

  /** Whether a class of this name, declared or imported here, is a construct. @param {string} name */
  isConstruct(name) {
    return this.#module.isConstruct(name);
  }
}

module.exports = { ClassHierarchy };
