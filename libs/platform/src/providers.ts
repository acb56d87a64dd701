import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import {
  hostedZoneAccountOf,
  topologyOf,
  watchRegionOf,
  type Environment,
  type Region,
  type Role,
} from '@healthcare-dr/topology';
import type { Construct } from 'constructs';
import { defaultTags } from './tags';

/** Where the services without Regions keep what belongs to one: Route 53 writes query logs to this Region alone. */
export const GLOBAL_SERVICES_REGION = 'us-east-1' satisfies Region;

/** The providers that a stack may have beside its own, by their aliases. */
export const PROVIDER_ALIASES = ['dr', 'global', 'watch', 'hosted_zone'] as const;

/** See {@link PROVIDER_ALIASES}. */
export type ProviderAlias = (typeof PROVIDER_ALIASES)[number];

/** What a provider follows from. */
export interface ProvidedStack {
  readonly environment: Environment;
  readonly role: Role;
  readonly tier: string;
}

/** What decides as whom, and where, a provider acts. */
export interface ProviderScope {
  readonly region: Region;
  readonly allowedAccountIds: string[];
  /** @default - it acts with the credentials that Terraform runs with */
  readonly assumeRole?: { readonly roleArn: string; readonly sessionName: string }[];
}

/**
 * The name of a session of the role for the hosted zone, which is what the trail of the account that owns it shows of us.
 *
 * @param who - the stack or the program that assumes the role, of at most 38 characters
 */
export const hostedZoneSessionName = ({ suffix }: Pick<Environment, 'suffix'>, who: string): string =>
  `healthcare-dr-${suffix}-${who}`;

/** Where a provider of a stack acts: every one in the environment's account, but that of a hosted zone in another. */
export function providerScope(
  environment: Environment,
  { role, name }: Pick<ProvidedStack, 'role'> & { readonly name: string },
  alias?: ProviderAlias,
): ProviderScope {
  const { region } = topologyOf(environment, role);
  const own = { allowedAccountIds: [environment.accountId] };
  switch (alias) {
    case undefined:
      return { ...own, region };
    case 'dr':
      return { ...own, region: environment.dr.region };
    case 'global':
      return { ...own, region: GLOBAL_SERVICES_REGION };
    case 'watch':
      return { ...own, region: watchRegionOf(environment) };
    case 'hosted_zone': {
      const { hostedZoneRoleArn: roleArn } = environment.dns;
      return {
        region,
        allowedAccountIds: [hostedZoneAccountOf(environment)],
        ...(roleArn !== undefined && {
          assumeRole: [{ roleArn, sessionName: hostedZoneSessionName(environment, name) }],
        }),
      };
    }
  }
}

/** Adds a provider to a stack. */
export function addProvider(stack: Construct & ProvidedStack, alias?: ProviderAlias): AwsProvider {
  const { environment, role, tier } = stack;
  const { region, ...scope } = providerScope(environment, { role, name: `${role}-${tier}` }, alias);
  return new AwsProvider(stack, alias === undefined ? 'provider' : `provider-${alias}`, {
    ...(alias === undefined ? {} : { alias }),
    region,
    ...scope,
    defaultTags: [{ tags: defaultTags(environment, role, tier) }],
  });
}
