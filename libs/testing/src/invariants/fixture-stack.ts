import type { Environment, Role } from '@healthcare-dr/topology';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import type { Json } from '../json';
import { SynthesizedStack } from '../synthesized-stack';

/** What a stack of a spec is made from. */
export interface FixtureStackProps {
  /** @default 'primary' */
  readonly role?: Role;
  /** @default 'fixture' */
  readonly tier?: string;
  /** @default 'dev' */
  readonly suffix?: string;
  /** @default - the fixture of the suffix */
  readonly environment?: Environment;
  readonly resource?: Readonly<Record<string, unknown>>;
  readonly data?: Readonly<Record<string, unknown>>;
  /** Laid over the provider of the stack's own Region. */
  readonly provider?: Readonly<Record<string, unknown>>;
  /** Laid over the backend. */
  readonly backend?: Readonly<Record<string, unknown>>;
  /** Beside its own provider. @default - none */
  readonly moreProviders?: readonly Readonly<Record<string, unknown>>[];
}

/** A stack that keeps every invariant, and what a spec lays over it. */
export function fixtureStack(props: FixtureStackProps = {}): SynthesizedStack {
  const { role = 'primary', tier = 'fixture', suffix = 'dev', moreProviders = [] } = props;
  const environment = props.environment ?? fixtureEnvironment(suffix);
  const { accountId } = environment;
  const { region } = environment[role];
  const tags = {
    Project: 'healthcare-dr',
    Environment: suffix,
    Tier: tier,
    Role: role,
    DataClassification: 'phi',
    ManagedBy: 'terraform',
  };
  const json = {
    terraform: {
      required_version: '>= 1.11',
      backend: {
        s3: {
          bucket: `healthcare-tfstate-${accountId}-${region}-${suffix}`,
          key: `${role}-${tier}.tfstate`,
          region,
          encrypt: true,
          kms_key_id: `arn:aws:kms:${region}:${accountId}:alias/healthcare-tfstate-${suffix}`,
          use_lockfile: true,
          allowed_account_ids: [accountId],
          ...props.backend,
        },
      },
    },
    provider: {
      aws: [
        { region, allowed_account_ids: [accountId], default_tags: [{ tags }], ...props.provider },
        ...moreProviders,
      ],
    },
    resource: props.resource ?? {},
    data: props.data ?? {},
  };
  const text = JSON.stringify(json as unknown as Json);
  return new SynthesizedStack({ name: `${role}-${tier}`, role, tier, environment, text });
}
