import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { WORKSPACE_ROOT } from '@healthcare-dr/testing';

interface Manifest {
  readonly version: string;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly cdktf?: { readonly provider: { readonly name: string; readonly version: string } };
}

const manifestIn = (...path: string[]) =>
  JSON.parse(readFileSync(join(WORKSPACE_ROOT, ...path, 'package.json'), 'utf8')) as Manifest;
const own = manifestIn('.');
const pinned = (name: string) => own.dependencies?.[name] ?? own.devDependencies?.[name];

it('has the last engine of CDKTF with the bindings that are made for it: one without the other crashes', () => {
  expect([pinned('cdktf'), pinned('@cdktf/provider-aws')]).toEqual(['0.21.0', '20.1.0']);
});

it('has constructs that CDKTF and its continuation both take: from 10.6, before 10.8', () => {
  const [major, minor] = (pinned('constructs') ?? '').split('.').map(Number);
  expect(major).toBe(10);
  expect([6, 7]).toContain(minor);
});

it('locks the provider that the bindings are of, and nothing else, with checksums for every platform it is published for', () => {
  const text = readFileSync(join(WORKSPACE_ROOT, '.terraform.lock.hcl'), 'utf8');
  const { provider } = manifestIn('node_modules', '@cdktf', 'provider-aws').cdktf ?? {};

  const locked = [...text.matchAll(/provider "([^"]+)" \{\s+version\s+= "([^"]+)"/g)];
  expect(locked.map(([, name, version]) => ({ name, version }))).toEqual([provider]);
  const ofPackages = text.match(/"zh:[0-9a-f]{64}"/g) ?? [];
  const ofContents = text.match(/"h1:[^"]+"/g) ?? [];
  // The list of packages has the manifest of the release too.
  expect(ofContents).toHaveLength(ofPackages.length - 1);
  expect(ofContents.length).toBeGreaterThan(10);
});
