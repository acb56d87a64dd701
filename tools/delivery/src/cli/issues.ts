import { InputError, readInput } from '@healthcare-dr/cli-kit';
import { ROLES, type Role } from '@healthcare-dr/topology';
import { Option, type Command } from 'commander';
import { gitHubOf } from '../github/client';
import { driftIssues, readinessIssues, type WantedIssues } from '../github/findings';
import { reconcileIssues } from '../github/issues';
import { parseSummary } from '../plan/summary';
import type { CliContext } from './common';

/** Adds `issues`. */
export function registerIssues(program: Command, context: CliContext): void {
  program
    .command('issues')
    .description(
      "makes GitHub's issues say what a run has found: created, updated, and closed once it is gone",
    )
    .argument('<finding>', 'drift or readiness', findingOf)
    .argument('<file>', 'the JSON of npm run drift -- --out, or of npm run drctl -- readiness --json')
    .addOption(new Option('--role <role>', 'the side that drift was looked for on').choices([...ROLES]))
    .action(async (finding: 'drift' | 'readiness', file: string, { role }: { role?: Role }) => {
      const gitHub = gitHubOf(context.variables);
      const { scope, wanted } = issuesOf(finding, file, role);
      const { created, updated, closed } = await reconcileIssues(gitHub, scope, wanted);
      const numbers = (list: readonly number[]) =>
        list.length === 0 ? '0' : list.map((n) => `#${n}`).join(', ');
      context.terminal.print(
        `Issues of ${scope}: created ${numbers(created)}, updated ${numbers(updated)}, closed ${numbers(closed)}.`,
      );
    });
}

function issuesOf(finding: 'drift' | 'readiness', file: string, role: Role | undefined): WantedIssues {
  const text = readInput(file);
  if (finding === 'readiness') return readinessIssues(text, file);
  if (role !== undefined) return driftIssues(parseSummary(text, file), role);
  throw new InputError({
    problem: 'Issues of drift are those of one side, and --role is missing. Nothing was done.',
    allowed: ROLES.join(', '),
    fix: 'give the --role that drift was looked for on.',
  });
}

function findingOf(text: string): 'drift' | 'readiness' {
  if (text === 'drift' || text === 'readiness') return text;
  throw new InputError({
    problem: `There are no issues of '${text}'. Nothing was done.`,
    allowed: 'drift, readiness',
    fix: 'name one of these.',
  });
}
