import { readFileSync, readdirSync, existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { assertWritable, BAD_INPUT, writeOutput } from '@healthcare-dr/cli-kit';
import { UserError } from '@healthcare-dr/topology';
import { Command, CommanderError } from 'commander';
import { readDefinition, type StackFacts } from '../inference/definition';
import { differenceOfGraphs, formatGraphDifference } from './difference';
import { stacksAt } from './stacks-at';

const workspaceRoot = resolve(__dirname, '..', '..', '..', '..');

/** The stacks as they lie in the checkout. */
function stacksHere(): StackFacts[] {
  return readdirSync(join(workspaceRoot, 'apps')).flatMap((role) =>
    readdirSync(join(workspaceRoot, 'apps', role))
      .map((tier) => join('apps', role, tier, 'stack.ts'))
      .filter((file) => existsSync(join(workspaceRoot, file)))
      .map((file) => readDefinition(file, readFileSync(join(workspaceRoot, file), 'utf8'))),
  );
}

const program = new Command('graph:diff')
  .description('how the stacks, and the order among them, differ from those of a base')
  .option('--base <commit>', 'what to compare the checkout with', 'main')
  .option('--markdown <file>', 'write it as Markdown, for a pull request')
  .option('--json', 'print JSON')
  .allowExcessArguments(false)
  .exitOverride()
  .showHelpAfterError('npm run graph:diff -- --help says what is allowed.')
  .action(async ({ base, markdown, json }: { base: string; markdown?: string; json?: boolean }) => {
    assertWritable(markdown);
    const difference = differenceOfGraphs(await stacksAt(workspaceRoot, base), stacksHere());
    const text = formatGraphDifference(difference);
    if (markdown !== undefined)
      writeOutput(markdown, `**Stacks and their order:**\n\n\`\`\`diff\n${text}\n\`\`\`\n`);
    console.log(json === true ? JSON.stringify(difference, null, 2) : text);
  });

program.parseAsync().catch((error: unknown) => {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : BAD_INPUT;
    return;
  }
  console.error(error instanceof UserError ? error.message : error);
  process.exitCode = error instanceof UserError ? error.exitCode : 1;
});
