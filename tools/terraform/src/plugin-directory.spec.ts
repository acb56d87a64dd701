import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AWS_PROVIDER_VERSION, findPluginDirectory, platform } from './plugin-directory';

describe('findPluginDirectory', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(realpathSync(tmpdir()), 'plugins-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const mirrorIn = (path: string, registry = 'registry.terraform.io', version = AWS_PROVIDER_VERSION) => {
    mkdirSync(join(path, registry, 'hashicorp', 'aws', version, platform()), { recursive: true });
    return path;
  };
  const emptyHome = () => ({ HOME: join(folder, 'home'), XDG_DATA_DIRS: join(folder, 'data') });

  it('finds a mirror in a folder under a system folder', () => {
    const mirror = mirrorIn(join(folder, 'opt', 'any-name'));

    expect(findPluginDirectory('terraform', emptyHome(), [join(folder, 'opt')])).toBe(mirror);
  });

  it('finds a mirror directly in a system folder', () => {
    const mirror = mirrorIn(join(folder, 'opt'));

    expect(findPluginDirectory('terraform', emptyHome(), [join(folder, 'opt')])).toBe(mirror);
  });

  it('accepts a mirror that holds the provider as a zip file', () => {
    const provider = join(folder, 'opt', 'mirror', 'registry.terraform.io', 'hashicorp', 'aws');
    mkdirSync(provider, { recursive: true });
    writeFileSync(join(provider, `terraform-provider-aws_${AWS_PROVIDER_VERSION}_${platform()}.zip`), '');

    expect(findPluginDirectory('terraform', emptyHome(), [join(folder, 'opt')])).toBe(
      join(folder, 'opt', 'mirror'),
    );
  });

  it('passes over a mirror of another version and one of another registry', () => {
    mirrorIn(join(folder, 'opt', 'old'), 'registry.terraform.io', '5.0.0');
    mirrorIn(join(folder, 'opt', 'tofu'), 'registry.opentofu.org');

    expect(findPluginDirectory('terraform', emptyHome(), [join(folder, 'opt')])).toBeUndefined();
    expect(findPluginDirectory('opentofu', emptyHome(), [join(folder, 'opt')])).toBe(
      join(folder, 'opt', 'tofu'),
    );
  });

  it("leaves Terraform's implied mirrors to Terraform", () => {
    mirrorIn(join(folder, 'home', '.terraform.d', 'plugins'));
    mirrorIn(join(folder, 'opt', 'mirror'));

    expect(findPluginDirectory('terraform', emptyHome(), [join(folder, 'opt')])).toBeUndefined();
  });

  it('lets TF_PLUGIN_DIR win', () => {
    const chosen = mirrorIn(join(folder, 'chosen'));
    mirrorIn(join(folder, 'opt', 'mirror'));

    const found = findPluginDirectory('terraform', { ...emptyHome(), TF_PLUGIN_DIR: chosen }, [
      join(folder, 'opt'),
    ]);

    expect(found).toBe(chosen);
  });

  it('refuses a TF_PLUGIN_DIR without the provider, and says what it should hold', () => {
    const find = () => findPluginDirectory('terraform', { ...emptyHome(), TF_PLUGIN_DIR: folder }, []);

    expect(find).toThrow(`TF_PLUGIN_DIR is '${folder}', which holds no AWS provider ${AWS_PROVIDER_VERSION}`);
    expect(find).toThrow(`registry.terraform.io/hashicorp/aws/${AWS_PROVIDER_VERSION}/${platform()}`);
  });

  it('finds nothing where no folder exists', () => {
    expect(findPluginDirectory('terraform', emptyHome(), [join(folder, 'nowhere')])).toBeUndefined();
  });
});
