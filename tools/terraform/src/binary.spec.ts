import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findTerraform, TerraformMissingError } from './binary';

const FAKE = join(__dirname, '__fixtures__', 'fake-terraform.cjs');

describe('findTerraform', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'terraform-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const install = (name: string) => {
    mkdirSync(join(folder, 'bin'), { recursive: true });
    symlinkSync(FAKE, join(folder, 'bin', name));
  };
  const environment = (variables: NodeJS.ProcessEnv = {}) => {
    mkdirSync(join(folder, 'bin'), { recursive: true });
    return { PATH: `${join(folder, 'bin')}:${dirname(process.execPath)}`, HOME: folder, ...variables };
  };

  it('finds terraform on PATH', async () => {
    install('terraform');

    const found = await findTerraform(environment({ FAKE_VERSION: '1.11.4' }));

    expect(found).toMatchObject({ binary: 'terraform', flavor: 'terraform', version: '1.11.4' });
  });

  it('takes OpenTofu where there is no terraform', async () => {
    install('tofu');

    const found = await findTerraform(environment({ FAKE_NAME: 'OpenTofu', FAKE_VERSION: '1.11.0' }));

    expect(found).toMatchObject({ binary: 'tofu', flavor: 'opentofu', version: '1.11.0' });
  });

  it('runs what TERRAFORM_BINARY_NAME names, and nothing else', async () => {
    install('terraform');
    install('terraform-next');

    const found = await findTerraform(environment({ TERRAFORM_BINARY_NAME: 'terraform-next' }));

    expect(found.binary).toBe('terraform-next');
    await expect(findTerraform(environment({ TERRAFORM_BINARY_NAME: 'nowhere' }))).rejects.toThrow(
      'There is no nowhere on this machine.',
    );
  });

  it('says what to install where there is none', async () => {
    const search = findTerraform(environment());

    await expect(search).rejects.toThrow(TerraformMissingError);
    await expect(search).rejects.toThrow(
      /There is no terraform and no tofu on this machine\..*Allowed: Terraform or OpenTofu >= 1\.11.*install/s,
    );
  });

  it('refuses one that is too old', async () => {
    install('terraform');

    await expect(findTerraform(environment({ FAKE_VERSION: '1.10.5' }))).rejects.toThrow(
      'too old: terraform is 1.10.5',
    );
  });

  it('passes over a file of that name that is no Terraform', async () => {
    mkdirSync(join(folder, 'bin'));
    writeFileSync(join(folder, 'bin', 'terraform'), '#!/bin/sh\necho hello\n');
    chmodSync(join(folder, 'bin', 'terraform'), 0o755);

    await expect(findTerraform(environment())).rejects.toThrow(TerraformMissingError);
  });
});
