import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ParameterSource } from '../aws/parameters';
import type { SynthesizedStack } from './synthesized-stack';

/** SHA-256 in hex of everything that decides what is applied, by name. */
export type Inputs = Readonly<Record<string, string>>;

/** What stands beside a stack and belongs to it: the configuration, and the code of its function. */
const FILES = ['cdk.tf.json', 'function.zip'];

/** What stands for a contract value that nobody has published. */
const ABSENT = 'absent';

/** SHA-256 of a text or of bytes, in hex. */
export const sha256 = (content: string | Buffer): string =>
  createHash('sha256').update(content).digest('hex');

/** What a stack is applied from, and what of it is missing. */
export interface StackInputs {
  readonly inputs: Inputs;
  readonly hash: string;
  /** The contract values that it reads and nobody has published, as `<Region>:<name>`. */
  readonly absent: readonly string[];
}

/**
 * Everything that decides what an apply of a stack does: its files, the providers' versions, and the contract values it reads. Those
 * come in by data sources, so that a replaced subnet changes no byte of the stacks that stand in it.
 *
 * @param lockFile - absolute path of the committed lock file of providers
 */
export async function readInputs(
  stack: SynthesizedStack,
  lockFile: string,
  parameters: ParameterSource,
): Promise<StackInputs> {
  const inputs: Record<string, string> = { 'terraform.lock.hcl': sha256(readFileSync(lockFile)) };
  for (const file of FILES) {
    const path = join(stack.folder, file);
    if (existsSync(path)) inputs[file] = sha256(readFileSync(path));
  }
  const absent: string[] = [];
  for (const region of new Set(stack.reads.map((read) => read.region))) {
    const names = stack.reads.filter((read) => read.region === region).map(({ name }) => name);
    const values = await parameters.values(region, names);
    for (const name of names) {
      const value = values.get(name);
      if (value === undefined) absent.push(`${region}:${name}`);
      inputs[`${region}:${name}`] = value === undefined ? ABSENT : sha256(value);
    }
  }
  return { inputs, hash: hashOf(inputs), absent: absent.sort() };
}

/** One SHA-256 over all of them, in the order of their names. */
export function hashOf(inputs: Inputs): string {
  return sha256(JSON.stringify(Object.entries(inputs).sort(([a], [b]) => (a < b ? -1 : 1))));
}

/** The names of what is another, new or gone. */
export function changedInputs(before: Inputs, now: Inputs): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(now)]);
  return [...names].filter((name) => before[name] !== now[name]).sort();
}
