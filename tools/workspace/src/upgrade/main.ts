import { existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { synthesize } from '@healthcare-dr/nx-cdktf';
import { temporaryFolder } from '@healthcare-dr/processes';
import { UserError } from '@healthcare-dr/topology';
import { FIXTURES_DIRECTORY } from '@healthcare-dr/topology/fixtures';
import { formatRelease, FROZEN, releasedStack, releaseFile } from './release';

const USAGE = 'npm run freeze -- <version> [--help]';

/** `npm run freeze -- 0.2.0`: writes down what this version makes of an environment, so that later ones are planned over it. */
async function main([version = '', ...others]: readonly string[]): Promise<void> {
  if (version === '--help') {
    console.log(`${USAGE}\n  <version>  the version that is released, such as 0.2.0`);
    return;
  }
  if (!/^\d+\.\d+\.\d+$/.test(version) || others.length > 0) {
    throw new UserError({
      problem: `'${[version, ...others].join(' ')}' is no version.`,
      allowed: USAGE,
      fix: 'name the version that is released, such as 0.2.0.',
    });
  }
  const file = releaseFile(version);
  if (existsSync(file)) {
    throw new UserError({
      problem: `${version} is frozen already, and what was released does not change.`,
      fix: 'name the version that is released now.',
    });
  }
  const folder = await temporaryFolder('healthcare-dr-freeze-');
  try {
    const { stacks } = await synthesize({
      workspaceRoot: resolve(__dirname, '..', '..', '..', '..'),
      environmentsDir: FIXTURES_DIRECTORY,
      environmentSuffix: FROZEN.suffix,
      outdir: join(folder.path, 'out'),
    });
    writeFileSync(file, formatRelease({ stacks: stacks.map(releasedStack) }));
  } finally {
    await folder.remove();
  }
  console.log(`wrote ${file}`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  if (!(error instanceof UserError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
});
