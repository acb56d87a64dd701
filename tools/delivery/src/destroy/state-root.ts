import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AWS_PROVIDER_VERSION } from '@healthcare-dr/terraform';
import {
  PROVIDER_ALIASES,
  providerScope,
  REQUIRED_TERRAFORM_VERSION,
  type ProviderAlias,
} from '@healthcare-dr/platform';
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
  const known = aliases.filter(isKnown);
  const unknown = aliases.filter((alias) => !isKnown(alias));
  if (unknown.length > 0) {
    throw new UserError({
      problem: `The state of ${stack} was made with the providers ${unknown.join(', ')}, whose Regions are not known.`,
      allowed: PROVIDER_ALIASES.join(', '),
      fix: 'check the commit out that made it, and run npx nx destroy there.',
    });
  }
  const provider = (alias?: ProviderAlias) => {
    const scope = providerScope(environment, { role, name: stack }, alias);
    return {
      ...(alias === undefined ? {} : { alias }),
      region: scope.region,
      allowed_account_ids: scope.allowedAccountIds,
      ...(scope.assumeRole !== undefined && {
        assume_role: scope.assumeRole.map(({ roleArn, sessionName }) => ({
          role_arn: roleArn,
          session_name: sessionName,
        })),
      }),
    };
  };
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
    provider: { aws: [provider(), ...known.map(provider)] },
  };
}

const isKnown = (alias: string): alias is ProviderAlias =>
  (PROVIDER_ALIASES as readonly string[]).includes(alias);

/** Writes such a configuration into a folder of its own; returns the folder. */
export function writeStateRoot(parent: string, stack: string, configuration: object): string {
  const folder = join(parent, stack);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'main.tf.json'), JSON.stringify(configuration, null, 2));
  return folder;
}
