import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSynthesizedStack, type SynthesizedStack } from '@healthcare-dr/delivery';
import { zip } from '@healthcare-dr/nx-cdktf';
import type { Release } from './release';

/** How a stack names the code beside it. */
const FUNCTION_FILE = 'function.zip';

/** Stands for the code of a function, which a release does not keep: an upgrade changes it in place, whatever it was. */
const CODE_THAT_WAS = zip({ 'handler.mjs': Buffer.from('export const handler = async () => undefined;\n') });

/** Writes the stacks of a release to a folder, where Terraform can apply them. */
export function writeRelease({ stacks }: Pick<Release, 'stacks'>, folder: string): SynthesizedStack[] {
  return stacks.map(({ name, role, dependsOn, configuration }) => {
    const own = join(folder, name);
    mkdirSync(own, { recursive: true });
    const file = join(own, 'cdk.tf.json');
    const text = JSON.stringify(configuration);
    writeFileSync(file, text);
    if (text.includes(FUNCTION_FILE)) writeFileSync(join(own, FUNCTION_FILE), CODE_THAT_WAS);
    return readSynthesizedStack({ name, role, file, dependsOn });
  });
}
