import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { BAD_INPUT } from '@healthcare-dr/cli-kit';
import { InterruptedError, run, temporaryFolder, withInterrupts } from '@healthcare-dr/processes';
import { UserError } from '@healthcare-dr/topology';
import { Command, CommanderError } from 'commander';
import { differencesBetween, unexpected } from './differences';
import { synthesizeOn, type Engine } from './synthesize';

/** CDK Terrain, its bindings of AWS provider 6, and what they ask for. By npm aliases, as a move to them would install them. */
const ALIASES = {
  cdktf: 'npm:cdktn@0.24.0',
  '@cdktf/provider-aws': 'npm:@cdktn/provider-aws@25.7.0',
  constructs: '10.7.2',
};

/** What the new bindings ask of an app: the versions that run what it makes. */
const CONTEXT = { targetVersions: { terraform: '>=1.11.0', opentofu: '>=1.11.0' } };

const workspaceRoot = resolve(__dirname, '..', '..', '..', '..');

/** Installs the aliases beside the workspace's own packages. @returns where each is */
async function install(signal: AbortSignal): Promise<Record<string, string>> {
  const folder = join(workspaceRoot, 'node_modules', '.cache', 'cdk-terrain');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies: ALIASES }));
  const { exitCode, stderr } = await run('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts'], {
    cwd: folder,
    signal,
  });
  if (exitCode !== 0) {
    throw new UserError({
      problem: `npm could not install ${Object.values(ALIASES).join(', ')}:\n${stderr}`,
      fix: 'give it a registry that it reaches.',
    });
  }
  return Object.fromEntries(Object.keys(ALIASES).map((name) => [name, join(folder, 'node_modules', name)]));
}

/** Synthesizes all stacks on CDK Terrain and the bindings of AWS provider 6, and says where they differ. @returns the exit code */
async function compareStacks(signal: AbortSignal): Promise<number> {
  const folder = await temporaryFolder('healthcare-dr-cdk-terrain-');
  try {
    const alias = await install(signal);
    const variables = { CDKTF_CONTEXT_JSON: JSON.stringify(CONTEXT) };
    const on = (engine: Engine) => synthesizeOn(engine, workspaceRoot, folder.path, variables);
    const ours = await on({ name: 'cdktf', alias: {}, fast: true });
    const theirs = await on({ name: 'cdk-terrain', alias, fast: true });
    const differences = differencesBetween(ours, theirs);
    const left = unexpected(differences, { otherProvider: true });
    for (const { stack, path, before, after } of left)
      console.log(`${stack}: ${path} is ${JSON.stringify(after)}, was ${JSON.stringify(before)}`);
    console.log(
      `${ours.size} stacks on ${ALIASES.cdktf} and ${ALIASES['@cdktf/provider-aws']}: ` +
        `${differences.length - left.length} expected differences, ${left.length} others`,
    );
    return left.length === 0 ? 0 : 1;
  } finally {
    await folder.remove();
  }
}

const program = new Command('cdk-terrain')
  .description(
    'Synthesizes every stack on CDK Terrain and the bindings of AWS provider 6, installed by npm aliases, and names what differs.',
  )
  .allowExcessArguments(false)
  .exitOverride()
  .showHelpAfterError('npm run cdk-terrain -- --help says what is allowed.')
  .action(async () => {
    process.exitCode = await withInterrupts(compareStacks);
  });

program.parseAsync().catch((error: unknown) => {
  // It has said what is wrong, or shown its help.
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : BAD_INPUT;
    return;
  }
  console.error(error instanceof UserError || error instanceof InterruptedError ? error.message : error);
  process.exitCode = error instanceof UserError || error instanceof InterruptedError ? error.exitCode : 1;
});
