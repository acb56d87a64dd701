import { BAD_INPUT } from '@healthcare-dr/cli-kit';
import { closingLine, sum, type Totals } from '@healthcare-dr/nx-cdktf';
import { InterruptedError, withInterrupts } from '@healthcare-dr/processes';
import { findTerraform, TerraformMissingError } from '@healthcare-dr/terraform';
import { UserError } from '@healthcare-dr/topology';
import { Command, CommanderError, Option } from 'commander';
import { runChecks, type TaskTotals } from './run-checks';

interface TestFlags {
  readonly long: boolean;
  readonly only?: readonly string[];
  readonly skipCache: boolean;
}

/** What `npm test` runs, the quickest first. */
const CHECKS = ['format', 'lint', 'typecheck', 'validate-environments', 'test'];

/** What `npm test -- <project>` runs: of a stack, the validation in the environment that is chosen. */
const CHECKS_OF_PROJECTS = ['format', 'lint', 'typecheck', 'validate', 'test'];

/** The checks that need Terraform. */
const VALIDATION = /^validate/;

/** What `npm test -- --long` runs in addition. */
const LONG_CHECKS = ['test-long', 'test-nightly'];

const EVERY_CHECK = [...new Set([...CHECKS, ...CHECKS_OF_PROJECTS, ...LONG_CHECKS])];

/**
 * `npm test`: Nx runs every check of every project, or what is in its cache, and a line with the totals closes the run.
 *
 * @returns the exit code: 0 if every check passed, 1 if one failed, 2 for what was asked wrongly, 130 after Ctrl-C
 */
export async function testCommand(args: readonly string[], workspaceRoot: string): Promise<number> {
  const program = new Command('npm test --')
    .description(
      'Checks format, rules, types, specs and synthesized stacks; what did not change comes from the cache.',
    )
    .argument('[project...]', 'the projects to check, such as aurora (default: all)')
    .option('--long', 'also the specs that start other programs or take long', false)
    .addOption(
      new Option('--only <target...>', 'these targets and no others').choices(EVERY_CHECK).conflicts('long'),
    )
    .option('--skip-cache', 'run every check anew', false)
    .exitOverride();
  let exitCode = 0;
  program.action(async (projects: string[]) => {
    const { long, only, skipCache } = program.opts<TestFlags>();
    const results = await withInterrupts(async (signal) => {
      const usual = projects.length === 0 ? CHECKS : CHECKS_OF_PROJECTS;
      const wanted = only ?? [...usual, ...(long ? LONG_CHECKS : [])];
      const without = await missing(wanted);
      const targets = wanted.filter((target) => !without.has(target));
      return [
        ...(await runChecks({ workspaceRoot, targets, projects, skipCache, signal, print })),
        ...[...without.values()],
      ];
    });
    exitCode = close(results);
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : BAD_INPUT;
    if (!(error instanceof UserError) && !(error instanceof InterruptedError)) throw error;
    console.error(error.message);
    return error.exitCode;
  }
}

/** What cannot run on this machine, and counts as skipped: the validation, where there is no Terraform. */
async function missing(targets: readonly string[]): Promise<Map<string, TaskTotals>> {
  try {
    await findTerraform();
    return new Map();
  } catch (error) {
    if (!(error instanceof TerraformMissingError)) throw error;
    console.log(`${error.message}\n`);
    const totals = { passed: 0, failed: 0, skipped: 1 };
    const validations = targets.filter((target) => VALIDATION.test(target));
    return new Map(validations.map((target) => [target, { project: 'every stack', target, totals }]));
  }
}

/** What Nx says, but for its lists of projects: the closing lines name what failed. */
function print(line: string): void {
  if (line.trim() !== '' && !line.startsWith('- ')) console.log(line);
}

function close(results: readonly TaskTotals[]): number {
  const failed = results.filter(({ totals }) => totals.failed > 0);
  console.log('');
  for (const [target, totals] of totalsByTarget(results))
    console.log(`${target.padEnd(22)} ${closingLine(totals)}`);
  for (const { project, target } of failed) console.log(`FAILED                 nx ${target} ${project}`);
  const all = sum(results.map(({ totals }) => totals));
  console.log(`\n${closingLine(all)}`);
  return all.failed === 0 ? 0 : 1;
}

function totalsByTarget(results: readonly TaskTotals[]): Map<string, Totals> {
  const targets = [...new Set(results.map(({ target }) => target))];
  return new Map(
    targets.map((target) => [
      target,
      sum(results.filter((result) => result.target === target).map(({ totals }) => totals)),
    ]),
  );
}
