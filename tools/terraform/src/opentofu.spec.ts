import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findTerraform } from './binary';
import { TerraformRoot } from './root';
import { resourcesOf } from './state';

/** What `tofu version -json` and `tofu version` print: the key is Terraform's, the name is not. */
const VERSION_JSON = JSON.stringify({
  terraform_version: '1.11.1',
  platform: 'linux_amd64',
  provider_selections: { 'registry.opentofu.org/hashicorp/aws': '5.100.0' },
});
const VERSION = 'OpenTofu v1.11.1\non linux_amd64\n+ provider registry.opentofu.org/hashicorp/aws v5.100.0\n';

describe('OpenTofu', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'opentofu-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  /** A tofu that prints its version, and notes everything else that it is asked. */
  function install(): NodeJS.ProcessEnv {
    const bin = join(folder, 'bin');
    mkdirSync(bin);
    writeFileSync(join(bin, 'version.json'), VERSION_JSON);
    writeFileSync(join(bin, 'version.txt'), VERSION);
    writeFileSync(
      join(bin, 'tofu'),
      `#!/bin/sh
here=$(dirname "$0")
if [ "$1" = version ]; then
  if [ "$2" = -json ]; then cat "$here/version.json"; else cat "$here/version.txt"; fi
else echo "$@" >> "$here/calls"; fi
`,
    );
    chmodSync(join(bin, 'tofu'), 0o755);
    return { PATH: `${bin}:/usr/bin:/bin:${dirname(process.execPath)}`, HOME: folder };
  }

  it('is told from Terraform by its name, and its version is where Terraform has its own', async () => {
    expect(await findTerraform(install())).toMatchObject({
      binary: 'tofu',
      flavor: 'opentofu',
      version: '1.11.1',
    });
  });

  it('may write the addresses of its own registry into the copy of the lock file', async () => {
    const environment = install();
    const terraform = await findTerraform(environment);
    const lockFile = join(folder, 'committed.hcl');
    writeFileSync(lockFile, 'provider "registry.terraform.io/hashicorp/aws" {}\n');
    const root = new TerraformRoot({ terraform, name: 'dr-kms', folder, lockFile, environment });

    await root.init({ backend: true });

    const calls = readFileSync(join(folder, 'bin', 'calls'), 'utf8');
    expect(calls).toContain('init -no-color -reconfigure');
    expect(calls).not.toContain('-lockfile=readonly');
    expect(readFileSync(join(folder, '.terraform.lock.hcl'), 'utf8')).toBe(readFileSync(lockFile, 'utf8'));
  });

  it('keeps states that are read as Terraform’s are', () => {
    const state = {
      version: 4,
      terraform_version: '1.11.1',
      serial: 3,
      lineage: '00000000-0000-0000-0000-000000000000',
      outputs: {},
      resources: [
        {
          mode: 'managed',
          type: 'aws_kms_key',
          name: 'data',
          provider: 'provider["registry.opentofu.org/hashicorp/aws"]',
          instances: [{ schema_version: 0, attributes: { id: 'k' }, sensitive_attributes: [] }],
        },
      ],
      check_results: null,
    };

    expect(resourcesOf(JSON.stringify(state))).toEqual([
      { address: 'aws_kms_key.data', type: 'aws_kms_key', name: 'data', values: { id: 'k' } },
    ]);
  });
});
