import { existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { synthesizeAll } from '@healthcare-dr/testing';
import { UserError } from '@healthcare-dr/topology';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { format } from 'prettier';
import { footprintOf } from './footprint';

const USAGE = 'npm run freeze -- <version> [--help]';

/** `npm run freeze -- 0.2.0`: writes down what an environment of this version has, so that later ones are held to keep it. */
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
  const file = join(resolve(__dirname, 'released'), `${version}.json`);
  if (existsSync(file)) {
    throw new UserError({
      problem: `${version} is frozen already, and what was released does not change.`,
      fix: 'name the version that is released now.',
    });
  }
  const footprint = footprintOf(synthesizeAll(fixtureEnvironment('prod')));
  writeFileSync(file, await format(JSON.stringify(footprint), { parser: 'json', printWidth: 110 }));
  console.log(`wrote ${file}`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  if (!(error instanceof UserError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
});
