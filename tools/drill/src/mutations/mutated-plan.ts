import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { SynthesizedFile } from '@healthcare-dr/nx-cdktf';

interface Synthesized {
  readonly resource: Readonly<
    Record<string, Readonly<Record<string, { lifecycle?: { ignore_changes?: string[] } }>>>
  >;
}

/**
 * A copy of a synthesized stack, beside it, in which Terraform does not ignore changes of an attribute any more.
 *
 * @throws Error if no resource of the type ignores the attribute: then nothing would be changed
 */
export function withoutIgnored(stack: SynthesizedFile, type: string, attribute: string): SynthesizedFile {
  const folder = join(dirname(dirname(stack.file)), `${stack.name}-without-ignored`);
  rmSync(folder, { recursive: true, force: true });
  cpSync(dirname(stack.file), folder, {
    recursive: true,
    // Terraform's own folder is of the stack itself.
    filter: (path) => basename(path) !== '.terraform',
  });
  const file = join(folder, basename(stack.file));
  const synthesized = JSON.parse(readFileSync(file, 'utf8')) as Synthesized;
  let found = 0;
  for (const { lifecycle } of Object.values(synthesized.resource[type] ?? {})) {
    const ignored = lifecycle?.ignore_changes ?? [];
    if (lifecycle === undefined || !ignored.includes(attribute)) continue;
    lifecycle.ignore_changes = ignored.filter((each) => each !== attribute);
    found += 1;
  }
  if (found === 0) throw new Error(`No ${type} of ${stack.name} ignores changes of ${attribute}.`);
  writeFileSync(file, JSON.stringify(synthesized));
  return { ...stack, file };
}
