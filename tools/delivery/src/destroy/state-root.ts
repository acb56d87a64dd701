import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AWS_PROVIDER_VERSION } from '@healthcare-dr/terraform';
import { GLOBAL_SERVICES_REGION, REQUIRED_TERRAFORM_VERSION } from '@healthcare-dr/platform';
import { topologyOf, UserError, type Environment, type Role } from '@healthcare-dr/topology';
import type { StateFile } from '../stacks/state-file';

/**
 * The configuration by which Terraform destroys a stack from its state alone, without the code that made it: where the state is, and
 * the providers that its resources were made with. Everything else that a deletion needs stands in the state.
 *
 * @throws UserError if the state names a provider that this repository never had
 */
export function stateConfiguration(
  environment: Environment,
  role: Role,
  { stack, aliases }: Pick<StateFile, 'stack' | 'aliases'>,
  bucket: string,
): object {
  const { region } = topologyOf(environment, role);
  const regions: Readonly<Record<string, string>> = {
    dr: environment.dr.region,
    global: GLOBAL_SERVICES_REGION,
  };
  const unknown = aliases.filter((alias) => !(alias in regions));
  if (unknown.length > 0) {
    throw new UserError({
      problem: `The state of ${stack} was made with the providers ${unknown.join(', ')}, whose Regions are not known.`,
      allowed: Object.keys(regions).join(', '),
      fix: 'check the commit out that made it, and run npx nx destroy there.',
    });
  }
  const provider = (alias?: string) => ({
    ...(alias === undefined ? {} : { alias }),
    region: alias === undefined ? region : regions[alias],
    allowed_account_ids: [environment.accountId],
  });
  return {
    terraform: {
      required_version: REQUIRED_TERRAFORM_VERSION,
      required_providers: { aws: { source: 'aws', version: AWS_PROVIDER_VERSION } },
      backend: {
        s3: {
          bucket,
          key: `${stack}.tfstate`,
          region,
          encrypt: true,
          use_lockfile: true,
          allowed_account_ids: [environment.accountId],
        },
      },
    },
    provider: { aws: [provider(), ...aliases.map(provider)] },
  };
}

/** Writes such a configuration into a folder of its own; returns the folder. */
export function writeStateRoot(parent: string, stack: string, configuration: object): string {
  const folder = join(parent, stack);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'main.tf.json'), JSON.stringify(configuration, null, 2));
  return folder;
}
