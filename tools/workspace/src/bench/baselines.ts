import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from '@healthcare-dr/processes';
import type { TimedCommand } from './measure';

/** What a baseline is built from. */
export interface BaselineOptions {
  readonly workspaceRoot: string;
  /** An empty folder of its own. */
  readonly folder: string;
  readonly stacks: readonly string[];
  readonly signal: AbortSignal;
}

const SOURCES = ['apps', 'environments', 'libs', join('tools', 'nx-cdktf', 'src', 'synth')];

/**
 * The same stacks the way `cdktf init` sets a TypeScript project up: ts-node with type checks, bindings imported through the
 * barrel. Only the imports differ from the workspace's own sources.
 */
export function defaultWay(options: BaselineOptions): TimedCommand {
  const { folder } = options;
  copySources(options);
  for (const file of typescriptFiles(folder)) writeFileSync(file, throughBarrel(readFileSync(file, 'utf8')));
  writeProgram(options, { isolatedModules: false, noUnusedLocals: false });
  return {
    name: 'default',
    command: process.execPath,
    args: [
      '-r',
      'ts-node/register',
      '-r',
      'tsconfig-paths/register',
      'main.ts',
      '--outdir',
      join(folder, 'out'),
    ],
    cwd: folder,
  };
}

/** The same stacks, compiled by tsc beforehand and run by node, with deep imports: cdktf without tricks. */
export async function stock(options: BaselineOptions): Promise<TimedCommand> {
  const { folder, workspaceRoot, signal } = options;
  copySources(options);
  writeProgram(options, { noEmit: false, outDir: 'dist', rootDir: '.' });
  await run(join(workspaceRoot, 'node_modules', '.bin', 'tsc'), ['-p', '.'], {
    cwd: folder,
    signal,
    allowExitCodes: [0],
  });
  linkAliases(folder);
  return {
    name: 'stock',
    command: process.execPath,
    args: [join('dist', 'main.js'), '--outdir', join(folder, 'out')],
    cwd: folder,
  };
}

function copySources({ workspaceRoot, folder }: BaselineOptions): void {
  for (const source of SOURCES) {
    cpSync(join(workspaceRoot, source), join(folder, source), {
      recursive: true,
      filter: (path) => !path.endsWith('.spec.ts'),
    });
  }
  for (const file of ['tsconfig.base.json', 'cdktf.json'])
    cpSync(join(workspaceRoot, file), join(folder, file));
  symlinkSync(join(workspaceRoot, 'node_modules'), join(folder, 'node_modules'));
}

/** The program that makes every stack, and how it is compiled: to CommonJS, as `cdktf init` sets it up. */
function writeProgram(options: BaselineOptions, compilerOptions: Record<string, unknown>): void {
  const commonJs = { module: 'commonjs', verbatimModuleSyntax: false, ignoreDeprecations: '6.0' };
  const tsconfig = {
    extends: './tsconfig.base.json',
    compilerOptions: { ...commonJs, ...compilerOptions },
    files: ['main.ts'],
  };
  writeFileSync(join(options.folder, 'main.ts'), entry(options));
  writeFileSync(join(options.folder, 'tsconfig.json'), JSON.stringify(tsconfig));
}

function entry({ stacks, folder }: BaselineOptions): string {
  const imports = stacks.map(
    (name, index) => `import stack${index} from './apps/${name.replace('-', '/')}/stack';`,
  );
  const registry = stacks.map((name, index) => `  '${name}': () => stack${index},`);
  return [
    "import { main } from './tools/nx-cdktf/src/synth/cli';",
    ...imports,
    `process.exitCode = main({\n${registry.join('\n')}\n}, ${JSON.stringify(folder)}, process.argv.slice(2));`,
  ].join('\n');
}

const DEEP_IMPORT = /^import (type )?\{([^}]*)\} from '@cdktf\/provider-aws\/lib\/([^']+)';$/gm;

/** `import { Vpc } from '…/lib/vpc'` as a user of the barrel writes it: the resource's namespace, then its member. */
function throughBarrel(source: string): string {
  return source.replaceAll(DEEP_IMPORT, (_, _type: string | undefined, names: string, folder: string) => {
    const namespace = folder.replaceAll(/-([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());
    const members = names
      .split(',')
      .map((name) => name.replace('type ', '').trim())
      .filter((name) => name !== '');
    return [
      `import { ${namespace} as ${namespace}Barrel } from '@cdktf/provider-aws';`,
      ...members.map((member) => {
        const [name = '', local = name] = member.split(' as ');
        return `import ${local} = ${namespace}Barrel.${name};`;
      }),
    ].join('\n');
  });
}

function typescriptFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return typescriptFiles(path);
    return entry.isFile() && path.endsWith('.ts') ? [path] : [];
  });
}

/** node knows nothing of tsconfig's aliases: each becomes a package of one line. */
function linkAliases(folder: string): void {
  const { compilerOptions } = JSON.parse(readFileSync(join(folder, 'tsconfig.base.json'), 'utf8')) as {
    compilerOptions: { paths: Record<string, [string]> };
  };
  for (const [alias, [file]] of Object.entries(compilerOptions.paths)) {
    const target = join(folder, 'dist', file.replace(/\.ts$/, '.js'));
    const link = join(folder, 'dist', 'node_modules', alias, 'index.js');
    mkdirSync(dirname(link), { recursive: true });
    writeFileSync(link, `module.exports = require(${JSON.stringify(target)});\n`);
  }
}
