import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '@healthcare-dr/topology';

/** The AWS provider that `@cdktf/provider-aws` 20.1.0 binds. */
export const AWS_PROVIDER_VERSION = '5.100.0';

const REGISTRY = { terraform: 'registry.terraform.io', opentofu: 'registry.opentofu.org' } as const;

/** Where system packages and images put provider mirrors; their direct subfolders count too. */
const SYSTEM_FOLDERS = ['/opt', '/usr/share', '/usr/local/share'];

/**
 * A folder to give to `terraform init -plugin-dir`: `TF_PLUGIN_DIR` if it is set, else a mirror under one of the folders
 * where system packages put them. `undefined` if there is none, or if Terraform finds one in its implied mirror folders
 * by itself (https://developer.hashicorp.com/terraform/cli/config/config-file#implied-local-mirror-directories).
 *
 * @throws UserError if `TF_PLUGIN_DIR` names a folder without the provider
 */
export function findPluginDirectory(
  flavor: keyof typeof REGISTRY,
  environment: NodeJS.ProcessEnv,
  systemFolders = SYSTEM_FOLDERS,
): string | undefined {
  const explicit = environment['TF_PLUGIN_DIR'];
  if (explicit !== undefined && explicit !== '') {
    if (holdsProvider(explicit, flavor)) return explicit;
    throw new UserError({
      problem: `TF_PLUGIN_DIR is '${explicit}', which holds no AWS provider ${AWS_PROVIDER_VERSION} for ${platform()}.`,
      allowed: `a folder with ${REGISTRY[flavor]}/hashicorp/aws/${AWS_PROVIDER_VERSION}/${platform()}, or the provider's zip file in ${REGISTRY[flavor]}/hashicorp/aws`,
      fix: 'correct TF_PLUGIN_DIR, or unset it to let Terraform download the provider.',
    });
  }
  if (impliedMirrors(environment).some((folder) => holdsProvider(folder, flavor))) return undefined;
  return systemFolders.flatMap(withSubfolders).find((folder) => holdsProvider(folder, flavor));
}

function holdsProvider(folder: string, flavor: keyof typeof REGISTRY): boolean {
  const provider = join(folder, REGISTRY[flavor], 'hashicorp', 'aws');
  return (
    existsSync(join(provider, AWS_PROVIDER_VERSION, platform())) ||
    existsSync(join(provider, `terraform-provider-aws_${AWS_PROVIDER_VERSION}_${platform()}.zip`))
  );
}

function impliedMirrors(environment: NodeJS.ProcessEnv): string[] {
  const home = environment['HOME'] ?? homedir();
  const dataHome = environment['XDG_DATA_HOME'] ?? join(home, '.local', 'share');
  const dataDirs = (environment['XDG_DATA_DIRS'] ?? '/usr/local/share:/usr/share').split(':');
  return [
    join(home, '.terraform.d', 'plugins'),
    ...[dataHome, ...dataDirs].map((folder) => join(folder, 'terraform', 'plugins')),
  ];
}

function withSubfolders(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const subfolders = readdirSync(folder, { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() || entry.isSymbolicLink(),
  );
  return [folder, ...subfolders.map((entry) => join(folder, entry.name))];
}

/** This machine's platform as Terraform names it, such as `linux_amd64`. */
export function platform(): string {
  const os = process.platform === 'win32' ? 'windows' : process.platform;
  const architectures: Record<string, string> = { x64: 'amd64', ia32: '386' };
  return `${os}_${architectures[process.arch] ?? process.arch}`;
}
