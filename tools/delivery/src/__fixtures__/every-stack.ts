import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { allDefinitions, synthesizeAll } from '@healthcare-dr/testing';
import type { Environment } from '@healthcare-dr/topology';
import { readSynthesizedStack, type SynthesizedStack } from '../stacks/synthesized-stack';

/** Every stack of the workspace, synthesized for an environment into a folder. */
export function everyStack(environment: Environment, folder: string): SynthesizedStack[] {
  const synthesized = synthesizeAll(environment);
  return allDefinitions().map(({ name, role, dependsOn }) => {
    mkdirSync(join(folder, name), { recursive: true });
    const file = join(folder, name, 'cdk.tf.json');
    writeFileSync(file, synthesized.find((stack) => stack.name === name)?.text ?? '');
    return readSynthesizedStack({ name, role, file, dependsOn: [...dependsOn] });
  });
}
