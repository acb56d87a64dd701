import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { UserError, type Environment } from '@healthcare-dr/topology';
import {
  chosenEnvironment,
  environmentsFolder,
  environmentSuffixes,
  loadEnvironment,
  readContext,
} from '@healthcare-dr/topology/loading';
import { synthesizeStacks, type StackRegistry, type SynthesisResult } from './program';

const USAGE = 'npm run synth -- [<role>-<tier> ...] [--all-environments] [--outdir DIR] [--json] [--help]';

const HELP = `${USAGE}
  <role>-<tier>       the stacks to synthesize (default: all)
  --all-environments  every environment that has a file, each into a folder of its suffix
  --outdir DIR        where to (default: CDKTF_OUTDIR, else cdktf.out)
  --json              print what was written as JSON
The environment is chosen with ENVIRONMENT_SUFFIX, else the context of cdktf.json.
`;

/** The command line itself cannot be used. */
class UsageError extends UserError {
  override readonly exitCode: number = 2;
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * The command line of the bundled synthesizer: the environment comes from `ENVIRONMENT_SUFFIX` or CDKTF context and
 * is read from `ENVIRONMENTS_DIR` or `environments`, unless every environment is asked for, the output folder comes from `--outdir`, `CDKTF_OUTDIR` (which cdktf-cli sets) or `cdktf.out`.
 *
 * @param functions - the zip file of the function of each tier that has one, absolute
 * @returns the exit code: 0, or 1 after one message on standard error, 2 if the command line cannot be used
 */
export function main(
  registry: StackRegistry,
  workspaceRoot: string,
  args: readonly string[],
  functions: Readonly<Record<string, string>> = {},
): number {
  // Synthesis is synchronous: a signal waits for it, so that the staging folder is always removed.
  const interrupted = () => process.exit(130);
  for (const signal of SIGNALS) process.once(signal, interrupted);
  try {
    const { values, positionals } = parse(args);
    if (values.help === true) {
      process.stdout.write(HELP);
      return 0;
    }
    const outdir = resolve(workspaceRoot, values.outdir ?? process.env['CDKTF_OUTDIR'] ?? 'cdktf.out');
    const synthesizeInto = (environment: Environment, folder: string) =>
      synthesizeStacks(registry, {
        stacks: positionals,
        environment,
        context: readContext(workspaceRoot, process.env['CDKTF_CONTEXT_JSON']),
        functions,
        outdir: folder,
      });
    if (values['all-environments'] === true) {
      // All of them are read first: where one cannot be used, nothing is written of any.
      const results = everyEnvironment(workspaceRoot).map((environment) =>
        synthesizeInto(environment, join(outdir, environment.suffix)),
      );
      process.stdout.write(
        values.json === true ? `${JSON.stringify(results)}\n` : results.map(describe).join(''),
      );
      return 0;
    }
    const result = synthesizeInto(chosenEnvironment(workspaceRoot, process.env), outdir);
    process.stdout.write(values.json === true ? `${JSON.stringify(result)}\n` : describe(result));
    return 0;
  } catch (error) {
    // A person's mistake is one message; anything else is ours, and its stack is what helps.
    process.stderr.write(`${error instanceof UserError ? error.message : String((error as Error).stack)}\n`);
    return error instanceof UsageError ? error.exitCode : 1;
  } finally {
    for (const signal of SIGNALS) process.off(signal, interrupted);
  }
}

/**
 * Every environment that has a file.
 *
 * @throws UserError if there is none, or one of them cannot be used
 */
function everyEnvironment(workspaceRoot: string): Environment[] {
  const folder = environmentsFolder(workspaceRoot, process.env);
  const suffixes = environmentSuffixes(folder);
  if (suffixes.length > 0) return suffixes.map((suffix) => loadEnvironment(suffix, folder));
  throw new UserError({
    problem: `There is no environment in ${folder.label}.`,
    allowed: 'a folder with <suffix>.yaml files',
    fix: 'write one, or name another folder with ENVIRONMENTS_DIR.',
  });
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        'all-environments': { type: 'boolean' },
        outdir: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new UsageError({
      problem: (error as Error).message,
      allowed: USAGE,
      fix: 'correct the command line.',
    });
  }
}

function describe({ environment, stacks }: SynthesisResult): string {
  const changed = stacks.filter((stack) => stack.changed).length;
  const lines = stacks.map(
    ({ name, file, changed: differs }) =>
      `  ${name.padEnd(28)} ${differs ? 'written  ' : 'unchanged'}  ${file}`,
  );
  return `Environment ${environment}: ${stacks.length} stacks, ${changed} written\n${lines.join('\n')}\n`;
}
