import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** What a bundle outside the workspace has in it: the files of the environments, and CDKTF context. */
export interface Embedded {
  readonly environments: Readonly<Record<string, string>>;
  readonly context: Readonly<Record<string, unknown>>;
}

/**
 * The folder that environments are found in: the workspace, or what a bundle holds, in a folder of this process alone.
 *
 * @param embedded what the bundle holds; `undefined` in the workspace
 */
export function rootFolder(embedded: Embedded | undefined): string {
  if (embedded === undefined) return resolve(__dirname, '..', '..', '..');
  const root = mkdtempSync(join(tmpdir(), 'drctl-'));
  process.on('exit', () => rmSync(root, { recursive: true, force: true }));
  mkdirSync(join(root, 'environments'));
  for (const [name, text] of Object.entries(embedded.environments))
    writeFileSync(join(root, 'environments', name), text);
  writeFileSync(join(root, 'cdktf.json'), JSON.stringify({ context: embedded.context }));
  return root;
}
