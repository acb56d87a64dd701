import {
  MAX_SUFFIX_LENGTH,
  topologyOf,
  UserError,
  watchRegionOf,
  type Environment,
  type Role,
} from '@healthcare-dr/topology';

/** Every name begins with it. */
export const NAME_PREFIX = 'healthcare';

/** The root of every contract parameter in SSM Parameter Store. */
export const PARAMETER_ROOT = '/healthcare-dr';

/** What distinguishes one stack's names from another's. */
export interface NamingScope {
  readonly suffix: string;
  readonly accountId: string;
  readonly region: string;
}

interface NameRule {
  /** The most characters AWS accepts, and where it says so. */
  readonly maxLength: number;
  readonly pattern: RegExp;
  readonly allowed: string;
  render(what: string, scope: NamingScope): string;
}

const regional = (what: string, { suffix }: NamingScope) => `${NAME_PREFIX}-${what}-${suffix}`;
const accountWide = (what: string, { region, suffix }: NamingScope) =>
  `${NAME_PREFIX}-${what}-${region}-${suffix}`;
const worldWide = (what: string, { accountId, region, suffix }: NamingScope) =>
  `${NAME_PREFIX}-${what}-${accountId}-${region}-${suffix}`;

const HYPHENATED = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const HYPHENATED_WORDS = 'lower-case letters, digits and single hyphens, beginning with a letter';

/**
 * Every kind of name this project gives, with the limits of the API that takes it. Sources: the request parameters of
 * each service's create call in the AWS API reference.
 */
const RULES = {
  /** A `Name` tag, or any name without a tighter rule: tag values take 256 characters, most names 128. */
  resource: { maxLength: 128, pattern: HYPHENATED, allowed: HYPHENATED_WORDS, render: regional },
  /** elasticloadbalancing CreateLoadBalancer, CreateTargetGroup. */
  loadBalancer: { maxLength: 32, pattern: HYPHENATED, allowed: HYPHENATED_WORDS, render: regional },
  /** rds CreateDBCluster, CreateDBInstance, CreateGlobalCluster. */
  database: { maxLength: 63, pattern: HYPHENATED, allowed: HYPHENATED_WORDS, render: regional },
  /** lambda CreateFunction. */
  function: { maxLength: 64, pattern: HYPHENATED, allowed: HYPHENATED_WORDS, render: regional },
  /** sqs CreateQueue. */
  queue: { maxLength: 80, pattern: HYPHENATED, allowed: HYPHENATED_WORDS, render: regional },
  /** iam CreateRole: the namespace is the account, so the Region is part of the name. */
  role: { maxLength: 64, pattern: HYPHENATED, allowed: HYPHENATED_WORDS, render: accountWide },
  /** iam CreatePolicy: the namespace is the account, so the Region is part of the name. */
  policy: { maxLength: 128, pattern: HYPHENATED, allowed: HYPHENATED_WORDS, render: accountWide },
  /** cloudtrail CreateTrail: a multi-Region trail takes its name in every Region of the account. */
  trail: { maxLength: 128, pattern: HYPHENATED, allowed: HYPHENATED_WORDS, render: accountWide },
  /** cloudwatch PutDashboard: the namespace is the account, so the Region is part of the name. */
  dashboard: { maxLength: 255, pattern: HYPHENATED, allowed: HYPHENATED_WORDS, render: accountWide },
  /** s3 CreateBucket: the namespace is the world, so account and Region are part of the name. */
  bucket: { maxLength: 63, pattern: HYPHENATED, allowed: HYPHENATED_WORDS, render: worldWide },
  /** kms CreateAlias. */
  keyAlias: {
    maxLength: 256,
    pattern: /^alias\/[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
    allowed: `alias/ and ${HYPHENATED_WORDS}`,
    render: (what, scope) => `alias/${regional(what, scope)}`,
  },
  /** backup CreateRestoreTestingPlan: letters, digits and underscores only. */
  restoreTestingPlan: {
    maxLength: 50,
    pattern: /^[a-z0-9_]+$/,
    allowed: 'lower-case letters, digits and underscores',
    render: (what, scope) => regional(what, scope).replaceAll('-', '_'),
  },
} as const satisfies Record<string, NameRule>;

/** A kind of name with limits of its own. */
export type NameKind = keyof typeof RULES;

/** The kinds of names, for those who check them all. */
export const NAME_KINDS = Object.keys(RULES) as NameKind[];

/**
 * Names what one stack creates. Every name carries the environment's suffix; names in an account-wide namespace carry the
 * Region too, and names in the world's carry account and Region.
 */
export class Naming {
  constructor(private readonly scope: NamingScope) {}

  /**
   * The name of `what` under the rules of its kind.
   *
   * @throws UserError if the name breaks a limit of the API that takes it
   */
  name(kind: NameKind, what: string): string {
    const rule: NameRule = RULES[kind];
    const name = rule.render(what, this.scope);
    if (name.length > rule.maxLength || !rule.pattern.test(name)) {
      throw new UserError({
        problem: `The ${kind} name '${name}' has ${name.length} characters.`,
        allowed: `${rule.allowed}; at most ${rule.maxLength} characters`,
        fix: `shorten '${what}' to ${Math.max(0, what.length - (name.length - rule.maxLength))} characters or fewer, or the environment's suffix '${this.scope.suffix}' (at most ${MAX_SUFFIX_LENGTH}).`,
      });
    }
    return name;
  }

  /** A log group under its service's folder: `/aws/vpc/healthcare-flow-logs-dev`. */
  logGroup(service: string, what: string): string {
    return `/aws/${service}/${this.name('resource', what)}`;
  }

  /** The SSM parameter that publishes one key of a tier's contract: `/healthcare-dr/dev/kms/data-key-arn`. */
  parameter(tier: string, key: string): string {
    const kebab = key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    return `${PARAMETER_ROOT}/${this.scope.suffix}/${tier}/${kebab}`;
  }

  /** An ARN in this stack's Region and account. */
  arn(service: string, resource: string): string {
    return `arn:aws:${service}:${this.scope.region}:${this.scope.accountId}:${resource}`;
  }

  /** The ARN of an IAM entity in this account; IAM has no Region. */
  iamArn(resource: string): string {
    return `arn:aws:iam::${this.scope.accountId}:${resource}`;
  }
}

/** The names of one side of an environment. */
export function namingOf(environment: Environment, role: Role): Naming {
  const { suffix, accountId } = environment;
  return new Naming({ suffix, accountId, region: topologyOf(environment, role).region });
}

/** The names of the watch Region, outside the pair. */
export function watchNamingOf(environment: Environment): Naming {
  const { suffix, accountId } = environment;
  return new Naming({ suffix, accountId, region: watchRegionOf(environment) });
}

/** Where the state of one side is kept, by name: the bucket, its key and the key's alias. */
export function stateBackend(scope: NamingScope): { bucket: string; keyAlias: string } {
  const naming = new Naming(scope);
  return { bucket: naming.name('bucket', 'tfstate'), keyAlias: naming.name('keyAlias', 'tfstate') };
}
