import { run } from '@healthcare-dr/processes';
import { REQUIRED_TERRAFORM_VERSION } from '@healthcare-dr/platform';
import { UserError } from '@healthcare-dr/topology';
import { gte, valid } from 'semver';
import { findPluginDirectory } from './plugin-directory';
import { terraformEnvironment } from './terraform-environment';

/** A Terraform or OpenTofu that can apply the stacks. */
export interface Terraform {
  /** What to run: a name on PATH, or a path. */
  readonly binary: string;
  readonly flavor: 'terraform' | 'opentofu';
  /** Such as `1.11.4`. */
  readonly version: string;
  /** A folder that holds the AWS provider for this machine; `undefined` if Terraform is to find or download it itself. */
  readonly pluginDirectory: string | undefined;
}

const MINIMUM_VERSION = REQUIRED_TERRAFORM_VERSION.replace('>= ', '') + '.0';
const INSTALL = `install Terraform ${REQUIRED_TERRAFORM_VERSION} (developer.hashicorp.com/terraform/install) or OpenTofu ${REQUIRED_TERRAFORM_VERSION} (opentofu.org/docs/intro/install), or name one with TERRAFORM_BINARY_NAME.`;

/** There is no Terraform here that could be used; the message says what was looked for. */
export class TerraformMissingError extends UserError {}

/**
 * Finds Terraform: `TERRAFORM_BINARY_NAME` if it is set (CDKTF's own convention), else `terraform`, else `tofu` on PATH.
 *
 * @throws TerraformMissingError if there is none, or only one that is too old
 */
export async function findTerraform(environment: NodeJS.ProcessEnv = process.env): Promise<Terraform> {
  const chosen = environment['TERRAFORM_BINARY_NAME'];
  const candidates = chosen === undefined || chosen === '' ? ['terraform', 'tofu'] : [chosen];
  const tooOld: string[] = [];
  for (const binary of candidates) {
    const found = await versionOf(binary, environment);
    if (found === undefined) continue;
    if (gte(found.version, MINIMUM_VERSION)) {
      return { binary, ...found, pluginDirectory: findPluginDirectory(found.flavor, environment) };
    }
    tooOld.push(`${binary} is ${found.version}`);
  }
  throw new TerraformMissingError({
    problem:
      tooOld.length > 0
        ? `The Terraform on this machine is too old: ${tooOld.join(', ')}.`
        : `There is no ${candidates.join(' and no ')} on this machine.`,
    allowed: `Terraform or OpenTofu ${REQUIRED_TERRAFORM_VERSION}`,
    fix: INSTALL,
  });
}

async function versionOf(
  binary: string,
  environment: NodeJS.ProcessEnv,
): Promise<Pick<Terraform, 'flavor' | 'version'> | undefined> {
  try {
    const { exitCode, stdout } = await run(binary, ['version', '-json'], {
      env: terraformEnvironment(environment),
    });
    if (exitCode !== 0) return undefined;
    const version = (JSON.parse(stdout) as { terraform_version?: unknown }).terraform_version;
    if (typeof version !== 'string' || valid(version) === null) return undefined;
    const { stdout: text } = await run(binary, ['version'], { env: terraformEnvironment(environment) });
    return { version, flavor: text.startsWith('OpenTofu') ? 'opentofu' : 'terraform' };
  } catch (error) {
    // Not there, or something else by that name.
    if (error instanceof UserError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
