import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commitOf } from '@healthcare-dr/processes';

/** What evidence was made from, and when. */
export interface Provenance {
  /** The commit, and whether the working tree had more; `unknown` outside of git. */
  readonly commit: string;
  /** Of what takes part in what is deployed. */
  readonly versions: Readonly<Record<string, string>>;
  /** ISO 8601, in UTC. */
  readonly at: string;
}

/** Reads what a workspace is made from. */
export async function provenanceOf(root: string, now: Date): Promise<Provenance> {
  const { version, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly version: string;
    readonly devDependencies: Readonly<Record<string, string>>;
  };
  const locks = [...readFileSync(join(root, '.terraform.lock.hcl'), 'utf8').matchAll(LOCK)];
  return {
    commit: await commitOf(root),
    versions: {
      'healthcare-dr': version,
      node: process.versions.node,
      cdktf: devDependencies['cdktf'] ?? 'unknown',
      '@cdktf/provider-aws': devDependencies['@cdktf/provider-aws'] ?? 'unknown',
      ...Object.fromEntries(locks.map(([, provider = '', locked = '']) => [provider, locked])),
    },
    at: now.toISOString(),
  };
}

const LOCK = /provider "registry\.terraform\.io\/([^"]+)" \{\s+version\s+= "([^"]+)"/g;
