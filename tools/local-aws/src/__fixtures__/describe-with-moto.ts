import { join } from 'node:path';
import { motoRefusal } from './moto-refusal.once.cjs';

/** The root of the workspace. */
export const WORKSPACE_ROOT = join(__dirname, '..', '..', '..', '..');

/** How to run a TypeScript file of this folder: arguments for node. */
export function nodeArguments(file: string, ...args: string[]): string[] {
  return [join(WORKSPACE_ROOT, 'tools', 'run.cjs'), join(__dirname, file), ...args];
}

/** A `describe` whose tests need moto. Where no Python with moto can be had they are skipped, and the reason is printed. */
export function describeWithMoto(name: string, tests: () => void): void {
  const refusal = motoRefusal();
  if (refusal === '') return describe(name, tests);
  process.stderr.write(`\nSKIPPED: ${name}. ${refusal}\n\n`);
  describe.skip(name, tests);
}
