import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '@healthcare-dr/processes';
import { UserError } from '@healthcare-dr/topology';
import { bundleSynthesizer } from '../synth/bundle.cjs';

/** On what to synthesize. */
export interface Engine {
  /** Names the files. */
  readonly name: string;
  /** Packages that stand in the place of others, as npm aliases put them: name, and absolute path of the other one. */
  readonly alias: Readonly<Record<string, string>>;
  /** Whether the synthesizer leaves out what no output depends on. */
  readonly fast: boolean;
}

/** The JSON of each stack, by its name. */
export type Stacks = ReadonlyMap<string, unknown>;

/**
 * Synthesizes every stack in a process of its own, with the environment that `variables` choose.
 *
 * @param folder - where the bundle and the stacks go
 * @throws UserError if it fails, with what the synthesizer said
 */
export async function synthesizeOn(
  { name, alias, fast }: Engine,
  workspaceRoot: string,
  folder: string,
  variables: NodeJS.ProcessEnv = {},
): Promise<Stacks> {
  const { code } = await bundleSynthesizer(workspaceRoot, { alias: { ...alias }, fast });
  const bundle = join(folder, `${name}.cjs`);
  writeFileSync(bundle, code);
  const outdir = join(folder, name);
  const program = `process.exitCode = require(${JSON.stringify(bundle)}).main(...process.argv.slice(1, 2), process.argv.slice(2))`;
  const { exitCode, stderr } = await run(
    process.execPath,
    ['-e', program, workspaceRoot, '--outdir', outdir],
    { cwd: workspaceRoot, env: variables },
  );
  if (exitCode !== 0)
    throw new UserError(`The stacks could not be synthesized on ${name} (exit code ${exitCode}):\n${stderr}`);
  return readStacks(join(outdir, 'stacks'));
}

function readStacks(folder: string): Stacks {
  return new Map(
    readdirSync(folder)
      .sort()
      .map((stack) => [
        stack,
        JSON.parse(readFileSync(join(folder, stack, 'cdk.tf.json'), 'utf8')) as unknown,
      ]),
  );
}
